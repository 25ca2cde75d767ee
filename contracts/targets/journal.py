"""Which SOAP calls a REST request caused: those that the emulator's journal gained by it, one request at a time."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from contracts.exchange import Request, Response, SoapCall

# What the SOAP server itself answers; anything else may come from what stands before it, and leave no entry.
_ANSWERED = (200, 500)


class Journal:
    """A reader of the emulator's journal that remembers how far it has read.

    It is asked once before the first request and once after each, so a request costs one more call, not two. A direct SOAP
    call is one entry, and the ids of entries go on by one whatever happens to the journal.
    """

    def __init__(self, control: Callable[[str, str], Any]) -> None:
        self._control = control
        self._last: int | None = None
        self._lock = Lock()

    def last(self) -> int:
        """Tell the id of the newest exchange."""
        if self._last is None:
            self._last = int(self._control("GET", "/journal?limit=1")["last"])
        return self._last

    def soap_came(self, request: Request, response: Response) -> None:
        """Know that the SOAP server answered a request which no facade made: that is one entry more."""
        with self._lock:
            if not self._last or request.method != "POST" or response.status not in _ANSWERED:
                self._last = None
            else:
                self._last += 1

    def forget(self) -> None:
        """Know that the journal may move otherwise: what got no answer may leave its entry yet, a reset may be noticed."""
        self._last = None

    def soap_since(self, before: int) -> tuple[SoapCall, ...]:
        """Give the SOAP calls of the exchanges after ``before``, in the order sent."""
        calls: list[SoapCall] = []
        while True:
            page = self._control("GET", f"/journal?after={before}&limit=1000")
            for exchange in page["exchanges"]:
                calls += (
                    SoapCall(
                        operation=call["operation"], request=call["request"], response=call["response"], status=call["status"]
                    )
                    for call in exchange["soap"]
                )
                before = exchange["id"]
            if not page["exchanges"] or before >= page["last"]:
                # An empty journal says 0, though its next entry has a higher id.
                self._last = max(before, page["last"])
                return tuple(calls)
