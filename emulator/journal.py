"""The journal: a bounded ring of the exchanges that went through an emulator."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from threading import Lock
from typing import Protocol

from emulator.clock import Clock
from emulator.faults import Struck
from emulator.made_often import made_often


class SoapExchange(Protocol):
    """One SOAP call, as whoever made or served it saw it; ``response`` is empty and ``status`` 0 when none came."""

    @property
    def operation(self) -> str | None:
        """Which operation was called; None where the request does not say."""

    @property
    def request(self) -> bytes:
        """What was sent."""

    @property
    def response(self) -> bytes:
        """What came back."""

    @property
    def status(self) -> int:
        """The HTTP status that came back."""

    @property
    def left_out(self) -> int:
        """How many bytes of a response are missing here, since it was too large to keep."""


@made_often(frozen=True, slots=True, kw_only=True)
class RestExchange:
    """One request to a facade, and its answer; ``path`` holds the query, and ``left_out`` is as in SoapExchange."""

    method: str
    path: str
    request_headers: Sequence[tuple[str, str]]
    request_body: bytes
    status: int
    response_headers: Sequence[tuple[str, str]]
    response_body: bytes
    left_out: int = 0


@made_often(frozen=True, slots=True, kw_only=True)
class Entry:
    """An exchange as it was recorded: raw bytes, secrets and all; emulator.control.journal shows it. ``faults`` struck it."""

    id: int
    at: datetime
    facade: str | None
    operation: str | None
    rest: RestExchange | None
    soap: tuple[SoapExchange, ...]
    faults: tuple[Struck, ...] = ()


class Journal:
    """Keep the newest exchanges, up to a number and a size; the newest always stays.

    A response that alone is larger than ``max_bytes`` is left out of its exchange; how many bytes it had stays.
    Recording costs next to nothing: texts are made and secrets masked when somebody reads.
    """

    def __init__(self, clock: Clock, *, size: int, max_bytes: int) -> None:
        self._clock = clock
        self._size = size
        self.max_bytes = max_bytes
        self._entries: deque[tuple[int, Entry]] = deque()
        self._bytes = 0
        self._next = 1
        self._dropped = 0
        self._lock = Lock()

    def record(
        self,
        *,
        facade: str | None,
        operation: str | None,
        rest: RestExchange | None,
        soap: Iterable[SoapExchange] = (),
        faults: tuple[Struck, ...] = (),
    ) -> Entry:
        """Keep an exchange, and give it; ``facade`` and ``rest`` are None for SOAP that reached the system itself."""
        calls, size = tuple(soap), 0
        for call in calls:
            size += len(call.request) + len(call.response)
        if rest is not None:
            size += _size(rest)
        if size > self.max_bytes:
            calls, rest, size = self._emptied(calls, rest)
        at = self._clock.now()
        with self._lock:
            entry = Entry(id=self._next, at=at, facade=facade, operation=operation, rest=rest, soap=calls, faults=faults)
            self._next += 1
            self._entries.append((size, entry))
            self._bytes += size
            while len(self._entries) > 1 and (len(self._entries) > self._size or self._bytes > self.max_bytes):
                self._bytes -= self._entries.popleft()[0]
                self._dropped += 1
        return entry

    def _emptied(
        self, calls: tuple[SoapExchange, ...], rest: RestExchange | None
    ) -> tuple[tuple[SoapExchange, ...], RestExchange | None, int]:
        calls = tuple(call if len(call.response) <= self.max_bytes else _without_response(call) for call in calls)
        if rest is not None and len(rest.response_body) > self.max_bytes:
            rest = replace(rest, response_body=b"", left_out=len(rest.response_body))
        return calls, rest, sum(len(call.request) + len(call.response) for call in calls) + (_size(rest) if rest else 0)

    def read(
        self,
        *,
        after: int = 0,
        before: int | None = None,
        limit: int | None = None,
        newest: bool = False,
        fits: Callable[[Entry], bool] | None = None,
    ) -> "Page":
        """Show the exchanges with a higher id than ``after`` and a lower one than ``before``, oldest first or ``newest`` first.

        No more than ``limit`` are looked for, so that a page of many that fit costs little.
        """
        with self._lock:
            entries = [entry for _, entry in self._entries]
            dropped = self._dropped
        found = (
            entry
            for entry in (reversed(entries) if newest else entries)
            if entry.id > after and (before is None or entry.id < before) and (fits is None or fits(entry))
        )
        return Page(entries=tuple(islice(found, limit)), last=entries[-1].id if entries else 0, dropped=dropped)

    def find(self, entry_id: int) -> Entry | None:
        """Find one exchange; None where it is not there, or not any more."""
        page = self.read(after=entry_id - 1, before=entry_id + 1)
        return page.entries[0] if page.entries else None

    def clear(self) -> None:
        """Forget all exchanges, and how many were dropped; ids go on, so nobody takes a new exchange for an old one."""
        with self._lock:
            self._entries.clear()
            self._bytes = self._dropped = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some entries, the newest id in the ring (0 when empty), and how many entries fell out of it."""

    entries: tuple[Entry, ...]
    last: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Emptied:
    operation: str | None
    request: bytes
    response: bytes
    status: int
    left_out: int


def _without_response(call: SoapExchange) -> SoapExchange:
    return _Emptied(
        operation=call.operation, request=call.request, response=b"", status=call.status, left_out=len(call.response)
    )


def _size(rest: RestExchange) -> int:
    headers = chain(*rest.request_headers, *rest.response_headers)
    return len(rest.path) + len(rest.request_body) + len(rest.response_body) + sum(map(len, headers))
