"""A plan strikes the calls that it says, and the same ones whenever seed and calls are the same."""

from collections.abc import Mapping, Sequence
from threading import Thread
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from emulator.faults import Fault, Faults
from emulator.faults.document import read_plan

OPERATIONS = st.sampled_from(["CancelJob", "GetChangedWorkItems", "Login"])
CALLS = st.lists(OPERATIONS, min_size=5, max_size=60)
SEEDS = st.integers(0, 2**53 - 1)
RULES = st.lists(
    st.fixed_dictionaries(
        {"code": st.integers(1, 9)},
        optional={
            "operation": OPERATIONS,
            "count": st.one_of(st.none(), st.integers(1, 5)),
            "after": st.integers(0, 5),
            "probability": st.floats(0, 1),
            "delay_ms": st.just({"from": 10, "to": 10_000}),
        },
    ),
    max_size=6,
)


def in_force(rules: Sequence[Mapping[str, Any]], *, seed: int = 0) -> Faults:
    faults = Faults()
    faults.put(read_plan({"seed": seed, "rules": list(rules)}))
    return faults


def struck(faults: Faults, calls: Sequence[str]) -> list[Fault | None]:
    return [faults.take(operation) for operation in calls]


def codes(faults: Faults, *calls: str, **call: Any) -> list[int | None]:
    return [fault and fault.code for fault in (faults.take(operation, **call) for operation in calls)]


@given(rules=RULES, seed=SEEDS, calls=CALLS)
def test_the_same_plan_and_calls_give_the_same_faults(rules, seed, calls):
    faults = in_force(rules, seed=seed)
    first = struck(faults, calls)

    assert struck(in_force(rules, seed=seed), calls) == first
    faults.put(read_plan({"seed": seed, "rules": rules}))
    assert struck(faults, calls) == first


@given(seed=SEEDS, other=SEEDS)
def test_another_seed_gives_others(seed, other):
    rules = [{"code": 1, "probability": 0.5, "delay_ms": {"from": 0, "to": 1000}}]
    calls = ["CancelJob"] * 100

    found = [struck(in_force(rules, seed=each), calls) for each in (seed, other)]

    assert (found[0] == found[1]) is (seed == other)


@given(rules=RULES, seed=SEEDS, calls=CALLS)
def test_rules_that_follow_change_nothing_of_what_a_rule_does(rules, seed, calls):
    first = {"code": 100, "probability": 0.5, "operation": "CancelJob"}

    def of_the_first(found: list[Fault | None]) -> list[bool]:
        return [fault is not None and fault.code == 100 for fault in found]

    alone = of_the_first(struck(in_force([first], seed=seed), calls))
    among = of_the_first(struck(in_force([first, *rules], seed=seed), calls))

    assert among == alone


def test_rules_of_a_plan_decide_apart():
    faults = in_force([{"code": 1, "probability": 0.5, "operation": name} for name in ("CancelJob", "Login")])

    by_turns = [codes(faults, name) for _ in range(50) for name in ("CancelJob", "Login")]

    assert by_turns[0::2] != by_turns[1::2]


def test_a_probability_is_about_how_many_it_strikes():
    faults = in_force([{"code": 1, "probability": 0.2}])

    assert 150 < sum(code == 1 for code in codes(faults, *["CancelJob"] * 1000)) < 250
    assert codes(in_force([{"code": 1, "probability": 0}]), *["Login"] * 50) == [None] * 50
    assert codes(in_force([{"code": 1, "probability": 1}]), *["Login"] * 50) == [1] * 50


def test_a_probability_with_a_count_ends_with_it():
    faults = in_force([{"code": 1, "probability": 0.5, "count": 3}])

    assert codes(faults, *["CancelJob"] * 100).count(1) == 3


def test_a_random_delay_lies_between_its_bounds_and_is_another_each_time():
    faults = in_force([{"delay_ms": {"from": 100, "to": 200}, "count": 50}])

    delays = [fault.delay for fault in struck(faults, ["CancelJob"] * 50) if fault]

    assert all(0.1 <= delay <= 0.2 for delay in delays)
    assert len(set(delays)) == 50


def test_the_first_calls_can_be_spared():
    faults = in_force([{"operation": "CancelJob", "after": 2, "count": 2, "code": 1}])

    assert codes(faults, "CancelJob", "Login", *["CancelJob"] * 4) == [None, None, None, 1, 1, None]


def test_a_rule_is_for_who_made_the_call():
    faults = in_force([{"facade": "joc", "code": 1, "count": None}, {"facade": "soap", "code": 2, "count": None}])

    assert codes(faults, "CancelJob", facade="joc") == [1]
    assert codes(faults, "CancelJob", facade="servicebroker") == [None]
    assert codes(faults, "CancelJob") == [2]


def test_a_rule_is_for_calls_with_such_fields():
    rules = [
        {"field": {"jobID": "J-1"}, "code": 1, "count": None},
        {"field": {"jobID": {"pattern": "^K-[0-9]+$"}, "spUser": "me"}, "code": 2, "count": None},
        {"field": {"cancelReasonId": 5}, "code": 3, "count": None},
        {"field": {"JeopOnly": True}, "code": 4, "count": None},
    ]
    faults = in_force(rules)

    def code(**fields: str) -> int | None:
        return codes(faults, "CancelJob", look=fields.get)[0]

    assert [code(jobID="J-1"), code(jobID="J-12"), code(), code(jobID="")] == [1, None, None, None]
    assert [code(jobID="K-77", spUser="me"), code(jobID="K-77"), code(jobID="K-7x", spUser="me")] == [2, None, None]
    assert [code(cancelReasonId="5"), code(JeopOnly="true")] == [3, 4]


def test_a_rule_counts_what_it_matches_though_another_strikes():
    faults = in_force([{"code": 1}, {"code": 2, "after": 1}])

    assert codes(faults, "CancelJob", "CancelJob", "CancelJob") == [1, 2, None]
    assert [(state.matched, state.struck, state.left) for state in faults.state()] == [(1, 1, 0), (2, 1, 0)]


def test_a_plan_of_forty_rules_strikes_as_often_as_it_says_whatever_comes_at_once():
    faults = in_force([{"code": number, "count": 50} for number in range(1, 41)])
    found: list[int | None] = []

    threads = [Thread(target=lambda: found.extend(codes(faults, *["Quit"] * 300))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [found.count(number) for number in range(1, 41)] == [50] * 40
    assert [state.left for state in faults.state()] == [0] * 40
    assert faults.at_soap is False  # so that nothing is looked for any more
