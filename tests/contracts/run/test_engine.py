"""A run as one stream of events."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from contracts.run.budget import Budget
from contracts.run.engine import run
from contracts.run.events import Checked, Event, RunContext
from contracts.run.milestones import (
    Ending,
    PhaseBroke,
    PhaseFinished,
    PhaseSkipped,
    PhaseStarted,
    RunFinished,
    RunStarted,
)
from contracts.target import NotPossible, TargetError


class Time:
    """A time that only moves when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Act:
    """A phase made of what a test wants to happen."""

    name: str
    act: Callable[[RunContext], Iterator[Event]]

    def __call__(self, context: RunContext) -> Iterator[Event]:
        return self.act(context)


def keeps(name: str = "keeps", *, time: Time | None = None, seconds: float = 0.0, seen: list[RunContext] | None = None) -> Act:
    def act(context: RunContext) -> Iterator[Event]:
        if time is not None:
            time.now += seconds
        if seen is not None:
            seen.append(context)
        yield Checked(name=f"{name}_it", clauses=("SB-C-01",))

    return Act(name, act)


def raises(error: BaseException) -> Act:
    def act(context: RunContext) -> Iterator[Event]:
        yield Checked(name="before", clauses=("SB-C-01",))
        raise error

    return Act("raises", act)


def context(*, budget: Budget | None = None, thorough: bool = False) -> RunContext:
    return RunContext(target=None, documents=(), seed=7, budget=budget or Budget(), thorough=thorough)


STARTED = RunStarted(
    version="1",
    python="3",
    target="nobody",
    base_url="http://nobody",
    documents=(),
    phases=(),
    clauses=(),
    seed=7,
    profile="quick",
    again="contracts run --seed 7",
)


@pytest.fixture
def time():
    return Time()


def test_the_events_of_a_phase_come_between_its_start_and_its_end(time):
    events = list(run(STARTED, [keeps("a", time=time, seconds=2.5), keeps("b")], context(), clock=time))

    assert events == [
        STARTED,
        PhaseStarted(name="a", number=1, of=2),
        Checked(name="a_it", clauses=("SB-C-01",)),
        PhaseFinished(name="a", seconds=2.5),
        PhaseStarted(name="b", number=2, of=2),
        Checked(name="b_it", clauses=("SB-C-01",)),
        PhaseFinished(name="b", seconds=0.0),
        RunFinished(seconds=2.5),
    ]


def test_a_phase_that_raises_is_told_with_its_traceback_and_the_others_go_on(time):
    events = list(run(STARTED, [raises(RuntimeError("no table")), keeps("b")], context(), clock=time))

    broke = next(event for event in events if isinstance(event, PhaseBroke))
    assert (broke.name, broke.error) == ("raises", "RuntimeError: no table")
    assert "raise error\nRuntimeError: no table" in broke.details.replace("    ", "")
    assert PhaseFinished(name="b", seconds=0.0) in events
    assert events[-1] == RunFinished(seconds=0.0)


@pytest.mark.parametrize("error", [TargetError("http://gone: cannot connect"), NotPossible("http://gone: cannot connect")])
def test_a_target_that_does_not_answer_is_told_without_a_traceback(time, error):
    events = list(run(STARTED, [raises(error)], context(), clock=time))

    assert PhaseBroke(name="raises", seconds=0.0, error="http://gone: cannot connect") in events


def test_ctrl_c_ends_the_phase_and_the_run_and_says_which_phases_had_no_turn(time):
    events = list(run(STARTED, [raises(KeyboardInterrupt()), keeps("b")], context(), clock=time))

    assert events[2:] == [
        Checked(name="before", clauses=("SB-C-01",)),
        PhaseSkipped(name="raises", reason="it was interrupted before its end"),
        PhaseSkipped(name="b", reason="the run was interrupted before it"),
        RunFinished(seconds=0.0, ending=Ending.INTERRUPTED),
    ]


def test_no_phase_begins_when_the_time_budget_is_spent(time):
    phases = [keeps("a", time=time, seconds=6), keeps("b"), keeps("c")]

    events = list(run(STARTED, phases, context(budget=Budget(5, time)), clock=time))

    assert events[-3:] == [
        PhaseSkipped(name="b", reason="the time budget was spent before it"),
        PhaseSkipped(name="c", reason="the time budget was spent before it"),
        RunFinished(seconds=6.0, ending=Ending.TIME_BUDGET),
    ]


def test_a_budget_that_is_spent_by_the_last_phase_is_told_too(time):
    events = list(run(STARTED, [keeps("a", time=time, seconds=6)], context(budget=Budget(5, time)), clock=time))

    assert events[-1] == RunFinished(seconds=6.0, ending=Ending.TIME_BUDGET)


def test_a_quick_run_s_phases_share_the_budget_and_a_thorough_run_s_get_equal_parts():
    quick: list[RunContext] = []
    thorough: list[RunContext] = []
    time = Time()

    list(run(STARTED, [keeps(seen=quick)] * 4, context(budget=Budget(100, time)), clock=time))
    list(run(STARTED, [keeps(seen=thorough)] * 4, context(budget=Budget(100, time), thorough=True), clock=time))

    assert [each.budget.seconds for each in quick] == [100, 100, 100, 100]
    # Nothing was used up in between, so the parts grow.
    assert [each.budget.seconds for each in thorough] == pytest.approx([25, 100 / 3, 50, 100])


def test_every_phase_is_given_the_run_s_seed():
    seen: list[RunContext] = []

    list(run(STARTED, [keeps(seen=seen)] * 2, context()))

    assert [each.seed for each in seen] == [7, 7]
