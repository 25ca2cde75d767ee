"""The machine: Hypothesis chooses the steps of lives of jobs."""

from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, Verbosity, reject, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from contracts.machines.doors import Doors
from contracts.machines.job_life import UNITS, JobLife
from contracts.machines.story import Broken, Step, Storyteller
from contracts.strategies.drawing import BACKEND

_IDS = ("J-1", "J-2", "J-3", "J-4", "A-1", "A-2")

_units = st.sampled_from(UNITS)
_doors = st.integers(0, 11)
_employees = st.sampled_from(["TECH01", "TECH02", None])
# Mostly an item that is there; see JobMachine._one.
_items = st.integers(0, 7)
_writes = st.one_of(
    st.fixed_dictionaries({"unit": _units}),
    st.fixed_dictionaries({"employee": _employees}),
    st.fixed_dictionaries({"status": st.sampled_from(["Tentative", "Fixed", "Contacted", "LoggedOn"])}),
    st.fixed_dictionaries({"fixed": st.booleans()}),
    st.fixed_dictionaries({"on_hold": st.booleans()}),
    st.fixed_dictionaries({"finish": st.sampled_from(["2026-01-05T10:15", "2026-01-05T11:45"])}),
    st.fixed_dictionaries({"start": st.sampled_from(["2026-01-05T09:00", "2026-01-05T08:30"]), "on_hold": st.booleans()}),
    st.just({}),
)


class JobMachine(RuleBasedStateMachine):
    """Rules choose steps. Hypothesis leaves some rules out of each life, so there are few, and a life begins with items."""

    doors: ClassVar[Doors]
    teller: ClassVar[Storyteller]

    def __init__(self) -> None:
        super().__init__()
        self.silent = self.teller.silent
        if not self.silent:
            self.teller.lives += 1
            self.life = JobLife(self.doors)
        self.story: list[Step] = []
        self.broken = False

    @initialize(units=st.lists(_units, max_size=len(_IDS)))
    def begin(self, units: list[str]) -> None:
        """Book some items, and poll for the first time."""
        for item_id, unit in zip(_IDS, units, strict=False):
            self._play("book", item_id=item_id, unit=unit, employee="TECH01")
        self._poll(UNITS[0], None, 0)

    @rule(item_id=st.sampled_from(_IDS), unit=_units, employee=_employees)
    def book(self, item_id: str, unit: str, employee: str | None) -> None:
        """Book a job or an activity."""
        self._play("book", item_id=item_id, unit=unit, employee=employee)

    @rule(which=_items, attributes=_writes)
    def change(self, which: int, attributes: dict[str, Any]) -> None:
        """Change something, the unit perhaps, or nothing."""
        self._play("change", item_id=self._one(which), **attributes)

    @rule(which=_items, door=_doors, again=st.one_of(st.none(), _doors))
    def cancel(self, which: int, door: int, again: int | None) -> None:
        """Cancel a job, perhaps twice."""
        item_id = self._one(which)
        for through in (door, again):
            if through is not None:
                self._play("cancel", item_id=item_id, through=_named(self.doors.cancelling, through))

    @precondition(lambda self: not self.silent and len(self.life.model.items) > 1)
    @rule(which=_items)
    def remove(self, which: int) -> None:
        """Remove an item without a cancel."""
        self._play("remove", item_id=self._one(which))

    @precondition(lambda self: len(self.story) % 8 == 7)
    @rule()
    def reset(self) -> None:
        """Begin anew, now and then."""
        self._play("reset")

    @rule(unit=_units, door=_doors, which=st.integers(0, 9))
    def poll(self, unit: str, door: int, which: int) -> None:
        """Poll with any earlier stamp of any unit (0 the newest of all), with one of the future (8), or with none (9)."""
        if which == 8:
            self._play("poll_the_future", unit=unit, through=_named(self.doors.polling, door))
        else:
            given = list(self.life.stamps) if not self.silent else []
            self._poll(unit, None if which == 9 or not given else given[-1 - which % len(given)], door)

    def teardown(self) -> None:
        """Look back in the end, from every stamp, at every unit: what a life did wrong must show, whoever polled when."""
        if self.silent or self.broken:
            return
        for number, since in enumerate([None, *self.life.stamps]):
            for place, unit in enumerate(UNITS):
                self._poll(unit, since, number + place)

    def _one(self, which: int) -> str:
        """Choose an item: one that is there, or now and then an id that may not be."""
        there = [] if self.silent else sorted(self.life.model.items)
        return there[which % len(there)] if there and which < 6 else _IDS[which % len(_IDS)]

    def _poll(self, unit: str, since: str | None, door: int) -> None:
        gives = f"s{sum(step.action == 'poll' for step in self.story) + 1}"
        self._play("poll", unit=unit, since=since, through=_named(self.doors.polling, door), gives=gives)

    def _play(self, action: str, **arguments: Any) -> None:
        if self.silent:
            reject()
        step = Step(action, arguments)
        self.story.append(step)
        self.teller.steps += 1
        try:
            self.life.play(step)
        except Broken as broken:
            self.broken = True
            self.teller.story, self.teller.broken = self.story, broken
            raise


def _named(doors: list[str], number: int) -> str:
    return doors[number % len(doors)]


def live(doors: Doors, teller: Storyteller, *, lives: int, steps: int, from_seed: int) -> None:
    """Live random lives from a seed until one ends badly; the same seed lives the same lives."""
    machine = type("JobMachine", (JobMachine,), {"doors": doors, "teller": teller})
    chosen = settings(
        backend=BACKEND,
        database=None,
        deadline=None,
        derandomize=False,
        max_examples=lives,
        phases=(Phase.generate,),
        print_blob=False,
        report_multiple_bugs=False,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    try:
        run_state_machine_as_test(seed(from_seed)(machine), settings=chosen)
    except Exception:
        # Hypothesis plays a bad life again, which is silent now, and complains: that it is flaky, that it has no steps.
        if not teller.silent:
            raise
