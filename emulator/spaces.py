"""Spaces: Scheduling systems beside the default one in the same process, each with all that is its own."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Protocol

from emulator.clock import Clock
from emulator.counts import Counts
from emulator.faults import Faults
from emulator.scheduling.scenario_parts import packaged
from emulator.scheduling.store import Store
from emulator.settings import Settings, SettingsError
from emulator.settings_source import settings_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

EXPECTED = "1 to 64 of A-Z a-z 0-9 . _ -, and not . or .."
_NAME = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,64}")
# What all spaces of a process have together, so none of them can choose it.
_OF_THE_SERVER = frozenset(
    {
        "host", "port", "state", "workers", "max_pending", "max_connections", "max_header_bytes", "max_headers",
        "client_timeout", "idle_timeout", "log", "control_token", "max_spaces", "space_idle",
    }
)  # fmt: skip


class SpaceError(Exception):
    """Say what is wrong with a space: a status of HTTP, a code for programs, what was expected and what was found."""

    def __init__(self, status: int, code: str, message: str, *, expected: str, found: str) -> None:
        super().__init__(message)
        self.status, self.code, self.expected, self.found = status, code, expected, found


class Beside(Protocol):
    """An emulator that is a space, as far as those who keep it need it."""

    @property
    def front(self) -> "WSGIApplication":
        """What answers for it."""

    @property
    def store(self) -> Store:
        """Where its state lives."""

    @property
    def counts(self) -> Counts:
        """How many exchanges there were."""

    @property
    def faults(self) -> Faults:
        """The faults that are ordered."""

    def close(self) -> None:
        """Let go of what it holds."""


class Space:
    """A space: its emulator, when it was made, and when it was last used by the machine's time."""

    def __init__(self, name: str, emulator: Beside, *, created: datetime, now: float) -> None:
        self.name = name
        self.emulator = emulator
        self.created = created
        self.began = self.used = now
        self.calls = 0  # that are under way

    @property
    def last_used(self) -> datetime:
        """Tell when it was last used."""
        return self.created + timedelta(seconds=self.used - self.began)


class Spaces:
    """The spaces of a process, made on first use; those that nobody uses for so long go, and there are so many at most.

    ``make`` makes the emulator of a space from its name and settings. Idle time is the machine's (``monotonic``), whatever a
    test does to its clock; ``wall`` tells when a space was made.
    """

    def __init__(
        self,
        settings: Settings,
        make: Callable[[str, Settings], Beside],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Clock | None = None,
    ) -> None:
        self._settings = settings
        self._make = make
        self._monotonic = monotonic
        self._wall = wall or Clock()
        self._spaces: dict[str, Space] = {}
        self._lock = RLock()

    def __len__(self) -> int:
        """Count the spaces, those that are idle for too long too until somebody looks."""
        return len(self._spaces)

    def all(self) -> list[Space]:
        """Tell what there is, by name."""
        with self._lock:
            self._let_idle_ones_go()
            return [self._spaces[name] for name in sorted(self._spaces)]

    def enter(self, name: str, *, may_make: bool = True) -> Space:
        """Give a space for a call, and make it where it is not there; ``leave`` it when the call is done. Raise SpaceError."""
        _check(name)
        self._check_workers()
        with self._lock:
            self._let_idle_ones_go()
            space = self._spaces.get(name)
            if space is None and not may_make:
                raise SpaceError(
                    401, "token", f"there is no space {name!r}, and to make one needs the control token",
                    expected="X-Emulator-Token: the control token", found="no right one",
                )  # fmt: skip
            space = space or self._add(name, self._settings)
            space.calls += 1
            space.used = self._monotonic()
            return space

    def leave(self, space: Space) -> None:
        """Note that a call is done."""
        with self._lock:
            space.calls -= 1
            space.used = self._monotonic()

    def create(self, name: str, given: Mapping[str, object]) -> Space:
        """Make a space with settings of its own; raise SpaceError, SettingsError or ScenarioError for what cannot be."""
        _check(name)
        self._check_workers()
        settings = self._own(given)
        with self._lock:
            self._let_idle_ones_go()
            if name in self._spaces:
                raise SpaceError(409, "exists", f"there is a space {name!r} already", expected="a name of its own", found=name)
            return self._add(name, settings)

    def drop(self, name: str) -> None:
        """Let a space go with all that is in it; raise SpaceError where there is none."""
        self._check_workers()
        with self._lock:
            self._let_idle_ones_go()
            if name not in self._spaces:
                known = ", ".join(sorted(self._spaces)[:20]) or "there is none"
                raise SpaceError(
                    404, "not-found", f"there is no space {name!r}", expected=f"a space that is there ({known})", found=name
                )
            self._spaces.pop(name).emulator.close()

    def wait(self) -> bool:
        """Whether calls to some space may wait, as faults were ordered."""
        return bool(self._spaces) and any(space.emulator.faults.waits for space in tuple(self._spaces.values()))

    def close(self) -> None:
        """Let all go."""
        with self._lock:
            while self._spaces:
                self._spaces.popitem()[1].emulator.close()

    def _own(self, given: Mapping[str, object]) -> Settings:
        for name in given:
            if name in _OF_THE_SERVER:
                raise SettingsError(
                    f"setting {name}: expected to be left out for a space, which has the server's; found it given"
                )
        # Who may make a space may not read the files of the server by it: what is wrong with one is told with what was found.
        servers = self._settings
        for name, allowed in (("scenario", (servers.scenario, *packaged())), ("faults", (servers.faults,))):
            if name in given and given[name] not in allowed:
                known = " or ".join(repr(each) for each in dict.fromkeys(allowed))
                raise SettingsError(f"setting {name}: expected {known} for a space, no other file; found {given[name]!r}")
        base = ((name, getattr(self._settings, name), "") for name in Settings.__dataclass_fields__)
        own = dict(given)
        if "scheduling_version" in own and "tenants" not in own:
            # Those who go by the system's version go by the space's.
            ours = self._settings.scheduling_version
            own["tenants"] = [
                replace(tenant, scheduling_version="as the system") if tenant.scheduling_version == ours else tenant
                for tenant in self._settings.tenants
            ]
        return settings_of(*base, *((name, value, "for the space") for name, value in own.items()))

    def _add(self, name: str, settings: Settings) -> Space:
        most = self._settings.max_spaces
        if len(self._spaces) >= most:
            raise SpaceError(
                503, "spaces", f"there are {most} spaces already (max_spaces); drop one, or wait until one expires",
                expected=f"at most {most} spaces", found=f"{name!r} as one more",
            )  # fmt: skip
        space = Space(name, self._make(name, settings), created=self._wall.now(), now=self._monotonic())
        self._spaces[name] = space
        return space

    def _let_idle_ones_go(self) -> None:
        if not self._spaces:
            return
        before = self._monotonic() - self._settings.space_idle
        for name in [name for name, space in self._spaces.items() if not space.calls and space.used < before]:
            self._spaces.pop(name).emulator.close()

    def _check_workers(self) -> None:
        if self._settings.workers > 1:
            raise SpaceError(
                409, "several-workers",
                "a space lives in one process, and any of several may be asked; start with --workers 1",
                expected="one worker", found=str(self._settings.workers),
            )  # fmt: skip


def _check(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise SpaceError(
            400, "space", f"a space's name: expected {EXPECTED}; found {name[:80]!r}", expected=EXPECTED, found=name[:80]
        )
