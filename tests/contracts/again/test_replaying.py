"""A failure of a report run again: by hand, in this process, against a facade that is broken, and one that is mended."""

import json
from dataclasses import replace

import pytest

from contracts.again import finishing
from contracts.again.choosing import Anew, choices_of
from contracts.again.playing import Played
from contracts.again.replaying import Ended, Ending, replay
from contracts.again.reported import NoReport, reported
from contracts.again.secrets import Secrets
from contracts.cli import commands
from contracts.reports.json_lines import JsonLines
from contracts.run.preparation import prepare
from contracts.targets.remembering import Remembering
from tests.contracts.again.failing import failing
from tests.contracts.run.tampered import Tampered, in_answers, with_status

DEFECT = in_answers(b'"Code": 9', b'"Code": "9"')


def report(tmp_path, change, **choices):
    """Judge a facade, and write the report of it."""
    prepared = failing(change, **choices)
    path = tmp_path / "contracts.jsonl"
    lines = JsonLines(path, documents=prepared.context.documents)
    lines.tell(prepared.started, prepared.verdict)
    lines.close(prepared.verdict)
    return path


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    """The report of a run that found the defect in the phase mapping."""
    return report(tmp_path_factory.mktemp("mapped"), DEFECT, phases=("mapping",))


def ending(path, change, id_="F1"):
    """Replay a failure of a report; give all that is told."""
    failure = reported(path, id_)
    prepared = prepare(choices_of(failure, Anew()))
    prepared = replace(prepared, context=replace(prepared.context, target=Remembering(Tampered(change))))
    return list(replay(failure, prepared, Secrets({})))


@pytest.mark.parametrize(
    ("phase", "change"),
    [
        ("mapping", DEFECT),
        ("http_order", with_status(405, 404)),
        ("codes", with_status(200, 201)),
        ("told lives", DEFECT),
        # As long as before: Content-Length says how much there is.
        ("schemathesis", in_answers(b'"Success"', b'"success"')),
    ],
)
def test_a_failure_still_fails_while_the_defect_is_there_and_no_longer_when_it_is_mended(tmp_path, monkeypatch, phase, change):
    # One failure is replayed; that others are told as they were found does not matter here.
    monkeypatch.setitem(finishing.SECONDS_FOR_ALL, False, 4.0)
    path = report(tmp_path, change, phases=(phase,))

    still, mended = ending(path, change)[-1], ending(path, lambda exchange: exchange)[-1]

    assert (still.ending, mended.ending) == (Ending.FAILS, Ending.GONE)
    assert still.failure.clauses == reported(path, "F1").failure.clauses


def test_a_replay_tells_each_step_before_its_end(mapped):
    *steps, end = ending(mapped, DEFECT)

    assert steps
    assert all(isinstance(step, Played) for step in steps)
    assert isinstance(end, Ended)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "which begin with run-started"),
        ("no json", "line 1: expected JSON, found 'no json'"),
        ("[]", "line 1: expected an object"),
        ('{"event": "run-started", "format": 2}', "expected format 3, found 2"),
        ('{"event": "run-started", "format": 3}', "no failure is called F1; it has none"),
        ('{"event": "run-started", "format": 3}\n{"event": "failure", "id": "F2"}', "no failure is called F1; there are F2"),
        ('{"event": "run-started", "format": 3}\n{"event": "failure", "id": "F1"}', "failure F1 cannot be read"),
    ],
)
def test_a_report_that_cannot_be_used_is_told_in_one_line_with_its_name(tmp_path, text, says):
    path = tmp_path / "contracts.jsonl"
    path.write_text(text)

    with pytest.raises(NoReport) as refused:
        reported(path, "F1")

    assert says in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_report_that_is_not_there_ends_the_command_with_2_and_one_line(tmp_path, runner):
    result = runner.invoke(commands, ["replay", "F1", "--report", str(tmp_path / "none.jsonl")])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0].endswith("contracts run --report-dir DIR writes DIR/contracts.jsonl")


def test_a_replay_in_this_process_of_a_defect_that_ours_has_not_ends_with_0(mapped, runner):
    result = runner.invoke(commands, ["replay", "F1", "--report", str(mapped)])

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "F1 no longer fails"


def test_secrets_of_the_run_have_to_be_given_again(mapped, tmp_path):
    path = tmp_path / "contracts.jsonl"
    first, *others = mapped.read_text().splitlines()
    started = json.loads(first)
    started["chosen"] |= {"url": "http://127.0.0.1:1", "bearer": True}
    path.write_text("\n".join([json.dumps(started), *others]))

    with pytest.raises(NoReport, match="set CONTRACTS_BEARER"):
        choices_of(reported(path, "F1"), Anew())
