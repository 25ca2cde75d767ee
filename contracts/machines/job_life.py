"""The life of jobs and the change feed, step by step, each step beside the model."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.machines.answer import Answer, Unexpected
from contracts.machines.doors import Doors
from contracts.machines.model import Item, Model, Seen
from contracts.machines.soap_door import SOAP
from contracts.machines.story import Broken, Step
from contracts.target import TargetError

CLAUSES = (
    *("SCH-C-02", "SCH-C-06", "SCH-C-07", "SCH-C-09"),
    *("SCH-G-03", "SCH-G-04", "SCH-G-05", "SCH-G-06", "SCH-G-07", "SCH-G-10", "SCH-G-11"),
)
UNITS = ("U1", "U2", "U3")


@dataclass(slots=True)
class JobLife:
    """One life: what is done goes through the doors and into the model, and what comes back is compared.

    Polls name the stamp they get (s1, s2, ...), so that a step can be told, left out or played again.
    """

    doors: Doors
    model: Model = field(default_factory=Model)
    stamps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.doors.begin(UNITS)

    def play(self, step: Step) -> None:
        """Take a step; raise Broken where a promise does not hold."""
        try:
            getattr(self, step.action)(**step.arguments)
        except (Unexpected, TargetError) as reason:
            raise Broken(
                "Every call gets one of the answers the contract knows.",
                clauses=self.doors.clauses(step.arguments.get("through", SOAP), "SCH-R-01"),
                expected="an answer of the contract",
                found=str(reason),
                exchange=reason.exchange if isinstance(reason, Unexpected) else None,
            ) from reason

    def book(self, item_id: str, unit: str, employee: str | None) -> None:
        """Book a job or an activity; an id that is taken is refused."""
        item = Item(id=item_id, unit=unit, activity=item_id.startswith("A"), employee=employee)
        possible = item_id not in self.model.items and not _is_nobodys_activity(item)
        _same("A booking", possible, self.doors.book(item))
        if possible:
            self.model.put(item)

    def change(self, item_id: str, **attributes: Any) -> None:
        """Change something, the unit perhaps; without attributes write what is there; what is not there cannot be changed."""
        item = self.model.items.get(item_id)
        possible = item is not None and not _is_nobodys_activity(replace(item, **attributes))
        as_it_is = {} if item is None else {"employee": item.employee, "status": item.status, "finish": item.finish}
        _same("A change", possible, self.doors.change(item_id, attributes or as_it_is))
        if possible:
            self.model.change(item_id, **attributes)

    def remove(self, item_id: str) -> None:
        """Remove an item without a cancel."""
        there = item_id in self.model.items
        _same("A removal", there, self.doors.remove(item_id))
        if there:
            self.model.remove(item_id)

    def reset(self) -> None:
        """Begin anew; stamps stay good."""
        self.doors.reset(UNITS)
        self.model.reset()

    def cancel(self, item_id: str, through: str) -> None:
        """Cancel a job; a second time, an activity and what never was get code 1."""
        expected = "0" if self.model.cancel(item_id) else "1"
        answer = self.doors.cancel(item_id, through)
        if answer.code != expected:
            clauses = self.doors.clauses(through, "SCH-C-02", "SCH-C-07", "SCH-C-09")
            raise _wrong_code("A job is cancelled once, and nothing else is.", expected, answer, clauses=clauses)

    def poll(self, unit: str, since: str | None, through: str, gives: str) -> None:
        """Poll with a named stamp of any unit, or with none; what comes back is exactly what the model says."""
        stamp = None if since is None else self.stamps[since]
        answer = self.doors.poll(unit, stamp, through)
        expected = sorted(
            (seen.only(answer.shows) for seen in self.model.changed(unit, stamp).values()), key=lambda seen: seen.id
        )
        found = sorted(answer.items, key=lambda seen: seen.id)
        if answer.code != "0" or found != expected:
            raise Broken(
                "A poll tells exactly what changed since its stamp, each once, as it is now; never what is gone.",
                clauses=self.doors.clauses(through, "SCH-G-04", "SCH-G-05", "SCH-G-06", "SCH-G-07", "SCH-G-10"),
                expected=_told(expected),
                found=_told(found) if answer.code == "0" else f"code {answer.code}",
                exchange=answer.exchange,
            )
        if not self.model.may_be_given(answer.stamp):
            raise Broken(
                "Stamps never fall, and grow with every change.",
                clauses=self.doors.clauses(through, "SCH-G-10"),
                expected=f"{self.model.newest}, or more after a change",
                found=answer.stamp,
                exchange=answer.exchange,
            )
        self.model.give(answer.stamp)
        self.stamps[gives] = answer.stamp

    def poll_the_future(self, unit: str, through: str) -> None:
        """Poll with the number after the newest stamp; only while nothing happens is it sure that nobody gave it out."""
        if self.model.quiet:
            answer = self.doors.poll(unit, self.model.newest + 1, through)
            if answer.code != "504":
                clauses = self.doors.clauses(through, "SCH-G-11")
                raise _wrong_code("A stamp later than any given out gets 504.", "504", answer, clauses=clauses)


def _same(what: str, possible: bool, done: bool) -> None:
    if done != possible:
        raise Broken(
            f"{what} through the control API is done exactly where it is possible.",
            clauses=("SCH-C-02",),
            expected="done" if possible else "refused",
            found="done" if done else "refused",
        )


def _wrong_code(promise: str, expected: str, answer: Answer, *, clauses: tuple[str, ...]) -> Broken:
    found = f"code {answer.code}"
    return Broken(promise, clauses=clauses, expected=f"code {expected}", found=found, exchange=answer.exchange)


def _is_nobodys_activity(item: Item) -> bool:
    return item.activity and item.employee is None


def _told(items: Iterable[Seen]) -> list[str]:
    return sorted(_line(item) for item in items)


def _line(seen: Seen) -> str:
    kind = "activity" if seen.activity else "job"
    plan = f"{seen.employee} {seen.start}..{seen.finish} {seen.status}" if seen.employee else "nobody"
    return f"{kind} {seen.id}: {plan}{' fixed' if seen.fixed else ''}"
