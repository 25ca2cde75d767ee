"""Mutants of what the clock brings about and of zones: memory horizon, scans, local times (SCH-G-16, SCH-G-17, SCH-J-04)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_zoned = partial(Mutant, module="emulator.scheduling.time_zones")
_held = partial(Mutant, module="emulator.scheduling.horizon")
_kept = partial(Mutant, module="emulator.scheduling.store.memory")
_due = partial(Mutant, module="emulator.scheduling.store.due")

# fmt: off
MUTANTS = (
    _zoned(
        id="no-summer-time", clauses=("SCH-G-16",), defect="tz_GCJAPI 7 knows no British summer time",
        old='"7": "Europe/London"', new='"7": "GMT"'),
    _zoned(
        id="regions-and-employees-swapped", clauses=("SCH-G-16",), defect="tz_GCJAPI 0 goes by employees' zones, 3 by regions'",
        old='"region" if setting == "0" else "employee"', new='"employee" if setting == "0" else "region"'),
    _zoned(
        id="units-zone-ignored", clauses=("SCH-G-16",), defect="tz_GCJAPI 2 always falls back to tz_Default",
        old="return place.zone if place is not None else None", new="return place.zone if place is not None and setting != '2' else None"),
    _zoned(
        id="no-default-zone", clauses=("SCH-G-16",), defect="who has no zone gets GMT, whatever tz_Default is",
        old="_zone_name(tx, setting, place) or default)", new='_zone_name(tx, setting, place) or "GMT")'),
    _zoned(
        id="seconds-rounded", clauses=("SCH-G-16", "SCH-T-09"), defect="seconds are rounded, not cut",
        old="    # datetime's own isoformat", new='    instant = instant + __import__("datetime").timedelta(seconds=30)\n    # datetime\'s own isoformat'),
    _zoned(
        id="todays-offset-for-all", clauses=("SCH-G-16",), defect="a zone's offset of January holds for every day",
        old="instant.astimezone(in_zone)\n    except", new="instant + (in_zone.utcoffset(instant.replace(month=1, day=1, tzinfo=None)) or 0)\n    except"),
    _held(
        id="last-day-outside", clauses=("SCH-G-17", "SCH-C-06"), defect="the last day of the memory horizon is outside",
        old="return day is None or self.first <= day <= self.last", new="return day is None or self.first <= day < self.last"),
    _held(
        id="first-day-outside", clauses=("SCH-G-17", "SCH-C-06"), defect="the first day of the memory horizon is outside",
        old="return day is None or self.first <= day <= self.last", new="return day is None or self.first < day <= self.last"),
    _held(
        id="unresourced-outside", clauses=("SCH-G-17",), defect="a job without an employee is judged by its start",
        old="if item.start is None or (item.employee is None and item.type is WorkItemType.JOB):", new="if item.start is None:"),
    _held(
        id="horizon-by-the-hour", clauses=("SCH-G-17", "SCH-C-06"), defect="the memory horizon is counted from now, not in whole days",
        old="    return item.start.astimezone(UTC).toordinal()", new='    return (item.start.astimezone(UTC) - __import__("datetime").timedelta(hours=8)).toordinal()'),
    _kept(
        id="entering-is-silent", clauses=("SCH-G-05", "SCH-G-17"), defect="what enters the memory horizon is not reported as a change",
        old="            self.stamp(change.item, change.late, before=change, appears=True)\n", new="            pass\n"),
    _due(
        id="the-clock-alone-does-nothing", clauses=("SCH-J-04",), defect="a job becomes late when something else changes it, not by the clock",
        old="        newest = self._scan_before(now)\n        while", new="        newest = self._scan\n        while"),
    _due(
        id="late-a-scan-late", clauses=("SCH-J-04",), defect="a job is late at the second scan after its time",
        old="UTC) == due else scan + 1", new="UTC) == due else scan + 2"),
    _due(
        id="scans-every-minute", clauses=("SCH-J-04",), defect="scans come every minute, whatever jeop_scan_time is",
        old="        self._seconds = minutes * 60\n", new="        self._seconds = 60\n"),
)
# fmt: on
