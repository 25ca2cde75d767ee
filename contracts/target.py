"""What is under test: our emulator in-process, or anybody's by URL. The one door to emulator.app."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.targets.at_once import at_once, often_switching
from contracts.targets.control import control
from contracts.targets.refusals import NotPossible, TargetError
from contracts.targets.wsgi import call

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from emulator.app import Emulator

__all__ = ["FIRST_STAMP", "NOW", "InProcess", "NotPossible", "Target", "TargetError"]

# A run is the same run on every day: the emulator's clock stands still here, and its change stamps begin here.
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIRST_STAMP = 1_000_000


class Target(Protocol):
    """A facade with our emulator behind it, reached in whatever way.

    One call at a time: an exchange's SOAP is what the emulator's journal gained by it.
    """

    name: str
    base_url: str

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade, and say what SOAP it caused."""

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:
        """Send requests to the facade at the same time; give the answers in their order, and all the SOAP they caused."""

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server itself."""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API (``path`` below /_emulator); give its JSON back, raise NotPossible when it refuses."""

    def with_settings(self, settings: Mapping[str, Any]) -> AbstractContextManager["Target"]:
        """Give a fresh target with other settings of the emulator; raise NotPossible where there is no way."""

    def close(self) -> None:
        """Let go of what was opened, and take back what was made only for the run."""


class InProcess:
    """Our own emulator in this process, called without a socket; its delays take no time."""

    base_url = "http://127.0.0.1:8010"

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        """Make an emulator with these settings; raise NotPossible, naming the setting, for one that cannot be."""
        self._given = dict(settings or {})
        self.name = " ".join(["the emulator in this process", *(f"{name}={value}" for name, value in self._given.items())])
        # A short journal is quick to read, and here it is read after every request.
        self._emulator = _emulator({"journal_size": 20, **self._given})
        self._seen = 0

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade, and say what SOAP it caused."""
        response = self._call(request)
        return Exchange(operation=operation, request=request, response=response, soap=self._soap())

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:
        """Send requests to the facade at the same time; give the answers in their order, and all the SOAP they caused."""
        self._soap()
        with often_switching():
            responses = at_once(self._call, requests)
        return responses, self._soap()

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server itself."""
        response = self._call(request)
        self._soap()
        return response

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API (``path`` below /_emulator); give its JSON back, raise NotPossible when it refuses."""
        return control(self._call, self.base_url, method, path, body)

    @contextmanager
    def with_settings(self, settings: Mapping[str, Any]) -> Iterator["InProcess"]:
        """Give a fresh emulator with these settings on top of this one's."""
        other = InProcess({**self._given, **settings})
        try:
            yield other
        finally:
            other.close()

    @property
    def wsgi(self) -> "WSGIApplication":
        """The emulator as the application it is, for who brings a server of their own."""
        return self._emulator.wsgi

    def close(self) -> None:
        """Let go of what the emulator holds."""

    def _soap(self) -> tuple[SoapCall, ...]:
        """Give the SOAP calls that the journal gained since it was last asked; its ids never fall."""
        page = self._emulator.journal.read(after=self._seen)
        self._seen = max(self._seen, page.last)
        return tuple(
            SoapCall(
                operation=made.operation,
                request=made.request.decode("utf-8", "replace"),
                response=made.response.decode("utf-8", "replace"),
                status=made.status,
            )
            for entry in page.entries
            for made in entry.soap
        )

    def _call(self, request: Request) -> Response:
        try:
            return call(self._emulator.wsgi, request)
        except (ConnectionError, TimeoutError) as error:
            asked = f"{request.method} {self.base_url}{request.path[:200]}"
            raise TargetError(f"{asked}: the connection broke: {error or type(error).__name__}") from error


def _emulator(settings: Mapping[str, Any]) -> "Emulator":
    # Only a run in-process pays for loading the emulator.
    from emulator.app import create_emulator
    from emulator.clock import Clock
    from emulator.settings_source import settings_of

    try:
        chosen = settings_of(*((name, value, "from the run") for name, value in settings.items()))
        return create_emulator(chosen, clock=Clock.frozen_at(NOW), first_stamp=FIRST_STAMP, sleep=_no_time)
    except ValueError as error:  # what is wrong with a setting, or with the scenario that one names
        raise NotPossible(str(error)) from None


def _no_time(seconds: float) -> None:
    """Sleep for no time."""
