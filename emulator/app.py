"""Puts an emulator together: the Scheduling system, the facades before it, the control API beside them."""

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from emulator import __version__
from emulator.clock import Clock
from emulator.console.application import create_console
from emulator.control.application import create_control
from emulator.counts import Counts
from emulator.facades.facade import Facade, FacadeRow, Surroundings
from emulator.facades.servicebroker import create_servicebroker
from emulator.facades.table import FACADES
from emulator.faults import Faults, Plan
from emulator.faults.document import read_plan
from emulator.faults.plan_file import one_plan, read_plan_file
from emulator.front import Front, Watch
from emulator.guard import Guard
from emulator.into_spaces import into_spaces
from emulator.journal import Journal
from emulator.notifying import notify
from emulator.opening import open_state
from emulator.record_kinds import record_kinds
from emulator.records import StoreRecords
from emulator.scheduling.keys import Keys
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.scenario import Scenario, read_scenario
from emulator.scheduling.snapshot import put_snapshot
from emulator.scheduling.store import Store
from emulator.settings import Settings, SettingsError
from emulator.soap_client.client import SoapClient
from emulator.soap_client.transport import InProcess, Transport
from emulator.soap_server.server import SoapServer
from emulator.spaces import Spaces

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Emulator:
    """One Scheduling system with everything around it; ``wsgi`` answers for all of it.

    In the same process there may be others beside it, its ``spaces``; ``front`` answers for it alone. One that is a space
    itself is made ``beside`` the first, and shares with it what never changes.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None,
        first_stamp: int,
        sleep: Callable[[float], None],
        random: Callable[[int], bytes],
        joining: bool,
        watching: Sequence[Watch],
        beside: "Emulator | None" = None,
    ) -> None:
        self.settings = settings
        self.version = __version__
        # Whoever chooses a clock gets it; else that of a state which is there already goes on.
        its_clock = joining or (clock is None and settings.clock == "real" and settings.clock_running)
        self.clock = clock = clock or _clock(settings)
        self.faults = Faults()
        self.counts = Counts()
        self.journal = Journal(clock, size=settings.journal_size, max_bytes=settings.journal_bytes)
        self.record_kinds: Keys = record_kinds() if beside is None else beside.record_kinds
        if beside is not None and beside.settings.scenario == settings.scenario:
            self._scenario: Scenario = beside._scenario
        else:
            self._scenario = read_scenario(settings.scenario, kinds=self.record_kinds)
        self._plan = _plan(settings, self._scenario)
        parameters = _parameters(settings)
        self.store: Store = open_state(
            settings.state, clock=clock, parameters=parameters, first_stamp=first_stamp, its_clock=its_clock
        )
        soap = SoapServer(store=self.store, parameters=parameters, settings=settings, faults=self.faults, sleep=sleep)
        self.wsdl = soap.wsdl
        broker = create_servicebroker(
            settings,
            _transport(settings, soap, "servicebroker"),
            clock=clock,
            # Of a state that was there before, all that there is may be told again to whoever asks from the beginning.
            first_version=first_stamp if settings.upstream or self.store.is_new else 0,
            catch_up=self.store.settle,
        )
        if not settings.upstream:
            notify(broker, store=self.store, parameters=parameters, soap=soap)
        self._facades: dict[str, Facade] = {"servicebroker": broker}
        for row in FACADES:
            self._facades[row.name] = row.create(self._surroundings(row, soap, random))
        if self.store.is_new:
            self.reset()
        else:
            self._order()

        guard = Guard(settings.control_token)
        self.spaces: Spaces = beside.spaces if beside is not None else Spaces(settings, self._make_space)
        self._sleep, self._random, self._watching = sleep, random, watching
        self.front: WSGIApplication = Front(
            soap=soap,
            facades=self._facades,
            control=guard.before(create_console(self, soap.wsdl.at, create_control(self))),
            journal=self.journal,
            max_body_bytes=settings.max_body_bytes,
            faults=self.faults,
            sleep=sleep,
            look=self.store.look,
            watching=(self.counts.add, *watching),
        )
        self.wsgi: WSGIApplication = self.front
        if beside is None:
            self.wsgi = into_spaces(self.front, self.spaces, refuses=guard.of_another_site, trusts=guard.trusts)

    @property
    def waits(self) -> bool:
        """Whether calls, to it or to a space beside it, may wait as faults were ordered."""
        return self.faults.waits or self.spaces.wait()

    def reset(self) -> None:
        """Go back to the scenario it was told to start with; clock and journal stay as they are.

        Faults do too, unless it started with a plan of them: that is in force again, from its beginning.
        """
        state = self._scenario.state(self.clock.now())
        for facade in self._facades.values():
            facade.start_anew()
        with self.store.transaction() as tx:
            put_snapshot(tx, state)
        self._order()

    def _order(self) -> None:
        if self._plan is not None:
            self.faults.put(self._plan)

    def close(self) -> None:
        """Let go of what its state lives in, and of the spaces beside it."""
        if self.wsgi is not self.front:
            self.spaces.close()
        self.store.close()

    def _make_space(self, name: str, settings: Settings) -> "Emulator":
        return Emulator(
            # A space lives in memory, wherever the state of the first is kept.
            replace(settings, state=""),
            clock=None,
            first_stamp=time.time_ns() // 1000,
            sleep=self._sleep,
            random=self._random,
            joining=False,
            watching=[partial(watch, space=name) for watch in self._watching],
            beside=self,
        )

    def _surroundings(self, row: FacadeRow, soap: SoapServer, random: Callable[[int], bytes]) -> Surroundings:
        settings = self.settings
        records = StoreRecords(self.store, facade=row.name, unit=getattr(settings, row.unit), embedded=not settings.upstream)
        client = SoapClient(_transport(settings, soap, row.name), timeout=settings.upstream_timeout)
        return Surroundings(settings=settings, clock=self.clock, records=records, scheduling=client, random=random)


def create_emulator(
    settings: Settings,
    *,
    clock: Clock | None = None,
    first_stamp: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
    random: Callable[[int], bytes] = secrets.token_bytes,
    joining: bool = False,
    watching: Sequence[Watch] = (),
) -> Emulator:
    """Make an emulator; raise ScenarioError, StateError or SettingsError for what it cannot start with.

    ``first_stamp`` must be higher than any time stamp given out before. By default it counts microseconds since 1970,
    which no emulator reaches by counting changes: so stamps go on growing over restarts (SCH-G-10).
    ``random`` gives so many bytes; tokens and ids of the facades are made of them. One that is ``joining`` others takes
    over the clock of their state, whatever the settings say. Those ``watching`` are told of each exchange.
    """
    if first_stamp is None:
        first_stamp = time.time_ns() // 1000
    return Emulator(
        settings, clock=clock, first_stamp=first_stamp, sleep=sleep, random=random, joining=joining, watching=watching
    )


def _clock(settings: Settings) -> Clock:
    at = None if settings.clock == "real" else datetime.fromisoformat(settings.clock)
    return Clock.starting_at(at, running=settings.clock_running)


def _transport(settings: Settings, soap: SoapServer, facade: str) -> Transport:
    if settings.upstream not in ("", "none"):
        # httpx takes a while to import, and only this needs it.
        from emulator.soap_client.http import Http

        return Http(settings.upstream)

    def on_behalf_of_the_facade(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["emulator.facade"] = facade
        return soap(environ, start_response)

    return InProcess(on_behalf_of_the_facade)


def _plan(settings: Settings, scenario: Scenario) -> Plan | None:
    """Read the plan of faults that it starts with: the setting's, or else the scenario's."""
    plan = read_plan_file(settings.faults) if settings.faults else one_plan(scenario.faults(read_plan))
    if plan is not None and settings.workers > 1:
        raise SettingsError(
            "setting workers: expected 1 with a plan of faults, which counts the calls of one process; "
            f"found {settings.workers}"
        )
    return plan


def _parameters(settings: Settings) -> SystemParameters:
    return SystemParameters(
        glob_days_before=settings.glob_days_before,
        glob_days_after=settings.glob_days_after,
        jeop_scan_time=settings.jeop_scan_time,
        tz_GCJAPI=settings.tz_GCJAPI,
        tz_Default=settings.tz_Default,
        no_value=settings.no_value,
        audit_size=settings.audit_size,
        scheduling_version=tuple(int(part) for part in settings.scheduling_version.split(".")),
    )
