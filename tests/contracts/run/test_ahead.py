"""Phases in processes of their own: what they tell, in their order, is what they tell one after the other."""

import os
import signal
import sys
import time
from contextlib import closing

import pytest

from contracts.again.judges import ByCheck
from contracts.document import load
from contracts.exchange import Request
from contracts.failures import Failure
from contracts.run.ahead import Ahead, possible
from contracts.run.budget import Budget
from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.events import Checked, Progress, RunContext
from contracts.run.function_phase import FunctionPhase
from contracts.run.milestones import Ending, PhaseBroke, PhaseFinished, RunFinished
from contracts.run.preparation import prepare
from contracts.target import InProcess, NotPossible

pytestmark = pytest.mark.skipif(not possible(), reason="phases run ahead where a process can be forked: on Linux")

JSON = {"Content-Type": "application/json"}
# What to do in the middle of the next fork; a hook stays for good.
IN_A_FORK = []
os.register_at_fork(after_in_parent=lambda: IN_A_FORK and IN_A_FORK.pop()())

DOCUMENTS = (load("servicebroker"), load("joc"))


@pytest.fixture
def context():
    target = InProcess()
    yield RunContext(target=target, documents=DOCUMENTS, seed=1, budget=Budget(None))
    target.close()


def phase(name, look):
    return FunctionPhase(name=name, clauses=(), look=look)


def told(context, *phases, jobs=2):
    with closing(Ahead(phases, context, jobs=jobs)) as ahead:
        return [list(each(context)) for each in ahead.phases]


def of_a_job(context):
    """Cancel a job and tell the code, so that two phases would see each other."""
    body = b'{"Id": "J-1001"}'
    exchange = context.target.rest(Request(method="PUT", path="/up/v5/rest/scheduling/CancelJob", headers=JSON, body=body))
    yield Checked(name=f"{exchange.response.json()['Success']} in {os.getpid()}", clauses=("SB-C-01",))


def test_each_phase_has_a_process_and_the_target_as_the_run_found_it(context):
    (first,), (second,) = told(context, phase("a", of_a_job), phase("b", of_a_job))

    (one, _, its), (two, _, other) = first.name.split(), second.name.split()
    assert (one, two) == ("True", "True")
    assert len({its, other, str(os.getpid())}) == 3
    assert next(iter(of_a_job(context))).name.startswith("True")


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_phases_tell_in_their_order_however_many_run_at_once(context, jobs):
    def chatty(number):
        # More than a pipe holds, so that one who is not listened to would stand still.
        return lambda _: (Progress(doing=f"{number} {'x' * 1000}", cases=each) for each in range(300))

    found = told(context, *(phase(str(number), chatty(number)) for number in range(4)), jobs=jobs)

    assert [[event.cases for event in events] for events in found] == [list(range(300))] * 4
    assert [{event.doing[0] for event in events} for events in found] == [{"0"}, {"1"}, {"2"}, {"3"}]


def test_no_more_run_at_once_than_were_asked_for(context, tmp_path):
    def alone(_):
        mine = tmp_path / str(os.getpid())
        mine.touch()
        yield Checked(name=str(len(list(tmp_path.iterdir()))), clauses=())
        mine.unlink()

    found = told(context, *(phase(str(number), alone) for number in range(4)), jobs=1)

    assert [event.name for (event,) in found] == ["1"] * 4


def test_a_failure_comes_with_the_run_s_own_document_under_its_settings(context):
    def failing(inner):
        for document in (DOCUMENTS[0], DOCUMENTS[0].under({"error_status": 400})):
            judge = ByCheck(check="c", document=document)
            exchange = inner.target.rest(Request(method="GET", path="/up/v5/bns/win"))
            failure = Failure("m", where="w", expected=1, found=2, clauses=(), exchange=exchange, judge=judge)
            yield Checked(name="n", clauses=(), failures=(failure, failure))

    ((first, second),) = told(context, phase("a", failing))

    assert first.failures[0].judge.document is DOCUMENTS[0]
    assert second.failures[0].judge.document is second.failures[1].judge.document
    assert second.failures[0].judge.document.settings["error_status"] == 400
    assert first.failures[0].exchange.request.path == "/up/v5/bns/win"


class _Odd(Exception):
    def __init__(self, one, two):
        super().__init__(one)
        self.two = two


def test_what_a_phase_raises_is_raised_in_its_turn_and_the_others_go_on(context):
    def refusing(_):
        yield Checked(name="before", clauses=())
        raise NotPossible("no other settings here")

    def odd(_):
        raise _Odd("what", "ever")
        yield

    def dying(_):
        os._exit(3)
        yield

    phases = [phase("a", refusing), phase("b", odd), phase("c", dying), phase("d", of_a_job)]
    with closing(Ahead(phases, context, jobs=2)) as ahead:
        events = list(run(prepare(Choices()).started, ahead.phases, context))

    broke = {event.name: event for event in events if isinstance(event, PhaseBroke)}
    assert broke["a"].error == "no other settings here"
    assert broke["b"].error == "RuntimeError: _Odd: what"
    assert 'raise _Odd("what", "ever")' in broke["b"].details
    assert broke["c"].error == "RuntimeError: its process ended with 3"
    assert [event.name for event in events if isinstance(event, PhaseFinished)] == ["d"]
    assert isinstance(events[-1], RunFinished)


def test_a_phase_says_how_long_it_took_by_its_own_clock(context):
    def slow(_):
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
        yield Checked(name="s", clauses=())

    with closing(Ahead([phase("a", slow), phase("b", slow)], context, jobs=2)) as ahead:
        list(ahead.phases[0](context))
        list(ahead.phases[1](context))

    assert min(each.took for each in ahead.phases) >= 0.1


def test_who_closes_it_ends_what_still_runs(context):
    def endless(_):
        yield Progress(doing=str(os.getpid()), cases=0)
        while True:
            time.sleep(60)

    ahead = Ahead([phase("a", endless), phase("b", endless)], context, jobs=2)
    first = int(next(iter(ahead.phases[0](context))).doing)

    ahead.close()

    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_ctrl_c_in_the_middle_of_a_fork_ends_the_run(context):
    def endless(_):
        yield Progress(doing=str(os.getpid()), cases=0)
        time.sleep(60)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with closing(Ahead([phase("a", endless), phase("b", endless)], context, jobs=2)) as ahead:
            IN_A_FORK.append(lambda: os.kill(os.getpid(), signal.SIGINT))
            events = list(run(prepare(Choices()).started, ahead.phases, context))
    finally:
        signal.signal(signal.SIGINT, before)

    assert events[-1].ending is Ending.INTERRUPTED
    assert not IN_A_FORK


def test_it_is_possible_on_linux_alone():
    assert possible() is (sys.platform == "linux")
