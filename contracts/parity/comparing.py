"""Two answers to the same call, held against each other."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from contracts.exchange import Response
from contracts.parity.facts import Facts, facts_of
from contracts.parity.governing import POLL, clauses_of
from contracts.parity.meaning import TIMES, Days, Stamps
from contracts.parity.outcome import Difference

_STAMP = "timeStampOut"
_NONE = "none"


class Comparing:
    """Compare answers, one pair after the other.

    Of the clauses that govern what differs those come first that are ``about`` the calls.
    """

    def __init__(self) -> None:
        self.about: tuple[str, ...] = ()
        self.stamps = Stamps()
        self.days = Days()
        self._reasons = 0

    def differences(self, call: str, request: bytes, left: Response, right: Response) -> Iterator[Difference]:
        """Tell what differs in two answers to a request."""
        for each in self._differences(call, request, left, right):
            yield replace(each, clauses=tuple(sorted(each.clauses, key=lambda clause: clause not in self.about)))

    def _differences(self, call: str, request: bytes, left: Response, right: Response) -> Iterator[Difference]:
        one, other = facts_of(left), facts_of(right)
        for path, values in _frames(one, other):
            if values[0] != values[1]:
                yield _difference(call, one.root or other.root, path, *values)
        if one.root != other.root or not one.root:
            return
        self._reasons += one.root == "fault"
        yield from self._values(call, one.root, "", one.values, other.values)
        yield from _order(call, one.root, "", one.values, other.values)
        yield from self._items(call, request, one, other)

    def told(self) -> Iterator[str]:
        """Say what was compared by what it means, or not at all."""
        yield from self.stamps.told()
        yield from self.days.told()
        if self._reasons:
            yield f"reasons of faults: {self._reasons} pairs, whose wording no clause says"

    def _values(self, call: str, root: str, of: str, left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[Difference]:
        for path in {**left, **right}:
            above = path.rpartition("/")[0]
            if above and above != "workItem" and (above in left) != (above in right):
                continue  # that was told of what holds it
            values = left.get(path), right.get(path)
            if path == _STAMP and None not in values and "0" not in values:
                yield from self.stamps.see(call, *map(str, values))
            elif path in TIMES and None not in values:
                self.days.see(call, f"{of}{path}", *map(str, values))
            elif values[0] != values[1]:
                yield _difference(call, root, path, *values, of=of)

    def _items(self, call: str, request: bytes, one: Facts, other: Facts) -> Iterator[Difference]:
        path = _kind_of_poll(request)
        for name in {**one.items, **other.items}:
            left, right = one.items.get(name), other.items.get(name)
            if left is None or right is None:
                yield _difference(call, one.root, path, None if left is None else name, None if right is None else name)
                continue
            yield from self._values(call, one.root, f"[{name}] ", left, right)
            yield from _order(call, one.root, f"[{name}] ", left, right)
        ids = [[name for name in side.items if name in one.items and name in other.items] for side in (one, other)]
        if ids[0] != ids[1]:
            yield _difference(call, POLL, "order of workItem", ", ".join(ids[0]), ", ".join(ids[1]))


def _frames(one: Facts, other: Facts) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "status", (one.status, other.status)
    yield "media type", (one.media, other.media)
    yield "Allow", (one.allow, other.allow)
    yield "root", (one.root or "no SOAP", other.root or "no SOAP")


def _order(call: str, root: str, of: str, left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[Difference]:
    one, other = ([path for path in side if path in left and path in right] for side in (left, right))
    if one != other:
        yield _difference(call, root, "order", " ".join(one), " ".join(other), of=of)


def _kind_of_poll(request: bytes) -> str:
    if b"JeopOnly>true<" in request or b"JeopOnly>1<" in request:
        return "workItem in jeopardy"
    return "workItem since" if b"timeStampIn>" in request else "workItem"


def _difference(call: str, root: str, path: str, left: str | None, right: str | None, *, of: str = "") -> Difference:
    shown = [_NONE if value is None else value for value in (left, right)]
    clauses = clauses_of(root, path, left, right)
    return Difference(call=call, where=f"{of}{path}", left=shown[0], right=shown[1], clauses=clauses)
