"""Secrets never come into a report, wherever they stand."""

import json
from dataclasses import dataclass, field, replace

import pytest

from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.failures import Failure
from contracts.reports.console import ConsoleReport
from contracts.reports.folder import FILES, reports_in
from contracts.reports.json_lines import JsonLines
from contracts.reports.masking import MASK, Mask
from contracts.reports.secret_values import secret_values
from contracts.reports.telling import tell
from contracts.run.choices import Choices
from contracts.run.events import Checked, Mapped, NotExercised, Reached
from contracts.run.milestones import PhaseBroke, PhaseStarted, RunFinished
from contracts.run.verdict import Verdict
from tests.contracts.reports.stream import KEPT_RUN, KNOWN, STARTED, deep, failure

SECRET = "hush-9f3c&"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("curl -H 'Authorization: Basic ZTp0' -d x", "curl -H 'Authorization: Basic ***' -d x"),
        ("Cookie: a=b; c=d", "Cookie: ***"),
        ('{"ClientSecret": "x\\"y", "a": 1}', '{"ClientSecret": "***", "a": 1}'),
        ('{"access_token":"abc","token_type":"bearer"}', '{"access_token":"***","token_type":"bearer"}'),
        ('"{\\"password\\": \\"x\\"}"', '"{\\"password\\": \\"***\\"}"'),
        ("{'password': 'p', 'user': 'u'}", "{'password': '***', 'user': 'u'}"),
        ("<password>p</password><spUser>u</spUser>", "<password>***</password><spUser>u</spUser>"),
        ("<s:password a='1'>p<![CDATA[</s:password>]]></s:password>", "<s:password a='1'>***</s:password>"),
        ("<password>cut off in the mid", "<password>***"),
        ("--setting token=abc --setting login=DB:pw:me", "--setting token=*** --setting login=DB:***:me"),
        ("--login DB:pw:me --bearer abcd", "--login DB:***:me --bearer ***"),
        ("GET /x?token=1&a=2", "GET /x?token=***&a=2"),
        ("http://user:pw@host/x", "http://user:***@host/x"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "***"),
    ],
)
def test_a_secret_is_known_by_its_place(text, shown):
    assert Mask().text(text) == shown
    assert Mask()(Request(method="PUT", path="/", body=text.encode())).body == shown.encode()


@pytest.mark.parametrize(
    "text",
    [
        "a client does not get the token it asks for",
        "characters beyond the basic plane",
        '{"Success": true, "Code": "0"}',
        "<jobID>password</jobID><sp:password/>",
        'contracts run --bearer "$TOKEN" --header "Authorization: $AUTHORIZATION"',
        "http://127.0.0.1:8010/up/v5/oauth2/accessToken",
        "validation=broker error_status=400",
    ],
)
def test_what_is_no_secret_stays(text):
    assert Mask()((text,)) == (text,)


def test_a_secret_that_was_given_is_known_by_its_value_whatever_is_done_to_it():
    mask = Mask([SECRET, "abc"])

    assert mask.text(f"found {SECRET}, and {json.dumps(SECRET)}; x{SECRET} abc") == 'found ***, and "***"; x*** abc'
    assert mask.text(f"{SECRET.upper()} {SECRET[:-1]} {SECRET[:4]}~{SECRET[5:]} hush-9f3c%26") == "*** *** *** ***"


def test_a_short_secret_that_was_given_is_known_as_a_word_and_a_longer_word_is_another():
    assert Mask(["sesame"]).text("sesame, sesames and opensesame") == "***, sesames and opensesame"


@pytest.mark.parametrize("body", [b'\xff{"token":"abc"}\xff', '{"token":"abc", "é": "語"}'.encode()])
def test_bytes_keep_what_is_no_secret(body):
    masked = Mask()(Request(method="PUT", path="/", body=body)).body

    assert masked == body.replace(b"abc", b"***")


def test_headers_members_and_places_of_telling_names_hold_secrets():
    told = failure(
        where="login/password",
        expected="right",
        found="wrong",
        exchange=Exchange(
            operation=None,
            request=Request(method="PUT", path="/", headers={"authorization": "Bearer a b", "X-Api-Key": "k", "X-Id": "i"}),
            response=Response(status=200, headers={"set-cookie": "a=b", "content-type": "x"}, body=b""),
        ),
    )

    masked = Mask()(told)

    assert (masked.expected, masked.found) == (MASK, MASK)
    assert dict(masked.exchange.request.headers) == {"authorization": "Bearer ***", "X-Api-Key": MASK, "X-Id": "i"}
    assert dict(masked.exchange.response.headers) == {"set-cookie": MASK, "content-type": "x"}


