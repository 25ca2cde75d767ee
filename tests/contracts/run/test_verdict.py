"""From events to a verdict."""

import pytest

from contracts.clauses import Basis, Clause
from contracts.exchange import Exchange, Request, Response
from contracts.failures import Failure
from contracts.run.clause_verdict import CheckVerdict
from contracts.run.events import Checked, NotExercised
from contracts.run.milestones import Ending, PhaseBroke, RunFinished
from contracts.run.verdict import Outcome, Standing, Verdict

KNOWN = {
    id_: Clause(id=id_, system="servicebroker", basis=Basis.DOCUMENTED, says=f"says {id_}")
    for id_ in ("SB-C-01", "SB-C-02", "SB-N-01")
}
KEPT = Checked(name="a_check", clauses=("SB-C-01",), cases=10)
FINISHED = RunFinished(seconds=1.0)


def broken(*clauses: str, message: str = "it broke", name: str = "a_check", body: bytes = b"") -> Checked:
    exchange = Exchange(
        operation=None,
        request=Request(method="PUT", path="/", body=body),
        response=Response(status=200, headers={}, body=b""),
    )
    return Checked(name=name, clauses=("SB-C-01", "SB-C-02"), failures=(Failure(message, clauses=clauses, exchange=exchange),))


def folded(*events, selected=()) -> Verdict:
    verdict = Verdict(KNOWN, selected=selected)
    for event in events:
        verdict.add(event)
    return verdict


def standings(verdict: Verdict) -> dict[str, str]:
    return {id_: row.standing.value for id_, row in verdict.clauses.items()}


def test_a_clause_is_kept_when_it_was_put_to_the_test_and_never_failed():
    verdict = folded(KEPT, KEPT, FINISHED)

    assert standings(verdict) == {"SB-C-01": "kept", "SB-C-02": "not exercised", "SB-N-01": "not exercised"}
    assert (verdict.clauses["SB-C-01"].cases, verdict.clauses["SB-C-01"].checks) == (20, {"a_check": CheckVerdict(cases=20)})


def test_one_failure_breaks_a_clause_whatever_kept_it_before_and_after():
    other = Checked(name="another_check", clauses=("SB-C-01",))

    assert standings(folded(KEPT, other, broken("SB-C-01"), other, KEPT))["SB-C-01"] == "broken"


def test_a_failure_that_names_a_clause_breaks_that_one_alone():
    assert standings(folded(broken("SB-C-02"))) == {"SB-C-01": "kept", "SB-C-02": "broken", "SB-N-01": "not exercised"}


def test_a_failure_that_names_none_breaks_all_that_its_check_exercised():
    assert standings(folded(broken())) == {"SB-C-01": "broken", "SB-C-02": "broken", "SB-N-01": "not exercised"}


def test_a_clause_that_was_not_exercised_says_why():
    verdict = folded(NotExercised(name="a", clauses=("SB-N-01",), reason="no such operation here"))

    assert verdict.clauses["SB-N-01"].reason == "no such operation here"
    assert verdict.clauses["SB-C-01"].reason == "no check put it to the test"


def test_a_check_of_no_cases_exercises_nothing():
    verdict = folded(Checked(name="a", clauses=("SB-C-01",), cases=0), FINISHED)

    assert standings(verdict)["SB-C-01"] == "not exercised"
    assert verdict.outcome is Outcome.NOT_JUDGED


def test_a_clause_of_a_user_s_own_document_gets_a_row():
    verdict = folded(Checked(name="a", clauses=("MY-01",)))

    assert (verdict.clauses["MY-01"].clause.basis, verdict.clauses["MY-01"].standing) == (Basis.OWN, Standing.KEPT)


def test_with_selected_clauses_the_others_do_not_count():
    verdict = folded(KEPT, broken("SB-C-02"), Checked(name="b", clauses=("SB-N-01",), cases=5), FINISHED, selected=["SB-C-01"])

    assert standings(verdict) == {"SB-C-01": "kept"}
    assert (verdict.outcome, verdict.cases, len(verdict.groups)) == (Outcome.KEPT, 11, 0)


def test_a_failure_of_no_clause_at_all_breaks_the_run():
    verdict = folded(Checked(name="a", clauses=(), failures=(Failure("the schema is wrong"),)), FINISHED)

    assert verdict.outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    ("events", "outcome", "exit_code"),
    [
        ([KEPT, FINISHED], Outcome.KEPT, 0),
        ([KEPT, broken(), FINISHED], Outcome.BROKEN, 1),
        ([FINISHED], Outcome.NOT_JUDGED, 2),
        ([KEPT, PhaseBroke(name="p", seconds=0, error="e"), FINISHED], Outcome.NOT_JUDGED, 2),
        ([broken(), PhaseBroke(name="p", seconds=0, error="e"), FINISHED], Outcome.NOT_JUDGED, 2),
        ([KEPT, RunFinished(seconds=1, ending=Ending.TIME_BUDGET)], Outcome.KEPT, 0),
        ([KEPT, RunFinished(seconds=1, ending=Ending.INTERRUPTED)], Outcome.INTERRUPTED, 130),
        ([KEPT], Outcome.INTERRUPTED, 130),
    ],
)
def test_the_outcome_decides_the_exit_code(events, outcome, exit_code):
    verdict = folded(*events)

    assert (verdict.outcome, verdict.outcome.exit_code) == (outcome, exit_code)


def test_alike_failures_are_one_group_with_a_count_and_the_smallest_example():
    sizes = [300, 20, 100]

    verdict = folded(*(broken("SB-C-01", message=f"'id{n}' is {n} long", body=b"x" * n) for n in sizes))

    (group,) = verdict.groups
    assert (group.id, group.count, group.example.message) == ("F1", 3, "'id20' is 20 long")
    assert verdict.failures == 3


@pytest.mark.parametrize(
    "other",
    [
        broken("SB-C-02"),
        broken("SB-C-01", name="another_check"),
        broken("SB-C-01", message="it broke otherwise"),
    ],
)
def test_failures_of_another_clause_check_or_message_are_a_group_of_their_own(other):
    verdict = folded(broken("SB-C-01"), other)

    assert [group.id for group in verdict.groups] == ["F1", "F2"]
