"""Mutants of the notifications (SB-N-01)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_kept = partial(Mutant, clauses=("SB-N-01",), module="emulator.facades.servicebroker.notifications")
_asked = partial(Mutant, clauses=("SB-N-01",), module="emulator.facades.servicebroker.notification_query")
_fed = partial(Mutant, clauses=("SB-N-01",), module="emulator.facades.servicebroker.feeds")

# fmt: off
MUTANTS = (
    _kept(
        id="row-lost-at-the-version", defect="the first row after a version is lost",
        old="batch.rows(batch.places(after=rowver))", new="batch.rows(batch.places(after=rowver + 1))"),
    _kept(
        id="row-given-again", defect="the row of the version asked with is given again",
        old="            start = bisect_right(self._batches, rowver, key=_LAST)\n", new="            rowver -= 1\n            start = bisect_right(self._batches, rowver, key=_LAST)\n"),
    _kept(
        id="limited-before-filtered", defect="limit counts the rows of other work items too",
        old="            found = list(islice(_of(rows, wid), limit))\n        return", new="            found = list(_of(islice(rows, limit), wid))\n        return"),
    _kept(
        id="newest-first", defect="without a version the rows come newest first",
        old="found = list(islice(_of(rows, wid), limit))[::-1]", new="found = list(islice(_of(rows, wid), limit))"),
    _kept(
        id="nothing-new-jumps-ahead", defect="with nothing new the version is the newest, not the one asked with",
        old="found[-1].rowver if found else rowver, found", new="found[-1].rowver if found else self._newest, found"),
    _kept(
        id="kept-a-day-too-short", defect="rows are gone a day before their time",
        old="self._kept_for = timedelta(days=days)", new="self._kept_for = timedelta(days=days - 1)"),
    _kept(
        id="never-forgotten", defect="rows are kept for good",
        old="            oldest = now - self._kept_for\n", new="            oldest = now - 100 * self._kept_for\n"),
    _kept(
        id="versions-begin-anew", defect="a reset lets versions begin anew",
        old="            self._batches.clear()\n", new="            self._batches.clear()\n            self._newest = 0\n"),
    _asked(
        id="twenty-rows", defect="without a limit 20 rows come back, not 10",
        old="DEFAULT_LIMIT = 10", new="DEFAULT_LIMIT = 20"),
    _asked(
        id="limit-of-nothing", defect="a limit of 0 is taken",
        old="_whole(\"limit\", limit, least=1,", new="_whole(\"limit\", limit, least=0,"),
    _asked(
        id="repeated-parameters-taken", defect="a parameter that is there twice counts once",
        old="        if name in found:\n", new="        if name in found and not found[name]:\n"),
    _fed(
        id="only-the-last-change-told", defect="of many changes at once the last alone becomes a row",
        old="        return len(self.changes)\n", new="        return min(1, len(self.changes))\n"),
    Mutant(
        id="clock-not-caught-up", clauses=("SB-N-01",), module="emulator.facades.servicebroker.feeds",
        defect="what the clock alone brought about makes no row until something else happens",
        old="        self._catch_up()\n", new=""),
)
# fmt: on
