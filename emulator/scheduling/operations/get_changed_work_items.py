"""GetChangedWorkItems: what changed in a unit since a time stamp."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from emulator.return_codes import Refused, ReturnCode
from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import read_check_states
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store, Transaction
from emulator.scheduling.time_zones import zone_chooser
from emulator.scheduling.work_item import Unit, WorkItem

MOST_WORK_ITEMS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWorkItems:
    """The changes, oldest first; the stamp to ask with next; whether the reply was cut; and the zone of each item's times."""

    changes: tuple[Change, ...]
    time_stamp: int
    more: bool
    zone_of: Callable[[WorkItem], tzinfo]


def get_changed_work_items(
    store: Store,
    parameters: SystemParameters,
    *,
    unit_id: str,
    time_stamp: int | None,
    jeop_only: bool = False,
    wrong_option: str | None = None,
) -> ChangedWorkItems:
    """Read the change feed of a unit.

    ``time_stamp`` None is a first call, -1 one that is no time stamp at all.
    ``wrong_option`` names an option that the API does not know, or that has no valid value.
    Raise Refused in the order unit, options, maximum, time stamp (SCH-G-15).
    """
    with store.transaction(reading=True) as tx:
        unit = tx.unit(unit_id)
        if unit is None:
            raise Refused(ReturnCode.FRUID_INVALID, "FRUID")
        if wrong_option is not None:
            raise Refused(ReturnCode.OPTIONS_INVALID, wrong_option)
        most = MOST_WORK_ITEMS if unit.max_work_items is None else unit.max_work_items
        if not 1 <= most <= MOST_WORK_ITEMS:
            raise Refused(ReturnCode.MAX_INVALID, "max_work_items")
        newest = tx.stamp()
        if time_stamp is not None and not 0 <= time_stamp <= newest:
            raise Refused(ReturnCode.TIMESTAMP_INVALID, "timeStampIn")

        changes, time_stamp_out, more = _cut(_wanted(tx, unit, since=time_stamp or 0, jeop_only=jeop_only), most, newest)
        return ChangedWorkItems(
            changes=changes,
            time_stamp=time_stamp_out,
            more=more,
            zone_of=zone_chooser(parameters.tz_GCJAPI, parameters.tz_Default, tx, [change.item for change in changes]),
        )


def _wanted(tx: Transaction, unit: Unit, *, since: int, jeop_only: bool) -> list[tuple[int, Change]]:
    """Find the changes to report, each with the stamp from which a reply that is cut can go on."""
    inside = tx.inside
    if not jeop_only:
        return [(change.stamp, change) for change in tx.changes(unit.id, after=since) if inside(change.item)]
    conditions = read_check_states(unit.gcj_jeop_check_states)
    found = [
        (change.like_now_since(since, conditions), change)
        for change in tx.changes(unit.id, after=since)
        if inside(change.item) and change.differs_from(since, conditions)
    ]
    found.sort(key=lambda row: row[0])
    return found


def _cut(found: list[tuple[int, Change]], most: int, newest: int) -> tuple[tuple[Change, ...], int, bool]:
    more = len(found) > most
    kept = found[:most]
    return tuple(change for _, change in kept), kept[-1][0] if more else newest, more
