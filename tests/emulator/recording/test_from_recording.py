"""emulator scenario from-recording: what it makes, and what it says of what it could not."""

import json

import pytest

from emulator.recording.exchange import Exchange, Said, written, written_head
from emulator.recording.reading import read_recording
from emulator.recording.trial import try_scenario
from tests.emulator.recording.test_round_trip import Session
from tests.emulator.scheduling.items import NOW
from tests.emulator.soap_server.soap import cancel, envelope, poll
from tests.emulator.test_cli import run

TIMES = {"start": "2026-07-06T09:00:00Z", "arrival": "2026-07-06T09:20:00Z", "finish": "2026-07-06T10:05:00Z"}
ITEMS = [
    {"id": "J-1", "unit": "NORTH", "employee": "TECH01", "status": "Fixed", **TIMES},
    {"id": "J-2", "unit": "NORTH", "on_hold": True},
    {"id": "J-3", "unit": "SOUTH", "employee": "TECH02", **TIMES},
]


@pytest.fixture
def session(tmp_path):
    return Session(str(tmp_path), units=[{"id": "NORTH"}, {"id": "SOUTH"}], items=ITEMS, glob_days_after=365)


def test_it_holds_what_polls_and_cancels_showed_and_nothing_else(session):
    session.call(poll("NORTH"))
    session.call(cancel("J-2"))
    session.call(poll("NOWHERE"))
    session.call(cancel("J-9"))

    made = session.made()

    assert made.document == {
        "units": [{"id": "NORTH"}],
        "items": [ITEMS[0], ITEMS[1]],
        "timeline": [],
    }


def test_what_others_did_stands_in_the_timeline_at_the_call_that_showed_it(session):
    session.call(poll("NORTH"))
    session.do(("change", "J-1", {"status": "Earmarked"}))
    session.do(("remove", "J-2"))
    session.do(("book", {"id": "J-4", "unit": "NORTH"}))
    session.call(poll("NORTH"))

    made = session.made()

    at = "2026-01-05T08:00:02Z"
    assert made.document["timeline"] == [
        {"at": at, "cancel": {"id": "J-2"}},
        {"at": at, "change": {"id": "J-1", "status": "Earmarked"}},
        {"at": at, "book": {"id": "J-4", "unit": "NORTH"}},
    ]
    assert try_scenario(made) == ()


def test_a_job_that_a_poll_does_not_tell_any_more_was_cancelled_by_somebody(session):
    stamp = session.call(poll("NORTH")).split("<timeStampOut>")[1].split("<")[0]
    session.do(("change", "J-1", {"fixed": True}))
    session.call(poll("NORTH"))
    session.do(("remove", "J-1"))
    session.call(poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>"))

    made = session.made()

    assert made.document["timeline"][-1] == {"at": "2026-01-05T08:00:03Z", "cancel": {"id": "J-1"}}
    assert try_scenario(made) == ()


def test_an_activity_was_there_though_it_could_not_be_cancelled_and_may_go_and_come_back(tmp_path):
    items = [{"id": "A-1", "type": "StandardActivity", "unit": "NORTH", "employee": "TECH01", **TIMES}]
    session = Session(str(tmp_path), units=[{"id": "NORTH"}, {"id": "SOUTH"}], items=items, glob_days_after=365)
    session.call(cancel("A-1"))
    session.call(poll("NORTH"))
    session.do(("change", "A-1", {"unit": "SOUTH"}))
    session.call(poll("NORTH"))
    session.do(("change", "A-1", {"unit": "NORTH"}))
    session.call(poll("NORTH"))

    made = session.made()

    assert made.document["items"] == items
    assert try_scenario(made) == ()


def test_minutes_that_only_the_cancel_told_are_the_job_s(tmp_path):
    items = [{**ITEMS[0], "status": "LoggedOn", "actual_minutes": 17}]
    session = Session(str(tmp_path), units=[{"id": "NORTH"}], items=items, glob_days_after=365)
    session.call(poll("NORTH"))
    session.call(cancel("J-1"))

    made = session.made()

    assert made.document["items"] == items
    assert try_scenario(made) == ()


def test_settings_that_the_answers_give_away_are_said(tmp_path):
    given = {"err_notes": True, "cancel_started": "warning", "cancel_started_code": 77, "unresourced_status": "absent"}
    items = [{**ITEMS[0], "status": "Travelling"}, ITEMS[1]]
    session = Session(str(tmp_path), units=[{"id": "NORTH"}], items=items, glob_days_after=365, **given)
    for job_id in ("J-0", "J-1", "J-2"):
        session.call(cancel(job_id))

    assert session.made().settings == given


def test_local_times_are_read_in_the_zone_that_is_told(tmp_path):
    session = Session(str(tmp_path), units=[{"id": "NORTH"}], items=ITEMS[:1], glob_days_after=365, tz_GCJAPI="Europe/London")
    session.call(poll("NORTH"))

    made = session.made(zone="Europe/London")

    assert made.document["items"] == ITEMS[:1]
    assert made.settings == {"tz_GCJAPI": "Europe/London", "glob_days_after": 182}
    assert try_scenario(made) == ()


def test_an_answer_that_no_state_gives_is_found_when_the_calls_are_made_again(session):
    session.call(poll("NORTH"))
    session._control.put("/_emulator/faults", json=[{"operation": "CancelJob", "type": "Error", "code": 42}])
    session.call(cancel("J-1"))

    (found,) = try_scenario(session.made())

    assert (found.line, found.where, found.recorded, found.found) == (3, "result/type", "Error", "OK")


def line(request, reply="", *, status=200, failure=None, at=NOW):
    said = Said(headers=(("Content-Type", "text/xml"),), body=request)
    kind = {"operation": None, "method": "POST", "target": "/", "failure": failure}
    return written(Exchange(at=at, seconds=0.1, request=said, status=status, reply=Said(body=reply), **kind))


REPLY = '<s:JobCancelResponse xmlns:s="http://www.servicepower.com/sp.xsd1">{}</s:JobCancelResponse>'


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (line(envelope(cancel("J")), failure="the Scheduling system cannot be reached: x"), "cannot be reached"),
        (line(envelope(cancel("J")), "<html>"), "the reply, with HTTP status 200, is no SOAP envelope with one message"),
        (line("<x/>", envelope(REPLY)), "the request is no SOAP envelope with one message"),
        (line(envelope(cancel("J")), envelope("<e:Fault/>")), "the reply is a SOAP fault"),
        (line(envelope("<AddJobRequest/>"), envelope("<AddJobResponse/>")), "the operation AddJobRequest is not one that"),
        (line(envelope(cancel("J")), envelope(REPLY)), "the reply JobCancelResponse cannot be read: it has no result"),
        (line(envelope(cancel("***")), envelope(REPLY)), "its jobID is masked"),
    ],
)
def test_an_exchange_that_tells_nothing_is_told_with_its_line(tmp_path, one, why):
    file = tmp_path / "calls.jsonl"
    file.write_text(f"{written_head(began=NOW, upstream='http://a/')}\n{one}\n")
    out = tmp_path / "made.yaml"

    result = run("scenario", "from-recording", str(file), "--out", str(out))

    assert (result.exit_code, "1 not understood" in result.output) == (0, True)
    assert f"#   line 2: {why}" in out.read_text() or f"line 2: the Scheduling system {why}" in out.read_text()
    assert run("scenario", "check", str(out)).exit_code == 0