def test_the_settings_of_a_run_are_masked_by_their_names():
    settings = {
        "token": "t-1",
        "login": "DB:pw:me",
        "validation": "broker",
        "tenants": '[{"name": "a", "client_secret": "cs"}]',
    }

    masked = Mask()(replace(STARTED, settings=settings, in_force=settings))

    assert masked.settings == masked.in_force
    assert masked.settings == {
        "token": MASK,
        "login": "DB:***:me",
        "validation": "broker",
        "tenants": '[{"name": "a", "client_secret": "***"}]',
    }


def test_an_event_without_secrets_is_given_as_it_is():
    for event in KEPT_RUN:
        assert Mask(["sesame"])(event) is event


def test_what_no_report_shows_is_left_alone_and_the_json_lines_mask_what_they_write(tmp_path):
    @dataclass(frozen=True)
    class Carried(Failure):
        secretly: object = field(default=None, repr=False)

    carried = Carried("message", secretly="Bearer abcd")

    assert Mask()(carried) is carried
    report = JsonLines(tmp_path / "a.jsonl", Mask([SECRET]))
    report.tell(Checked(name=f"check {SECRET}", clauses=(), failures=(carried,)), Verdict(KNOWN))
    report.close(Verdict(KNOWN))
    text = (tmp_path / "a.jsonl").read_text("ascii")
    assert '"secretly": "Bearer ***"' in text
    assert "hush" not in text


def test_a_value_of_any_kind_and_depth_is_masked_or_cut():
    class Odd:
        def __repr__(self):
            return "Odd(token='abc')"

    masked = Mask()(failure(found=[Odd(), {1: "Bearer abc"}, {"a"}, deep()]))

    assert masked.found[:2] == ["Odd(token=***)", {1: "Bearer ***"}]
    assert "..." in str(masked.found[3])


def test_what_a_person_gave_for_a_run_is_secret():
    choices = Choices(
        bearer="b-token",
        headers={"X-Key": "Scheme k-value"},
        login="DB:l-password:me",
        settings={"token": "s-token", "validation": "broker", "tenants": '[{"name": "n", "client_secret": "c-secret"}]'},
    )

    assert set(secret_values(choices)) == {"b-token", "Scheme k-value", "k-value", "l-password", "s-token", "c-secret"}


def planted(secret):
    """A run that has the secret at every place where a secret may stand, and its value at every other."""
    soap = f"<login><password>{secret}</password></login><jobID>{secret}</jobID>"
    exchange = Exchange(
        operation="CancelJob",
        request=Request(
            method="PUT",
            path=f"/x?token={secret}",
            headers={"Authorization": f"Bearer {secret}", "X-Other": secret},
            body=json.dumps({"ClientSecret": secret, "Id": secret}).encode(),
        ),
        response=Response(status=200, headers={"set-cookie": secret}, body=json.dumps({"access_token": secret}).encode()),
        soap=(SoapCall(operation="CancelJob", request=soap, response=soap, status=200),),
    )
    told = failure(message=f"the token {secret} is sent", where="x", expected=secret, found=[secret], exchange=exchange)
    return (
        replace(
            STARTED,
            target=f"http://u:{secret}@host",
            base_url=f"http://u:{secret}@host",
            again=f"contracts run --setting token={secret}",
            settings={"token": secret},
            in_force={"login": f"DB:{secret}:me", "profile": secret},
        ),
        PhaseStarted(name="mapping", number=1, of=1),
        Checked(name=f"check {secret}", clauses=("SB-C-01",), failures=(told,)),
        NotExercised(name="n", clauses=("SB-N-01",), reason=f"no {secret}"),
        Mapped(operation="CancelJob", property="Id", element="jobID", way="usual", example=json.dumps(secret), broken=1),
        Reached(code="0", type="OK", door="REST", operation="CancelJob", how=f"with {secret}"),
        PhaseBroke(name="mapping", seconds=0.1, error=f"error {secret}", details=f"details {secret}"),
        RunFinished(seconds=1.0),
    )


@pytest.mark.parametrize(
    "spoil",
    [str, str.upper, lambda secret: f"x{secret}x", lambda secret: secret[:-1], lambda secret: f"{secret[:7]}~{secret[8:]}"],
)
def test_no_report_shows_a_secret_that_is_planted_everywhere_nor_what_is_left_of_it_after_it_was_spoiled(
    tmp_path, console, spoil
):
    reports = [*reports_in(tmp_path, ()), ConsoleReport(console, verbose=True)]

    tell(iter(planted(spoil(SECRET))), Verdict(KNOWN), reports, spent=lambda: 0.0, mask=Mask([SECRET]))

    texts = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} | {"console": console.file.getvalue()}
    assert set(texts) == {*FILES, "console"}
    for name, text in texts.items():
        assert "hush" not in text.lower(), name
        assert MASK in text or "&#42;&#42;&#42;" in text, name
