"""GetChangedWorkItems: what changed in a unit since a time stamp."""

from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from emulator.return_codes import Refused, ReturnCode
from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import read_check_states
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store, Transaction
from emulator.scheduling.time_zones import Zones, choose_zones
from emulator.scheduling.work_item import Unit

MOST_WORK_ITEMS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWorkItems:
    """The changes, oldest first; the stamp to ask with next; whether the reply was cut; and the zones of the items' times."""

    changes: tuple[Change, ...]
    time_stamp: int
    more: bool
    zones: Zones


def get_changed_work_items(
    store: Store,
    parameters: SystemParameters,
    *,
    unit_id: str,
    time_stamp: int | None,
    jeop_only: bool = False,
    wrong_option: str | None = None,
    duplicates: int = 0,
) -> ChangedWorkItems:
    """Read the change feed of a unit.

    ``time_stamp`` None is a first call, -1 one that is no time stamp at all.
    ``wrong_option`` names an option that the API does not know, or that has no valid value.
    So many ``duplicates`` at most come first: the newest of what was told before, as a feed tells that delivers twice.
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

        find = _in_jeopardy if jeop_only else _changed
        changes, last = find(tx, unit, since=time_stamp or 0, most=most)
        if duplicates and time_stamp and len(changes) < most:
            told, _ = find(tx, unit, since=0, most=newest)  # there are no more changes than stamps: all of them
            again = [change for change in told if change.stamp <= time_stamp]
            changes = (*again[-min(duplicates, most - len(changes)) :], *changes)
        return ChangedWorkItems(
            changes=changes,
            time_stamp=newest if last is None else last,
            more=last is not None,
            zones=choose_zones(parameters.tz_GCJAPI, parameters.tz_Default, tx, (change.item for change in changes)),
        )


def _changed(tx: Transaction, unit: Unit, *, since: int, most: int) -> tuple[tuple[Change, ...], int | None]:
    """Find the changes to report, and the stamp from which a reply goes on; None where it is not cut."""
    found = tuple(islice(tx.changes(unit.id, after=since, inside=True), most + 1))
    return (found, None) if len(found) <= most else (found[:most], found[most - 1].stamp)


def _in_jeopardy(tx: Transaction, unit: Unit, *, since: int, most: int) -> tuple[tuple[Change, ...], int | None]:
    """Find those whose jeopardy changed, by the stamp from which each is as it is now (SCH-G-08)."""
    conditions = read_check_states(unit.gcj_jeop_check_states)
    found = [
        (change.like_now_since(since, conditions), change)
        for change in tx.changes(unit.id, after=since, inside=True)
        if change.differs_from(since, conditions)
    ]
    found.sort(key=itemgetter(0))
    return tuple(change for _, change in found[:most]), found[most - 1][0] if len(found) > most else None
