"""Tells a facade of what changes in the embedded system: each change in commit order, as the SOAP message that reports it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from emulator.facades.servicebroker import ServiceBroker
from emulator.scheduling.changes import Change
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store, Transaction
from emulator.scheduling.time_zones import Zones, choose_zones
from emulator.soap_server.server import SoapServer


def notify(broker: ServiceBroker, *, store: Store, parameters: SystemParameters, soap: SoapServer) -> None:
    """Tell the facade of every change from now on; a message is written when somebody reads it (SB-N-01)."""

    def tell(tx: Transaction, changes: Sequence[Change]) -> None:
        zones = choose_zones(parameters.tz_GCJAPI, parameters.tz_Default, tx, (change.item for change in changes))
        broker.tell(_Messages(changes, zones, soap), tx.now)

    store.listen(tell)


@dataclass(frozen=True, slots=True)
class _Messages:
    changes: Sequence[Change]
    zones: Zones
    soap: SoapServer

    def __len__(self) -> int:
        return len(self.changes)

    def wid(self, place: int) -> str:
        return self.changes[place].item.id

    def unit(self, place: int) -> str:
        return self.changes[place].item.unit

    @property
    def stamps(self) -> Sequence[int]:
        return _Stamps(self.changes)

    def message(self, place: int) -> bytes:
        change = self.changes[place]
        told = ChangedWorkItems(changes=(change,), time_stamp=change.stamp, more=False, zones=self.zones)
        return self.soap.notice(told)


@dataclass(frozen=True, slots=True)
class _Stamps(Sequence[int]):
    changes: Sequence[Change]

    def __len__(self) -> int:
        return len(self.changes)

    def __getitem__(self, place: Any) -> Any:
        return self.changes[place].stamp
