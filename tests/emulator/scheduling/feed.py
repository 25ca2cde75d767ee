"""A store with short ways to write to it and to poll it."""

from dataclasses import replace
from typing import Any

from emulator.scheduling.operations.cancel_job import Cancelled, cancel_job
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems, get_changed_work_items
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store
from emulator.scheduling.work_item import Unit, WorkItem


class Feed:
    def __init__(self, store: Store, parameters: SystemParameters) -> None:
        self.store = store
        self.parameters = parameters

    def put(self, *items: WorkItem) -> None:
        """Book or change each item in a transaction of its own."""
        for item in items:
            with self.store.transaction() as tx:
                tx.put(item)

    def change(self, item_id: str, **values: Any) -> None:
        with self.store.transaction() as tx:
            item = tx.item(item_id)
            assert item is not None
            tx.put(replace(item, **values))

    def remove(self, item_id: str) -> None:
        with self.store.transaction() as tx:
            tx.remove(item_id)

    def unit(self, unit_id: str, **values: Any) -> None:
        with self.store.transaction() as tx:
            tx.put_unit(Unit(id=unit_id, **values))

    def cancel(self, job_id: str, **more: Any) -> Cancelled:
        return cancel_job(self.store, self.parameters, job_id=job_id, **more)

    def poll(self, since: int | None = None, *, unit: str = "NORTH", **options: Any) -> ChangedWorkItems:
        return get_changed_work_items(self.store, self.parameters, unit_id=unit, time_stamp=since, **options)

    def ids(self, since: int | None = None, **how: Any) -> list[str]:
        """Name what a poll reports, in its order."""
        return [change.item.id for change in self.poll(since, **how).changes]

    def stamp(self) -> int:
        with self.store.transaction() as tx:
            return tx.stamp()