def test_a_line_that_was_not_finished_is_passed_over_and_told(session, tmp_path):
    session.call(poll("NORTH"))
    session.file.close()
    session.path.write_bytes(session.path.read_bytes() + b'{"at": "2026-01')

    assert len(read_recording(session.path).exchanges) == 1
    result = run("scenario", "from-recording", str(session.path))

    assert result.exit_code == 0
    assert "# Lines that were not finished:\n#   3\n" in result.output


def test_a_scenario_of_a_recording_is_good_and_says_how_to_serve_it(session, tmp_path):
    session.call(poll("NORTH"))
    session.call(cancel("J-2"))
    session.file.close()
    out = tmp_path / "made.yaml"

    result = run("scenario", "from-recording", str(session.path), "--out", str(out))

    assert result.output == (
        f"{session.path}: 2 exchanges, 2 tell of the state, 0 do not, 0 not understood; made again, 2 of 2 are answered alike\n"
    )
    text = out.read_text()
    assert "#   emulator serve --scenario made.yaml --clock 2026-01-05T08:00:01.000Z --set glob_days_after=182\n" in text
    assert run("scenario", "check", str(out)).output == f"{out}: good, 1 units, 2 work items, 0 events\n"


def test_the_clock_can_be_told_and_events_move_with_it(session):
    session.call(poll("NORTH"))
    session.do(("book", {"id": "J-4", "unit": "NORTH"}))
    session.call(poll("NORTH"))

    made = session.made(clock=NOW.replace(year=2027))

    assert made.document["timeline"] == [{"at": "2027-01-05T08:00:01Z", "book": {"id": "J-4", "unit": "NORTH"}}]


def test_a_recording_of_a_unit_called_as_ours_would_be_keeps_them_apart(tmp_path):
    session = Session(str(tmp_path), units=[{"id": "RECORDED"}], items=[{"id": "J-1", "unit": "RECORDED"}])
    session.call(cancel("J-1"))
    session.call(poll("RECORDED"))

    made = session.made()

    assert made.document["units"] == [{"id": "RECORDED"}, {"id": "REC-1"}]
    assert try_scenario(made) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "expected a recording; found that it cannot be read: No such file or directory"),
        ("units: []\n", ":1: expected a recording, as emulator record writes it; found something else"),
        (
            json.dumps({"recording": "scheduling-emulator recording", "version": 9}),
            ":1: expected a recording of version 1; found version 9",
        ),
        (written_head(began=NOW, upstream="x"), "expected exchanges; found none"),
        (written_head(began=NOW, upstream="x") + '\n{"at": 1}\n', ":2: expected an exchange; found no 'request'"),
        (written_head(began=NOW, upstream="x") + "\n[]\n", ":2: expected an exchange; found "),
    ],
)
def test_what_is_no_recording_is_one_clear_line(tmp_path, text, says):
    file = tmp_path / "calls.jsonl"
    if text is not None:
        file.write_text(text)

    result = run("scenario", "from-recording", str(file))

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert f"emulator: {file}" in result.output
    assert says in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--zone", "Mars/North"), "--zone: no time zone is named 'Mars/North'"),
        (("--clock", "tomorrow"), "--clock: expected a time in ISO 8601 with a zone"),
        (("--clock", "2026-01-05T08:00:00"), "--clock: expected a time in ISO 8601 with a zone"),
        (("--out", "/no/such/file"), "--out: expected a file that can be written; found '/no/such/file'"),
    ],
)
def test_a_wrong_option_is_one_clear_line(session, arguments, says):
    session.call(poll("NORTH"))
    session.file.close()

    result = run("scenario", "from-recording", str(session.path), *arguments)

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert says in result.output
