"""A life of notifications: work items change, the clock goes on, and the rows are read beside the model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from contracts.exchange import Exchange, Request
from contracts.machines.answer import Unexpected
from contracts.machines.doors import Doors
from contracts.machines.jeopardy_states import Job
from contracts.machines.notice_model import MORNING, USUAL_LIMIT, Notices, Row
from contracts.machines.story import Broken, Step
from contracts.scenarios.facade import Facade
from contracts.target import NotPossible, TargetError

CLAUSES = ("SB-N-01",)
OPERATION = "GetWorkItemNotifications"
UNITS = ("U1", "U2")
# The version at which the life began; the steps name those that reading gives v1, v2, ...
START = "start"
ALL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A row as it was read."""

    version: int
    id: str
    status: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: its version, its rows, and the exchange it came in."""

    version: int
    rows: tuple[Told, ...]
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was given out, and after which row of the model that is."""

    number: int
    row: int


@dataclass(slots=True)
class NoticeLife:
    """One life: each step goes through the doors and into the model; what was there before it began is not its own."""

    doors: Doors
    model: Notices = field(default_factory=Notices)
    versions: dict[str, Version] = field(default_factory=dict)
    learnt: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reset()

    def play(self, step: Step) -> None:
        """Take a step; raise Broken where a promise does not hold, LookupError where the step makes no sense."""
        try:
            getattr(self, step.action)(**step.arguments)
        except (Unexpected, TargetError, NotPossible) as reason:
            exchange = reason.exchange if isinstance(reason, Unexpected) else None
            promise = "Every step of a life gets one of the answers the clauses know."
            raise Broken(
                promise, clauses=CLAUSES, expected="an answer of the contract", found=str(reason), exchange=exchange
            ) from reason

    def reset(self) -> None:
        """Begin anew, with empty units on a frozen morning; no clause says what a reset does to rows, so begin after them."""
        control = self.doors.target.control
        self.doors.begin(())
        # Again, since a reset may set it back.
        control("PUT", "/clock", {"now": f"{MORNING.isoformat()}Z", "running": False})
        # The scenario's own items would run late, and make rows.
        control("PUT", "/state", {"units": [{"id": unit} for unit in UNITS], "items": []})
        self.model, self.learnt = Notices(), {}
        self.versions = {START: Version(self._ask(after=None, limit=1, wid=None).version, 0)}

    def book(self, item_id: str, **attributes: Any) -> None:
        """Book a job, or an activity (A-1, ...); an id that is taken makes no sense here."""
        if item_id in self.model.facts:
            raise LookupError(item_id)
        item = Job(id=item_id, **attributes)
        written = {name: getattr(item, name) for name in _ATTRIBUTES}
        kind = "StandardActivity" if item_id.startswith("A-") else "Job"
        self.doors.target.control("POST", "/work-items", {"id": item_id, "type": kind, **_for_control(written)})
        self.model.write(item)

    def change(self, item_id: str, **attributes: Any) -> None:
        """Change attributes of an item that is there, or write them as they are."""
        self.model.change(item_id, **attributes)
        self.doors.target.control("PATCH", f"/work-items/{item_id}", _for_control(attributes))

    def cancel(self, item_id: str) -> None:
        """Cancel a job."""
        there = self.model.inside(self.model.facts[item_id].job)
        answer = self.doors.cancel(item_id, self.doors.cancelling[-1])
        if answer.code != ("0" if there else "1"):
            raise Unexpected(answer.exchange, f"cancelling {item_id} gets code {answer.code}")
        if there:
            self.model.remove(item_id)

    def remove(self, item_id: str) -> None:
        """Remove an item."""
        self.model.remove(item_id)
        self.doors.remove(item_id)

    def clock(self, minutes: int) -> None:
        """Move the clock on."""
        self.doors.target.control("POST", "/clock/advance", {"seconds": minutes * 60})
        scanned = self.model.move(minutes)
        if len({row.at for row in scanned}) < len(scanned):
            start = self.versions[START]
            page = self._ask(after=start.number, limit=ALL, wid=None)
            self.model.arrange(scanned, [row.id for row in page.rows[-len(scanned) :]])
            self._judge(page, self.model.after(0, limit=ALL, wid=None), after=start.number, limit=ALL)

    def read(self, since: str | None, limit: int | None, wid: str | None, gives: str) -> None:
        """Read after a named version, or the newest rows, and compare them; the answer's version gets a name."""
        after = None if since is None else self.versions[since]
        page = self._ask(after=None if after is None else after.number, limit=limit, wid=wid)
        most = USUAL_LIMIT if limit is None else limit
        due = self.model.latest(limit=most, wid=wid) if after is None else self.model.after(after.row, limit=most, wid=wid)
        self._judge(page, due, after=None if after is None else after.number, limit=most)
        if due:
            self.versions[gives] = Version(page.version, due[-1].number)
        elif after is not None:
            self.versions[gives] = after

    def _judge(self, page: Page, due: Sequence[Row], *, after: int | None, limit: int) -> None:
        for promise, expected, found in self._compared(page, due, after, limit):
            if expected != found:
                raise Broken(promise, clauses=CLAUSES, expected=expected, found=found, exchange=page.exchange)

    def _compared(self, page: Page, due: Sequence[Row], after: int | None, limit: int) -> Iterator[tuple[str, Any, Any]]:
        # The newest rows may begin with some from before this life.
        begun = self.versions[START].number
        own = [row for row in page.rows if after is not None or row.version > begun]
        versions = [row.version for row in page.rows]
        yield "No more rows come than were asked for.", True, len(page.rows) <= limit
        ids, wanted = [row.id for row in own], [row.id for row in due]
        yield "Each change is one row, in order; no change, a removal and what is too old are none.", wanted, ids
        yield "A row tells the work item's status.", [row.status for row in due], [row.status for row in own]
        yield "A row is as old as its change.", [_text(row) for row in due], [row.at for row in own]
        yield "Row versions grow from row to row.", sorted({*versions}), versions
        yield "Rows come after the version that was given.", [], [row for row in versions if after is not None and row <= after]
        last = versions[-1] if versions else after
        if last is not None:
            yield "The next version is the last row's, or with no row the one given.", last, page.version
        learnt = [self.learnt.setdefault(row.number, told.version) for row, told in zip(due, own, strict=True)]
        yield "A row keeps its version.", learnt, [row.version for row in own]

    def _ask(self, *, after: int | None, limit: int | None, wid: str | None) -> Page:
        facade = Facade.of(self.doors.documents, "servicebroker")
        method, path = facade.route(OPERATION)
        asked = {"rowver": after, "limit": limit, "wid": wid}
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        request = Request(method=method, path=f"{path}?{query}" if query else path, headers=dict(facade.headers))
        exchange = self.doors.target.rest(request, operation=OPERATION)
        try:
            body = exchange.response.json()
            return Page(version=_whole(body["rowver"]), rows=tuple(map(_told, body["row"])), exchange=exchange)
        except (LookupError, TypeError, ValueError) as error:
            raise Unexpected(exchange, f"{type(error).__name__}: {error}") from error


_ATTRIBUTES = ("unit", "employee", "start", "arrival", "finish", "status", "on_hold")
_TIMES = ("start", "arrival", "finish")


def _for_control(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value}:00Z" if name in _TIMES else value for name, value in attributes.items()}


def _told(row: dict[str, Any]) -> Told:
    item = row["WorkItem"]
    return Told(version=_whole(row["rowver"]), id=item["Id"], status=item["WorkStatus"], at=row["CreatedAt"][:16])


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(f"a version that is no whole number: {value!r}")
    return value


def _text(row: Row) -> str:
    return row.at.isoformat(timespec="minutes")
