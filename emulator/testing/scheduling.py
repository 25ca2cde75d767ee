"""An emulator as a test holds it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from emulator.addresses import ADDRESSES, base_url
from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.server import Delays
from emulator.settings import Settings
from emulator.settings_server import check_host
from emulator.testing.control import Control
from emulator.testing.in_a_thread import in_a_thread

if TYPE_CHECKING:
    import httpx
    from _typeshed.wsgi import WSGIApplication

# Nothing listens there: it names an emulator that is called without a socket.
NOWHERE = "http://scheduling.test"


class Scheduling:
    """An emulated Scheduling system with the facades before it; use it in a ``with`` statement, or close it.

    ``url`` is its base URL, ``clock`` its own clock, to be set, advanced, frozen and started.
    """

    def __init__(self, settings: Settings) -> None:
        # Without a socket nobody notices how long a delay takes; a caller's patience is reckoned with all the same.
        self._delays = Delays(timed=False)
        self._emulator = create_emulator(settings, sleep=self._delays.sleep)
        self._opened = ExitStack()
        self._opened.callback(self._emulator.close)
        self._control = Control(self._emulator.wsgi, token=settings.control_token)
        self.url = NOWHERE

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of what it holds."""
        self._opened.close()

    # -- how to reach it

    @property
    def urls(self) -> Mapping[str, str]:
        """Tell where each part is: ``soap``, ``wsdl``, ``control``, and the base URL of each facade by its name."""
        return {address.name: self.url + address.path for address in ADDRESSES}

    @property
    def wsgi(self) -> "WSGIApplication":
        """The emulator as the application it is, for who brings a client or a server of their own."""
        return self._emulator.wsgi

    @cached_property
    def client(self) -> "httpx.Client":
        """An httpx client that calls this emulator without a socket; paths such as ``/soap`` will do for URLs."""
        from httpx import Client

        from emulator.testing.without_socket import WithoutSocket

        return self._opened.enter_context(Client(base_url=NOWHERE, transport=WithoutSocket(self._emulator.wsgi)))

    @contextmanager
    def served(self, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Self]:
        """Serve it until the block ends, on a free port unless one is given; raise OSError where nothing can listen.

        Raise SettingsError for a host where others could use the control API, unless control_token is set.
        """
        check_host(host, self._emulator.settings)
        with in_a_thread(self._emulator, self._delays, host=host, port=port) as listens_at:
            before, self.url = self.url, base_url(host, listens_at)
            self._delays.timed = True
            try:
                yield self
            finally:
                self._delays.timed = False
                self.url = before

    # -- what is in it

    @property
    def clock(self) -> Clock:
        """The emulator's own clock."""
        return self._emulator.clock

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API (``path`` below /_emulator); give its JSON, None where there is none. Raise ControlError."""
        return self._control.ask(method, path, body)

    def book(self, id: str, *, unit: str = "NORTH", **keys: Any) -> dict[str, Any]:
        """Book a work item, with the keys of openapi/control.yaml; give it as it is then."""
        return dict(self._control.ask("POST", "/work-items", {"id": id, "unit": unit, **keys}))

    def work_item(self, id: str) -> dict[str, Any] | None:
        """Show a work item; None where there is none."""
        found: dict[str, Any] | None = self._control.find(f"/work-items/{quote(id, safe='')}")
        return found

    def exchanges(self, *, after: int = 0) -> list[dict[str, Any]]:
        """Show what went through it, oldest first: each REST exchange with the SOAP that it caused, secrets masked."""
        return list(self._control.ask("GET", f"/journal?after={after}")["exchanges"])

    def order(self, *rules: Mapping[str, Any], seed: int = 0) -> None:
        """Order faults, in the place of all others: the rules that ``PUT /_emulator/faults`` takes.

        Chance is in the ``seed``: the same rules, seed and calls give the same faults. Raise ControlError.
        """
        self._control.ask("PUT", "/faults", {"seed": seed, "rules": list(rules)})

    def faults(self) -> list[dict[str, Any]]:
        """Show the rules in force, each with how many calls it ``matched`` and ``struck``, and how many are ``left``."""
        return list(self._control.ask("GET", "/faults")["rules"])

    def reset(self) -> None:
        """Go back to the scenario; clock and journal stay as they are, and so do faults unless it started with a plan."""
        self._control.ask("POST", "/reset")
