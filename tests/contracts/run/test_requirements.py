"""Clauses that a run has to exercise: by base, id or pattern; what is missed fails the run."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from contracts.clauses import Basis, Clause, ClauseError
from contracts.cli import commands
from contracts.run.choices import CannotRun, Choices
from contracts.run.events import Checked
from contracts.run.milestones import PhaseBroke, RunFinished
from contracts.run.preparation import prepare
from contracts.run.requirements import required_clauses
from contracts.run.verdict import Outcome, Verdict
from tests.contracts.reports.stream import KNOWN, STARTED, failure

JUDGED = ("SCH-T-07", "SB-C-01", "SB-E-03")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["documented"], ("SB-C-01",)),
        (["Documented , interface"], ("SCH-T-07", "SB-C-01")),
        (["assumed", "SB-N-01"], ("SB-E-03", "SB-N-01")),
        (["sb-c-*"], ("SB-C-01", "SB-C-04")),
        ([], ()),
    ],
)
def test_a_base_means_what_is_judged_and_a_name_what_it_names(words, ids):
    assert required_clauses(words, KNOWN, JUDGED) == ids


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (["interface"], CannotRun, "--require-clauses interface: this run judges no interface clause"),
        (["documented,"], CannotRun, "found nothing"),
        (["SB-X-*"], ClauseError, "no clause is called 'SB-X-*'"),
    ],
)
def test_a_word_that_could_never_fail_or_means_nothing_is_refused(words, error, message):
    known = {**KNOWN, "SB-I-01": Clause(id="SB-I-01", system="servicebroker", basis=Basis.INTERFACE, says="x")}

    with pytest.raises(error, match=message.replace("*", r"\*")):
        required_clauses(words, known, ("SB-C-01",))


def folded(*events, required, selected=(), promised=None):
    verdict = Verdict(KNOWN, selected=selected, promised=promised)
    for event in (replace(STARTED, required=required), *events):
        verdict.add(event)
    return verdict


KEPT = Checked(name="a", clauses=("SB-C-01",), cases=3)


def test_a_run_that_misses_a_required_clause_is_incomplete_and_exits_with_1():
    verdict = folded(KEPT, RunFinished(seconds=1), required=("SB-C-01", "SB-N-01"))

    assert (verdict.outcome, verdict.outcome.exit_code) == (Outcome.INCOMPLETE, 1)
    assert [row.clause.id for row in verdict.missed] == ["SB-N-01"]


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((KEPT, RunFinished(seconds=1)), Outcome.KEPT),
        ((KEPT, Checked(name="b", clauses=("SB-C-01",), failures=(failure(),)), RunFinished(seconds=1)), Outcome.BROKEN),
        ((KEPT, PhaseBroke(name="p", seconds=0, error="e"), RunFinished(seconds=1)), Outcome.NOT_JUDGED),
        ((KEPT,), Outcome.INTERRUPTED),
    ],
)
def test_a_run_that_exercises_what_is_required_has_its_verdict_as_ever(events, outcome):
    assert folded(*events, required=("SB-C-01",)).outcome is outcome


def test_a_required_clause_that_nobody_promises_or_asks_for_is_missed_and_says_why():
    unpromised = folded(KEPT, RunFinished(seconds=1), required=("SB-N-01",), promised={"SB-C-01"})
    unasked = folded(KEPT, RunFinished(seconds=1), required=("SB-N-01",), selected={"SB-C-01"})

    assert [row.reason for row in unpromised.missed] == ["no document of this run promises it"]
    assert [row.reason for row in unasked.missed] == ["the run was asked for other clauses"]


def test_what_is_required_reaches_the_run():
    prepared = prepare(Choices(required=["SB-E-*", "interface"], phases=["codes"]))

    assert {"SB-E-01", "SB-E-05", "SCH-T-01"} <= set(prepared.started.required)
    assert "SB-C-01" not in prepared.started.required


def contracts(*arguments):
    return CliRunner().invoke(commands, ["run", *arguments], prog_name="contracts", env={"COLUMNS": "140"})


def test_the_command_line_tells_what_was_missed_and_why():
    result = contracts("--phase", "codes", "--require-clauses", "SB-E-02,SB-N-01")

    assert result.exit_code == 1
    assert "\nrequired, and not exercised\nSB-N-01   documented  no check put it to the test\n" in result.output
    assert "\nverdict: incomplete - 1 required clause not exercised: SB-N-01; " in result.output


def test_the_command_line_is_content_with_what_was_exercised():
    result = contracts("--phase", "codes", "--require-clauses", "SB-E-02")

    assert result.exit_code == 0
    assert "required" not in result.output


def test_the_settings_in_force_are_known_with_what_the_run_changed():
    prepared = prepare(Choices(settings={"error_status": "400"}, phases=["codes"]))

    in_force = prepared.started.in_force
    assert (in_force["error_status"], in_force["profile"], in_force["auth"]) == ("400", "lenient", "false")
    clause = prepared.verdict.clauses["SB-E-03"].clause
    prepared.verdict.add(prepared.started)
    assert prepared.verdict.in_force(clause) == "400"
    assert prepared.verdict.in_force(prepared.verdict.clauses["SB-C-07"].clause) is None
