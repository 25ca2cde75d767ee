"""A life is played: what holds is silent, what breaks is told as a person would read it."""

import pytest

from contracts.exchange import Response, SoapCall
from contracts.scenarios.facade import Facade
from contracts.scenarios.messages import write
from contracts.scenarios.player import play
from contracts.target import NotPossible, TargetError
from tests.contracts.scenarios.fake_target import FakeTarget, json_answer, soap_answer
from tests.contracts.scenarios.lives import life

FACADE = Facade({"CancelJob": ("PUT", "/cancel")}, {"Authorization": "Bearer t"})
CANCEL = "- {call: CancelJob, body: {Id: J-1}, expect: {Success: true}}\n"


def test_a_kept_promise_is_silent(tmp_path):
    target = FakeTarget(json_answer(b'{"Success": true, "Code": "0"}'))

    assert play(life(tmp_path, CANCEL), target, FACADE) == ()

    (asked,) = target.asked
    assert (asked.method, asked.path, asked.body) == ("PUT", "/cancel", b'{"Id": "J-1"}')
    assert asked.headers == {"Content-Type": "application/json", "Authorization": "Bearer t"}


def test_a_broken_promise_reads_as_a_person_would_tell_it(tmp_path):
    target = FakeTarget(json_answer(b'{"Success": false}'))

    (failure,) = play(life(tmp_path, CANCEL), target, FACADE)

    assert str(failure).splitlines() == [
        "X-1  It holds.",
        "  where:    a_life, step 1 (line 4): body.Success",
        "  expected: True",
        "  found:    False",
        "  curl:     curl -X PUT http://127.0.0.1:8010/cancel -H 'Content-Type: application/json' "
        "-H 'Authorization: Bearer t' --data-binary '{\"Id\": \"J-1\"}'",
    ]


def test_every_difference_of_a_step_is_told_and_no_later_step_is_played(tmp_path):
    target = FakeTarget(json_answer(b'{"a": 0, "b": 0}'), json_answer(b"{}"))
    steps = "- {call: CancelJob, expect: {a: 1, b: 1}}\n- {call: CancelJob, expect: {c: 1}}\n"

    failures = play(life(tmp_path, steps), target, FACADE)

    assert [failure.where.split(": ")[1] for failure in failures] == ["body.a", "body.b"]
    assert len(target.asked) == 1


@pytest.mark.parametrize(
    ("step", "answer", "where"),
    [
        ("{call: CancelJob}", json_answer(b"{}", status=500), "status"),
        ("{call: CancelJob, expect: {a: 1}}", json_answer(b"<html>"), "body"),
        ("{call: CancelJob, contains: [needle]}", json_answer(b"hay"), "body"),
        ("{call: CancelJob, lacks: [needle]}", json_answer(b"a needle"), "body"),
        ("{call: CancelJob, reply_headers: {Allow: PUT}}", json_answer(b"{}"), "headers.Allow"),
        ("{call: CancelJob, sends: [{operation: CancelJob}]}", json_answer(b"{}"), "sends"),
        ("{call: CancelJob, keep: {x: Payload.OffsetId}}", json_answer(b"{}"), "keep"),
        ("{rest: GET /x}", json_answer(b"{}", status=401), "status"),
        ("{rest: GET /x, expect: {row: []}}", json_answer(b'{"row": [1]}'), "body.row"),
        ("{rest: GET /x, keep: {t: access_token}}", json_answer(b"{}"), "keep"),
        ("{rest: GET /x, sends: [{operation: CancelJob}]}", json_answer(b"{}"), "sends"),
        ("{soap: Quit, expect: {result: {code: 0}}}", soap_answer("<p:StandardResponse/>"), "body.result"),
        ("{soap: Quit}", soap_answer("<p:LoginResponse/>"), "body"),
        ("{soap: Quit}", soap_answer("<StandardResponse/>"), "body"),
        ("{soap: Quit}", soap_answer("<p:StandardResponse/>", version="1.1"), "body, the SOAP version"),
        (
            "{soap: Quit}",
            Response(status=200, headers={}, body=soap_answer("<p:StandardResponse/>").body),
            "headers.Content-Type",
        ),
        ("{soap: Quit}", json_answer(b"oops"), "body"),
        ("{post: /, status: 400, expect: {fault: {code: Sender}}}", soap_answer("<p:X/>", status=400), "body"),
        ("{control: GET /x, expect: {a: 1}}", json_answer(b""), "body"),
        ("{control: GET /x, refused: true}", json_answer(b""), "control"),
        ("{control: GET /never}", json_answer(b""), "control"),
    ],
)
def test_each_expectation_can_break(tmp_path, step, answer, where):
    target = FakeTarget(answer, refuses=("/never",))

    failures = play(life(tmp_path, f"- {step}\n"), target, FACADE)

    assert [failure.where for failure in failures][:1] == [f"a_life, step 1 (line 4): {where}"]


def test_a_reply_without_a_declaration_is_told(tmp_path):
    bare = soap_answer("<p:StandardResponse/>")
    answer = Response(status=200, headers=bare.headers, body=bare.body.split(b"?>", 1)[1])

    (failure,) = play(life(tmp_path, "- {soap: Quit}\n"), FakeTarget(answer), FACADE)

    assert failure.expected == "an XML declaration with encoding UTF-8"


