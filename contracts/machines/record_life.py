"""The life of records beside the jobs that they stand for: whichever door ends one, every other door tells the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from contracts.exchange import Exchange
from contracts.machines.answer import Unexpected
from contracts.machines.doors import Doors
from contracts.machines.model import Item, Model, Seen
from contracts.machines.record_door import DONE, UNKNOWN, Record, Said
from contracts.machines.soap_door import SOAP
from contracts.machines.story import Broken, Step
from contracts.target import NotPossible, TargetError

CLAUSES = ("SCH-C-02", "SCH-C-07", "SCH-G-04", "SCH-G-07")
FIRST = "s0"
_UNIT = "U1"


@dataclass(slots=True)
class RecordLife:
    """One life: records are made, cancelled and looked at through the doors, and compared with one model of their jobs.

    Records and stamps go by names (r1, s1, ...), so that a step can be told, left out or played again.
    """

    doors: Doors
    model: Model = field(default_factory=Model)
    records: dict[str, Record] = field(default_factory=dict)
    keepers: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.doors.begin([_UNIT])
        # What the scenario holds was there before this stamp, and is told by no poll of the life.
        self.stamps[FIRST] = self.doors.poll(_UNIT, None).stamp
        self.model.give(self.stamps[FIRST])

    def play(self, step: Step) -> None:
        """Take a step; raise Broken where a promise does not hold."""
        try:
            getattr(self, step.action)(**step.arguments)
        except (Unexpected, TargetError) as reason:
            raise Broken(
                "Every call gets one of the answers the contract knows.",
                clauses=self._clauses(step.arguments.get("through", SOAP)),
                expected="an answer of the contract",
                found=str(reason),
                exchange=reason.exchange if isinstance(reason, Unexpected) else None,
            ) from reason

    def make(self, through: str, gives: str) -> None:
        """Make a record: its job is an unresourced work item of some unit."""
        record = self.doors.keeping[through].make()
        unit = self._unit_of(record, through)
        self.records[gives], self.keepers[gives], self.units[gives] = record, through, unit
        self.model.put(Item(id=record.job, unit=unit, employee=None))

    def cancel(self, record: str, through: str) -> None:
        """Cancel the job of a record; a door with records of its own that did not make it may not know it."""
        made = self.records[record]
        keeper = self.doors.keeping.get(through)
        if keeper is None:
            code = "0" if self.model.cancel(made.job) else "1"
            answer = self.doors.cancel(made.job, through)
            if answer.code != code:
                raise self._broken(f"code {code}", f"code {answer.code}", answer.exchange, through, self.keepers[record])
            return
        own = through == self.keepers[record]
        said = keeper.cancel(made) if own else keeper.cancel_other(made.job)
        if said is None:
            return
        if not own and not keeper.passes_on:
            self._judge(said, UNKNOWN, through, calls=0)
        elif self.model.cancel(made.job):
            self._judge(said, DONE, through, calls=1)
        else:
            self._judge(said, keeper.after, through, calls=1 if keeper.passes_on else 0)

    def look(self, record: str) -> None:
        """Look at a record through the door that made it."""
        made, through = self.records[record], self.keepers[record]
        keeper = self.doors.keeping[through]
        live = made.job in self.model.items
        said = keeper.show(made)
        ended = keeper.shows_as_ended(said)
        if live and (ended or DONE not in said.words):
            raise self._broken("a record whose job is there", _told(said), said.exchange, through)
        if not live and not ended:
            raise self._broken("a record whose job is cancelled", _told(said), said.exchange, through)

    def poll(self, record: str, since: str, through: str, gives: str) -> None:
        """Poll the unit of a record's job with a named stamp; what comes back is exactly what the model says."""
        stamp = self.stamps[since]
        answer = self.doors.poll(self.units[record], stamp, through)
        changed = self.model.changed(self.units[record], stamp).values()
        expected, found = _ids(seen.only(answer.shows) for seen in changed), _ids(answer.items)
        if answer.code != "0" or found != expected:
            told = found if answer.code == "0" else f"code {answer.code}"
            raise self._broken(expected, told, answer.exchange, through, self.keepers[record])
        self.model.give(answer.stamp)
        self.stamps[gives] = answer.stamp

    def _unit_of(self, record: Record, through: str) -> str:
        try:
            found = self.doors.target.control("GET", f"/work-items/{quote(record.job, safe='')}")
        except NotPossible as refusal:
            if refusal.status != 404:
                raise
            raise self._broken(f"a work item {record.job}", "none", record.made_by, through) from refusal
        return str(found["unit"])

    def _judge(self, said: Said, expected: str, through: str, *, calls: int) -> None:
        if expected not in said.words or said.calls != calls:
            raise self._broken(f"{expected}, {_calls(calls)}", _told(said), said.exchange, through)

    def _broken(self, expected: Any, found: Any, exchange: Exchange, *doors: str) -> Broken:
        clauses = tuple(dict.fromkeys(clause for door in doors for clause in self._clauses(door)))
        return Broken(
            "A job is cancelled once, through whichever door, and all doors tell the same of it.",
            clauses=clauses,
            expected=expected,
            found=found,
            exchange=exchange,
        )

    def _clauses(self, through: str) -> tuple[str, ...]:
        if through in self.doors.keeping:
            return self.doors.keeping[through].clauses
        return self.doors.clauses(through, *CLAUSES)


def _told(said: Said) -> str:
    return f"{' or '.join(sorted(said.words))}, {_calls(said.calls)}"


def _calls(number: int) -> str:
    return f"{number or 'no'} SOAP call{'' if number == 1 else 's'}"


def _ids(items: Iterable[Seen]) -> list[str]:
    return sorted(f"{seen.id}{'' if seen.employee is None else f' of {seen.employee}'}" for seen in items)
