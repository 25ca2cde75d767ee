"""Which SOAP calls a REST request caused: those that the emulator's journal gained by it, one request at a time."""

from collections.abc import Callable
from typing import Any

from contracts.exchange import SoapCall


class Journal:
    """A reader of the emulator's journal that remembers how far it has read.

    It is asked once before the first request and once after each, so a request costs one more call, not two.
    """

    def __init__(self, control: Callable[[str, str], Any]) -> None:
        self._control = control
        self._last: int | None = None

    def last(self) -> int:
        """Tell the id of the newest exchange."""
        if self._last is None:
            self._last = int(self._control("GET", "/journal?limit=1")["last"])
        return self._last

    def forget(self) -> None:
        """Know that the journal moved otherwise: a direct SOAP call, a reset."""
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
                self._last = page["last"]
                return tuple(calls)
