"""Mutants of the change feed: what a poll reports, its stamps, its pages, and writes at the same time (SCH-G)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_polled = partial(Mutant, module="emulator.scheduling.operations.get_changed_work_items")
_logged = partial(Mutant, module="emulator.scheduling.store.change_log")
_written = partial(Mutant, module="emulator.scheduling.store.memory_transaction")
_kept = partial(Mutant, module="emulator.scheduling.store.memory")

# fmt: off
MUTANTS = (
    _logged(
        id="change-lost-at-the-stamp", clauses=("SCH-G-05", "SCH-G-10"), defect="the first change after a stamp is lost",
        old="bisect_right(self._changes, stamp, key=_STAMP)", new="bisect_right(self._changes, stamp + 1, key=_STAMP)"),
    _logged(
        id="change-told-again", clauses=("SCH-G-05", "SCH-G-10", "SCH-G-14"), defect="the change of the stamp itself is told again",
        old="bisect_right(self._changes, stamp, key=_STAMP)", new="bisect_right(self._changes, stamp - 1, key=_STAMP)"),
    _logged(
        id="every-change-told", clauses=("SCH-G-05", "SCH-G-04"), defect="an item that changed twice is reported twice",
        old="later if current.get(change.item.id) is change)", new="later if change.item.id in current)"),
    _polled(
        id="stamp-per-unit", clauses=("SCH-G-10", "SCH-G-11", "SCH-G-05"), defect="a stamp is good for the unit alone that it was given out for",
        old="        newest = tx.stamp()\n",
        new="        newest = max((change.stamp for change in tx.changes(unit_id, after=0)), default=0)\n"),
    _polled(
        id="all-units-told", clauses=("SCH-G-06",), defect="changes of every unit are reported",
        old="    found = tuple(islice(tx.changes(unit.id, after=since, inside=True), most + 1))",
        new="    found = tuple(change for one in tx.units() for change in tx.changes(one.id, after=since, inside=True))[: most + 1]"),
    _polled(
        id="first-call-empty", clauses=("SCH-G-04",), defect="without a stamp only what changes from now on is reported",
        old="since=time_stamp or 0, most", new="since=newest if time_stamp is None else time_stamp, most"),
    _polled(
        id="jeop-only-read-the-wrong-way", clauses=("SCH-G-08",), defect="JeopOnly false is read as true, and true as false",
        old="_in_jeopardy if jeop_only else _changed", new="_changed if jeop_only else _in_jeopardy"),
    _polled(
        id="rest-lost-at-the-cut", clauses=("SCH-G-14", "SCH-G-05"), defect="the stamp of a cut reply leads past what was cut off",
        old="time_stamp=newest if last is None else last", new="time_stamp=newest"),
    _polled(
        id="cut-at-the-wrong-end", clauses=("SCH-G-14", "SCH-G-05"), defect="a cut reply has the newest changes, not the oldest",
        old="(found[:most], found[most - 1].stamp)", new="(found[-most:], found[-1].stamp)"),
    _polled(
        id="cut-before-filtering", clauses=("SCH-G-14",), defect="a reply is cut before JeopOnly leaves items out",
        old="        for change in tx.changes(unit.id, after=since, inside=True)\n        if ",
        new="        for change in list(tx.changes(unit.id, after=since, inside=True))[: unit.max_work_items]\n        if "),
    _polled(
        id="maximum-of-nothing", clauses=("SCH-G-14",), defect="a maximum of 0 is no error",
        old="if not 1 <= most <= MOST_WORK_ITEMS:", new="if not 0 <= most <= MOST_WORK_ITEMS:"),
    _polled(
        id="maximum-before-options", clauses=("SCH-G-15",), defect="a wrong maximum is told before a wrong option",
        old="        if wrong_option is not None:\n            raise Refused(ReturnCode.OPTIONS_INVALID, wrong_option)\n"
            "        most = MOST_WORK_ITEMS if unit.max_work_items is None else unit.max_work_items\n"
            "        if not 1 <= most <= MOST_WORK_ITEMS:\n"
            '            raise Refused(ReturnCode.MAX_INVALID, "max_work_items")\n',
        new="        most = MOST_WORK_ITEMS if unit.max_work_items is None else unit.max_work_items\n"
            "        if not 1 <= most <= MOST_WORK_ITEMS:\n"
            '            raise Refused(ReturnCode.MAX_INVALID, "max_work_items")\n'
            "        if wrong_option is not None:\n            raise Refused(ReturnCode.OPTIONS_INVALID, wrong_option)\n"),
    _polled(
        id="stamps-from-the-future", clauses=("SCH-G-11",), defect="a stamp that was never given out is no error",
        old="not 0 <= time_stamp <= newest:", new="not 0 <= time_stamp:"),
    _polled(
        id="units-in-any-case", clauses=("SCH-G-12",), defect="a unit is found by its id in another case",
        old="        unit = tx.unit(unit_id)\n", new="        unit = tx.unit(unit_id) or tx.unit(unit_id.upper())\n"),
    _polled(
        id="outside-the-horizon-told", clauses=("SCH-G-17", "SCH-G-04", "SCH-G-05"), defect="items outside the memory horizon are reported",
        old="(tx.changes(unit.id, after=since, inside=True), most", new="(tx.changes(unit.id, after=since), most"),
    _polled(
        id="stamp-read-too-late", clauses=("SCH-G-05",), defect="the stamp of a reply is read after its changes, with others writing in between",
        old="        changes, last = find(tx, unit, since=time_stamp or 0, most=most)\n",
        new="        changes, last = find(tx, unit, since=time_stamp or 0, most=most)\n"
            "        store.lock.release()\n"
            '        __import__("time").sleep(0)\n'
            "        store.lock.acquire()\n"
            "        newest = tx.stamp()\n"),
    _written(
        id="no-change-is-a-change", clauses=("SCH-G-05",), defect="a write that changes nothing is reported",
        old="        if before is not None and before.item == item:\n", new="        if before is not None and before.item is item:\n"),
    _written(
        id="hidden-attributes-do-not-count", clauses=("SCH-G-05",), defect="a change of on_hold, which no poll returns, is not reported",
        old="        if before is not None and before.item == item:\n            return\n",
        new="        if before is not None and before.item == item:\n            return\n"
            '        if before is not None and __import__("dataclasses").replace(before.item, on_hold=item.on_hold) == item:\n'
            '            state._index(__import__("dataclasses").replace(before, item=item))\n'
            "            return\n"),
    _written(
        id="moved-in-is-not-new", clauses=("SCH-G-08",), defect="with JeopOnly an item that was moved in is not new",
        old="before=before if was_here else None", new="before=before"),
    _written(
        id="stamps-fall-at-a-reset", clauses=("SCH-G-10",), defect="stamps begin anew at a reset",
        old="        store, before = self._store, self._store.state\n",
        new="        store, before = self._store, self._store.state\n        store.newest_stamp = 1_000_000\n"),
    _kept(
        id="one-stamp-for-an-instant", clauses=("SCH-G-10", "SCH-G-05"), defect="changes at one instant have one stamp",
        old="        self.newest_stamp += 1\n        stamp, in_view",
        new="        if getattr(self, '_stamped', None) != self.clock.now():\n            self.newest_stamp += 1\n"
            "        self._stamped = self.clock.now()\n        stamp, in_view"),
)
# fmt: on
