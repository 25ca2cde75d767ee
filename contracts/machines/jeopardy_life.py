"""A life in jeopardy: jobs, windows and a clock that moves, step by step beside the model, and the feed read in pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.machines.answer import Unexpected
from contracts.machines.jeopardy_doors import JeopardyDoors, Reply, Told
from contracts.machines.jeopardy_model import Clockwork, Due, Fact, Stamp
from contracts.machines.jeopardy_states import Job, overdue, states
from contracts.machines.story import Broken, Step
from contracts.target import NotPossible, TargetError

CLAUSES = (
    *("SCH-G-05", "SCH-G-08", "SCH-G-09", "SCH-G-10", "SCH-G-14", "SCH-G-17"),
    *("SCH-J-01", "SCH-J-02", "SCH-J-03", "SCH-J-04", "SCH-J-05", "SCH-J-06"),
)
UNITS = ("U1", "U2")
DEFAULT_LETTERS = "UMMePB"
# The stamp of a follower that goes from page to page; no other step uses it.
PAGE = "page"


@dataclass(slots=True)
class JeopardyLife:
    """One life: each step goes through the doors and into the model; polls name the stamp they get (s1, s2, ...)."""

    doors: JeopardyDoors
    model: Clockwork = field(default_factory=Clockwork)
    stamps: dict[str, Stamp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.doors.begin({unit: {} for unit in UNITS})
        self.model.configured = dict.fromkeys(UNITS, DEFAULT_LETTERS)
        self.model.limits = dict.fromkeys(UNITS)

    def play(self, step: Step) -> None:
        """Take a step; raise Broken where a promise does not hold, LookupError where the step makes no sense."""
        try:
            getattr(self, step.action)(**step.arguments)
        except (Unexpected, TargetError, NotPossible) as reason:
            raise Broken(
                "Every step of a life gets one of the answers the clauses know.",
                clauses=("SCH-G-05",),
                expected="an answer of the contract",
                found=str(reason),
                exchange=reason.exchange if isinstance(reason, Unexpected) else None,
            ) from reason

    def book(self, job_id: str, **attributes: Any) -> None:
        """Book a job; an id that is taken makes no sense here."""
        if job_id in self.model.facts:
            raise LookupError(job_id)
        job = Job(id=job_id, **attributes)
        self.doors.book(job)
        self.model.write(job)

    def change(self, job_id: str, **attributes: Any) -> None:
        """Change attributes of a job that is there."""
        self.model.change(job_id, **attributes)
        self.doors.change(job_id, attributes)

    def cancel(self, job_id: str) -> None:
        """Cancel a job; outside the horizon it is not found."""
        there = self.model.inside(job_id)
        code = self.doors.cancel(job_id)
        if code != ("0" if there else "1"):
            raise Broken(
                "A job inside the memory horizon can be cancelled, and none outside.",
                clauses=("SCH-G-17",),
                expected="code 0" if there else "code 1",
                found=f"code {code}",
            )
        if there:
            self.model.remove(job_id)

    def configure(self, unit: str, letters: str) -> None:
        """Let JeopOnly look at these letters from now on."""
        self.doors.configure(unit, {"gcj_jeop_check_states": letters})
        self.model.configured[unit] = letters

    def limit(self, unit: str, at_most: int | None) -> None:
        """Cut the unit's replies, or let them be whole."""
        self.doors.configure(unit, {"max_work_items": at_most})
        self.model.limits[unit] = at_most

    def clock(self, minutes: int) -> None:
        """Move the clock on, or back."""
        self.doors.advance(minutes)
        self.model.move(minutes, self.doors.listed)

    def poll(self, unit: str, since: str | None, jeop_only: bool, gives: str) -> None:
        """Poll with a named stamp of any unit, or with none, and compare all that comes back."""
        stamp = None if since is None else self.stamps[since]
        reply = self.doors.poll(unit, None if stamp is None else stamp.number, jeop_only=jeop_only)
        for broken in self._judge(unit, stamp, jeop_only, reply):
            raise broken
        told = [item.id for item in reply.items]
        self.stamps[gives] = self.model.give(
            reply.stamp, unit=unit, since=stamp, told=told, more=reply.more, jeop_only=jeop_only
        )

    def follow(self, unit: str, since: str | None, jeop_only: bool) -> None:
        """Follow page by page while nothing else happens; it ends, and then nothing is left (SCH-G-14)."""
        pages = len(self.model.facts) + 2
        for _ in range(pages):
            self.poll(unit, since, jeop_only, gives=PAGE)
            since = PAGE
            if self.stamps[PAGE].cut is None:
                break
        else:
            raise Broken(
                "Following ends once changes stop.",
                clauses=("SCH-G-14",),
                expected=f"the end of the feed of {unit} within {pages} pages",
                found=f"more after {pages} pages",
            )
        self.poll(unit, PAGE, jeop_only, gives=PAGE)

    def _judge(self, unit: str, since: Stamp | None, jeop_only: bool, reply: Reply) -> Iterator[Broken]:
        due = self.model.due(unit, since, jeop_only=jeop_only)
        at_most = self.model.limits[unit] or 100_000
        told = [item.id for item in reply.items]
        expected = f"{_listed(due.must)}{_besides(due)}, at most {at_most} of them, and more only while some remain"
        found = f"code {reply.code}: {_listed(told)}{', and more' if reply.more else ''}"

        def broken(promise: str, *clauses: str) -> Broken:
            return Broken(promise, clauses=clauses, expected=expected, found=found, exchange=reply.exchange)

        if reply.code != "0":
            yield broken("A poll with any stamp that was given out is answered.", "SCH-G-10", "SCH-G-14")
        for item in reply.items:
            if item.id in self.model.facts:
                yield from _told_wrong(item, self.model.facts[item.id], reply)
        wrong = [name for name in told if name not in due.may or told.count(name) > 1]
        missing = [name for name in due.must if name not in told]
        # What is newer than the last one told may wait, if there is more; with JeopOnly the pages to come must tell it.
        end = self.model.changed[told[-1]] if told and not wrong else -1
        lost = [name for name in missing if not reply.more or (not jeop_only and self.model.changed[name] < end)]
        if len(told) > at_most:
            yield broken("A reply holds at most max_work_items.", "SCH-G-14")
        if wrong:
            yield broken(_SET[jeop_only], *self._clauses(jeop_only, wrong))
        if lost and (reply.more or len(due.must) > at_most):
            yield broken("A reply that is cut has the oldest changes, and says more.", "SCH-G-14")
        if lost and since is not None and since.cut:
            yield broken("Who follows a feed in pages loses nothing.", "SCH-G-14", *self._clauses(jeop_only, lost))
        if lost:
            yield broken(_SET[jeop_only], *self._clauses(jeop_only, lost))
        if not self.model.in_places(told, since, jeop_only=jeop_only):
            yield broken("The oldest changes come first.", "SCH-G-14")
        if reply.more and (len(told) < at_most or set(due.may) == set(told)):
            yield broken("There is more only while some remain.", "SCH-G-14")
        least, most = self.model.seen(since, last=told[-1] if reply.more else None, jeop_only=jeop_only)
        if not self.model.in_order(reply.stamp, least, most):
            yield Broken(
                "A stamp has seen what its reply told and all before it, no more and no less.",
                clauses=("SCH-G-10", "SCH-G-14"),
                expected=f"a stamp after {most} changes, between those of fewer and of more",
                found=reply.stamp,
                exchange=reply.exchange,
            )

    def _clauses(self, jeop_only: bool, names: list[str]) -> tuple[str, ...]:
        """Name the clauses by which these were due, or were not."""
        why = {self.model.why.get(name) for name in names}
        return (
            *(("SCH-G-08", "SCH-G-09") if jeop_only else ("SCH-G-05",)),
            *(("SCH-J-04",) if "scanned" in why else ()),
            *(("SCH-G-17",) if "entered" in why or any(self._by_horizon(name) for name in names) else ()),
        )

    def _by_horizon(self, name: str) -> bool:
        there = name in self.model.facts
        return there and (not self.model.inside(name) or self.model.on_the_edge(name))


