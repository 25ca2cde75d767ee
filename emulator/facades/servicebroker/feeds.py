"""Where notifications come from: the embedded system tells of its changes; another Scheduling is asked for them (SB-N-01)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Protocol

from emulator.clock import Clock
from emulator.facades.servicebroker.answers import work_item
from emulator.facades.servicebroker.notifications import Notifications
from emulator.facades.servicebroker.tenants import Tenant
from emulator.facades.servicebroker.times import Spell
from emulator.mapping.servicebroker import GET_CHANGED_WORK_ITEMS, WORK_ITEM
from emulator.soap_client.client import SoapClient
from emulator.soap_client.failures import CallFailed
from emulator.soap_client.reader import read
from emulator.soap_client.transport import SoapExchange

_log = logging.getLogger(__name__)


class Feed(Protocol):
    """A source of notifications."""

    def rows(self, tenant: Tenant, calls: list[SoapExchange]) -> Notifications:
        """Give what a tenant is told of, brought up to date; the SOAP calls that this took are added to ``calls``."""


class Changes(Protocol):
    """What the embedded system tells of at once: work items that changed, in their order, as many as there are places."""

    def __len__(self) -> int:
        """Count them."""

    def wid(self, place: int) -> str:
        """Tell the id of one."""

    def unit(self, place: int) -> str:
        """Tell the unit of one."""

    def message(self, place: int) -> bytes:
        """Write the GetChangedWorkItemsResponse that holds one, and no other."""

    @property
    def stamps(self) -> Sequence[int]:
        """Tell the time stamp of each."""


class Pushed:
    """The embedded system's changes, which it tells of itself; they are the same for every tenant.

    ``catch_up`` makes it do what its clock alone brings about.
    """

    def __init__(self, rows: Notifications, *, spell: Spell, catch_up: Callable[[], None]) -> None:
        self._rows = rows
        self._spell = spell
        self._catch_up = catch_up

    def rows(self, tenant: Tenant, calls: list[SoapExchange]) -> Notifications:  # noqa: ARG002 - a feed's signature
        """Give the rows."""
        self._catch_up()
        return self._rows

    def start_anew(self) -> None:
        """Forget what was told."""
        self._rows.clear()

    def tell(self, changes: Changes, at: datetime) -> None:
        """Make a row of each change, in their order; its time stamp becomes its version, whoever tells of it, and when."""
        self._rows.add(_Told(changes, self._spell), at=at, versions=changes.stamps)


@dataclass(frozen=True, slots=True)
class _Told:
    changes: Changes
    spell: Spell

    def __len__(self) -> int:
        return len(self.changes)

    def wid(self, place: int) -> str:
        return self.changes.wid(place)

    def work_item(self, place: int) -> dict[str, Any]:
        """Read the work item out of its message, as out of any reply."""
        reply = read(self.changes.message(place), 200, GET_CHANGED_WORK_ITEMS)
        (record,) = reply.values[_ITEMS]
        return work_item(WORK_ITEM, record, self.changes.unit(place), self.spell)


class Polled:
    """Another Scheduling's changes: whoever reads asks it for those in ``units`` since last time, one call for each unit.

    Each tenant has rows and time stamps of its own, since its login may lead to other data. A reply that was cut goes on
    with the next reader. A tenant whose question is still under way is not asked for again: others get what is there.
    """

    def __init__(
        self, client: SoapClient, *, units: Sequence[str], clock: Clock, rows: Callable[[], Notifications], spell: Spell
    ) -> None:
        self._client = client
        self._units = units
        self._clock = clock
        self._new_rows = rows
        self._spell = spell
        self._tenants: dict[str, _Polls] = {}
        self._lock = Lock()

    def rows(self, tenant: Tenant, calls: list[SoapExchange]) -> Notifications:
        """Ask for each unit, unless somebody does so already, and give the rows there are then."""
        with self._lock:
            polls = self._tenants.setdefault(tenant.name, _Polls(self._new_rows()))
            if polls.under_way:
                return polls.rows
            polls.under_way = True
        try:
            for unit in self._units:
                self._ask(unit, tenant, polls, calls)
        finally:
            polls.under_way = False
        return polls.rows

    def _ask(self, unit: str, tenant: Tenant, polls: "_Polls", calls: list[SoapExchange]) -> None:
        since = polls.stamps.get(unit)
        values = {**tenant.login, "FRUID": unit, **({"timeStampIn": since} if since is not None else {}), "options": ""}
        try:
            reply = self._client.call(GET_CHANGED_WORK_ITEMS, values, calls)
            if reply.type == "Error":
                if reply.code == _TIME_STAMP_INVALID:
                    # It would never be taken again: begin anew.
                    polls.stamps.pop(unit, None)
                _log.warning("no notifications of unit %s: Scheduling answered code %s", unit, reply.code)
                return
            news = _Answered([work_item(WORK_ITEM, record, unit, self._spell) for record in reply.values.get(_ITEMS, ())])
        except CallFailed as failure:
            # The rows there are can be read all the same; the journal has the call.
            _log.warning("no notifications of unit %s: %s %s", unit, type(failure).__name__, failure)
            return
        polls.rows.add(news, at=self._clock.now())
        polls.stamps[unit] = reply.values["timeStampOut"]


@dataclass(frozen=True, slots=True)
class _Answered:
    work_items: Sequence[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.work_items)

    def wid(self, place: int) -> str:
        return str(self.work_items[place]["Id"])

    def work_item(self, place: int) -> dict[str, Any]:
        return self.work_items[place]


class _Polls:
    def __init__(self, rows: Notifications) -> None:
        self.rows = rows
        self.stamps: dict[str, str] = {}
        self.under_way = False


_TIME_STAMP_INVALID = "504"
_ITEMS = next(row.soap for row in GET_CHANGED_WORK_ITEMS.reply.fields if row.item is WORK_ITEM)
