"""Mutants of jeopardy: which states apply, by how much, and what JeopOnly compares (SCH-G-08, SCH-G-09, SCH-J)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_assessed = partial(Mutant, module="emulator.scheduling.jeopardy")
_compared = partial(Mutant, module="emulator.scheduling.changes")

# fmt: off
MUTANTS = (
    _assessed(
        id="late-on-the-end", clauses=("SCH-J-02",), defect="an arrival on the end of a window is late",
        old="    if latest is not None and arrival > latest:\n        return (arrival - latest)",
        new="    if latest is not None and arrival == latest:\n        return 0.5\n"
            "    if latest is not None and arrival > latest:\n        return (arrival - latest)"),
    _assessed(
        id="early-on-the-end", clauses=("SCH-J-02",), defect="an arrival on the start of a window is early",
        old="    if earliest is not None and arrival < earliest:\n",
        new="    if earliest is not None and arrival == earliest:\n        return -0.5\n"
            "    if earliest is not None and arrival < earliest:\n"),
    _assessed(
        id="late-by-seconds-is-in-time", clauses=("SCH-J-02",), defect="an arrival within a minute after a window is not late",
        old="return (arrival - latest).total_seconds() / 60", new="return (arrival - latest).total_seconds() // 60"),
    _assessed(
        id="judged-by-the-start", clauses=("SCH-J-02", "SCH-J-05"), defect="windows are compared with the start of travel, not the arrival",
        old="    arrival = item.arrival\n", new="    arrival = item.start\n"),
    _assessed(
        id="not-unscheduled", clauses=("SCH-J-02",), defect="a job without an employee is not unscheduled",
        old='return Jeopardy(bits | _BIT["unscheduled"])', new="return Jeopardy(bits) if bits else NONE"),
    _assessed(
        id="contract-before-promise", clauses=("SCH-J-05",), defect="overdue is the contract's, where both windows are missed",
        old="int(promise or contract)", new="int(contract or promise)"),
    _assessed(
        id="early-is-positive", clauses=("SCH-J-05",), defect="overdue of an early arrival is positive",
        old="int(promise or contract)", new="abs(int(promise or contract))"),
    _assessed(
        id="missed-when-late-only", clauses=("SCH-J-02",), defect="missedAppt is not set for an early arrival",
        old='bits |= _BIT["missedAppt"] | _BIT["missedApptLate" if promise > 0 else "missedApptEarly"]',
        new='bits |= _BIT["missedAppt"] | _BIT["missedApptLate"] if promise > 0 else _BIT["missedApptEarly"]'),
    _assessed(
        id="promise-for-appointments-only", clauses=("SCH-J-03",), defect="promise is not set when the contract is missed",
        old="    if promise or contract:\n", new="    if promise:\n"),
    _assessed(
        id="travel-asked-for-at-arrival", clauses=("SCH-J-04",), defect="lateTravel is looked at from the arrival on",
        old='("lateTravel", "start",', new='("lateTravel", "arrival",'),
    _assessed(
        id="contact-by-earmark", clauses=("SCH-J-04",), defect="an Earmarked job is not late to be Contacted",
        old='("lateContact", "start", DispatchStatus.CONTACTED)', new='("lateContact", "start", DispatchStatus.EARMARKED)'),
    _assessed(
        id="unresourced-can-be-late", clauses=("SCH-J-04",), defect="an activity can be late like a job",
        old="    if item.employee is not None and item.type is WorkItemType.JOB:\n        for element, attribute",
        new="    if item.employee is not None:\n        for element, attribute"),
    _assessed(
        id="derived-states-by-hand", clauses=("SCH-J-06",), defect="a derived state can be set by hand",
        old="for state in STATES if state.source is Source.HAND)", new="for state in STATES)"),
    _assessed(
        id="amounts-not-compared", clauses=("SCH-G-08",), defect="JeopOnly does not see that an amount changed",
        old='            self.past_contract if conditions & _BIT["pastContract"] else 0,\n'
            '            self.late if conditions & _BIT["missedApptLate"] else 0,\n', new=""),
    _assessed(
        id="every-condition-compared", clauses=("SCH-G-08", "SCH-G-09"), defect="JeopOnly goes by every condition, configured or not",
        old="            self.bits & conditions,\n", new="            self.bits,\n"),
    _assessed(
        id="check-states-in-any-case", clauses=("SCH-G-09",), defect="gcj_jeop_check_states is read in any case",
        old="        letter = next((letter for letter in _LONGEST_FIRST if text.startswith(letter, position)), None)\n",
        new="        letter = next((one for one in _LONGEST_FIRST if text.lower().startswith(one.lower(), position)), None)\n"),
    _compared(
        id="leaving-is-silent", clauses=("SCH-G-08",), defect="with JeopOnly an item that left its condition is not reported",
        old="        return at_stamp.seen_through(conditions) != now\n", new="        return bool(now[0]) and at_stamp.seen_through(conditions) != now\n"),
    _compared(
        id="still-in-jeopardy-told", clauses=("SCH-G-08",), defect="with JeopOnly an item that is still as it was is reported",
        old="        return at_stamp.seen_through(conditions) != now\n", new="        return bool(now[0]) or at_stamp.seen_through(conditions) != now\n"),
    Mutant(
        id="early-not-configured", clauses=("SCH-G-09", "SCH-G-08"), module="emulator.scheduling.work_item",
        defect="by default Me, early for an appointment, is not in the configured set",
        old='gcj_jeop_check_states: str = "UMMePB"', new='gcj_jeop_check_states: str = "UMPB"'),
    Mutant(
        id="lateness-not-read-anew", clauses=("SCH-J-04",), module="emulator.scheduling.store.memory_transaction",
        defect="a change of status waits for the next scan to end a late state",
        old="before is not None and before.item.status is item.status and item.employee is not None",
        new="before is not None and item.employee is not None"),
)
# fmt: on