_SET = {
    False: "A poll tells exactly what changed since its stamp inside the horizon, scans and entering counted.",
    True: "A poll with JeopOnly tells exactly those whose configured conditions or amounts differ from what they were.",
}


def _told_wrong(item: Told, fact: Fact, reply: Reply) -> Iterator[Broken]:
    job = fact.job
    right = states(job, fact.late)

    def broken(promise: str, expected: Any, found: Any, *clauses: str) -> Broken:
        return Broken(promise, clauses=clauses, expected=f"{job.id}: {expected}", found=found, exchange=reply.exchange)

    if item.states != right:
        clauses = {_clause_of(state) for state in {*item.states} ^ {*right}} or {"SCH-J-01"}
        promise = "A reply shows all states that apply, in the table's order, and no other."
        yield broken(promise, _listed(right), _listed(item.states), *sorted(clauses))
    if job.employee is not None and item.overdue != overdue(job):
        yield broken("overdue is the whole minutes outside a window, late above 0.", overdue(job), item.overdue, "SCH-J-05")
    shown = (job.employee, (job.start, job.arrival, job.finish), job.status) if job.employee else (None, (), None)
    found = item.employee, item.plan, item.status
    if found != shown:
        yield broken("A job is told in its latest state.", shown, found, "SCH-G-05")


def _clause_of(state: str) -> str:
    if state.startswith("late"):
        return "SCH-J-04"
    if state == "promise":
        return "SCH-J-03"
    windows = ("unscheduled", "missedApptLate", "missedApptEarly", "missedAppt", "pastContract", "beforeContract")
    return "SCH-J-02" if state in windows else "SCH-J-06"


def _listed(names: Any) -> str:
    return ", ".join(names) or "nothing"


def _besides(due: Due) -> str:
    others = [name for name in due.may if name not in due.must]
    return f" (and perhaps {_listed(others)})" if others else ""