def test_the_soap_that_a_call_caused_is_compared(tmp_path):
    call = SoapCall(operation="CancelJob", request=write("CancelJob", {"jobID": "J-1"}).decode(), response="", status=0)
    step = "- {call: CancelJob, sends: [!ordered {operation: CancelJob, login: !any , jobID: J-2}]}\n"

    (failure,) = play(life(tmp_path, step), FakeTarget(json_answer(b"{}"), soap=(call,)), FACADE)

    assert (failure.where.split(": ")[1], failure.expected, failure.found) == ("sends[0].jobID", "J-2", "J-1")


def test_a_kept_value_is_used_in_later_steps(tmp_path):
    target = FakeTarget(json_answer(b'{"Payload": {"OffsetId": "7"}}'), json_answer(b"{}"))
    steps = '- {call: CancelJob, keep: {t: Payload.OffsetId}}\n- {call: CancelJob, body: {OffsetId: "${t+1}"}}\n'

    assert play(life(tmp_path, steps), target, FACADE) == ()
    assert target.asked[1].body == b'{"OffsetId": "8"}'


def test_any_request_to_the_facade_carries_its_credentials_and_kept_values(tmp_path):
    class NoSoap(FakeTarget):
        def soap(self, request):
            raise AssertionError(request)

    steps = """
    - {rest: POST /token, body: {Id: J-1}, keep: {t: token, v: rowver}}
    - {rest: "GET /win?rowver=${v}", headers: {Authorization: "Bearer ${t}"}, expect: {rowver: 7}}
    - {rest: POST /x, text: "{"}
    """
    target = NoSoap(json_answer(b'{"token": "abc", "rowver": 7}'), json_answer(b'{"rowver": 7}'), json_answer(b""))

    assert play(life(tmp_path, steps), target, FACADE) == ()

    usual = {"Authorization": "Bearer t"}
    assert [(asked.method, asked.path, dict(asked.headers), asked.body) for asked in target.asked] == [
        ("POST", "/token", {"Content-Type": "application/json", **usual}, b'{"Id": "J-1"}'),
        ("GET", "/win?rowver=7", {"Authorization": "Bearer abc"}, b""),
        ("POST", "/x", {"Content-Type": "application/json", **usual}, b"{"),
    ]


@pytest.mark.parametrize(
    ("link", "path"),
    [("http://elsewhere:1/jobs?page=2&x=%20", "/jobs?page=2&x=%20"), ("/jobs", "/jobs"), ("https://h/a", "/a")],
)
def test_a_link_that_an_answer_gave_is_followed_where_the_target_is(tmp_path, link, path):
    target = FakeTarget(json_answer(f'{{"next": "{link}"}}'.encode()), json_answer(b"{}"))

    assert play(life(tmp_path, '- {rest: GET /jobs, keep: {next: next}}\n- {rest: "GET ${next}"}\n'), target, FACADE) == ()
    assert [asked.path for asked in target.asked] == ["/jobs", path]


def test_bytes_go_out_as_they_are_told(tmp_path):
    steps = """
    - {post: /a, xml: "<é${X}/>", repeat: {X: [ab, 3]}, encoding: utf-16-le, byte_order_mark: true}
    - {post: /b, hex: 00ff}
    - {http: PUT /c, text: t}
    """
    target = FakeTarget(*[json_answer(b"")] * 3)

    assert play(life(tmp_path, steps), target, FACADE) == ()
    assert [asked.body for asked in target.asked] == ["\ufeff<éababab/>".encode("utf-16-le"), b"\x00\xff", b"t"]


def test_a_life_begins_on_a_frozen_morning_after_a_reset(tmp_path):
    target = FakeTarget(json_answer(b"{}"))

    play(life(tmp_path, "- {call: CancelJob}\n", head="given: [{unit: U1}]\n"), target, FACADE)

    clock = ("PUT", "/clock", {"now": "2026-01-05T08:00:00Z", "running": False})
    assert target.controlled == [
        clock,
        ("POST", "/reset", None),
        clock,
        ("DELETE", "/faults", None),
        ("POST", "/units", {"id": "U1"}),
    ]


def test_settings_ask_for_a_fresh_target(tmp_path):
    target = FakeTarget(json_answer(b"{}"))

    play(life(tmp_path, "- {call: CancelJob}\n", head="settings: {profile: strict}\n"), target, FACADE)

    assert target.settings == [{"profile": "strict"}]


def test_a_target_that_breaks_the_connection_breaks_the_promise(tmp_path):
    class Breaking(FakeTarget):
        def soap(self, request):
            raise TargetError("the connection broke")

    (failure,) = play(life(tmp_path, "- {soap: Quit}\n"), Breaking(), FACADE)

    assert (failure.expected, failure.found) == ("one", "the connection broke")


def test_what_the_target_cannot_do_is_no_failure(tmp_path):
    with pytest.raises(NotPossible, match="no document of this run has the operation CancelJob"):
        play(life(tmp_path, CANCEL), FakeTarget(), Facade())
    with pytest.raises(NotPossible, match="POST /reset: no"):
        play(life(tmp_path, CANCEL), FakeTarget(refuses=("/reset",)), FACADE)


def test_a_request_too_large_to_repeat_is_not_told(tmp_path):
    step = "- {post: /, xml: '${X}', repeat: {X: [a, 20001]}}\n"

    (failure,) = play(life(tmp_path, step), FakeTarget(json_answer(b"", status=413)), FACADE)

    assert failure.exchange is None
