"""No secret is ever in a recording, wherever a caller puts it."""

import base64
import json
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import httpx
import pytest

from tests.emulator.recording.recorders import recording
from tests.emulator.soap_client.raw_server import http, raw_server, says

# Each character of it would be spelt in another way somewhere.
PLANTED = "Pl4nted&S3cr<t/+'q"
PLAIN = "Pl4ntedS3cretValue"
FORMS = (
    PLANTED, escape(PLANTED), quoteattr(PLANTED)[1:-1], quote(PLANTED), quote(PLANTED, safe=""), PLAIN, PLAIN.lower(),
    base64.b64encode(PLANTED.encode()).decode(), base64.b64encode(PLAIN.encode()).decode(),
    base64.b64encode(f"clerk:{PLAIN}".encode()).decode(), "Pl4nted", "S3cr",
)  # fmt: skip

WSSE = 'xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"'
BODIES = {
    "a login": f"<login><spUser>me</spUser><password>{escape(PLANTED)}</password></login>",
    "a prefix": f"<sp:login><sp:Password >{escape(PLANTED)}</sp:Password\n></sp:login>",
    "attributes of the element": f"<password kind='a>b' other=\"</password>\">{PLAIN}</password>",
    "CDATA": f"<password><![CDATA[{PLANTED}]]></password>",
    "CDATA that looks like an end": f"<password><![CDATA[</password>{PLANTED}]]></password>",
    "a comment in it": f"<password>Pl4<!-- x -->{PLAIN}</password>",
    "character references": "<password>" + "".join(f"&#{ord(each)};" for each in PLAIN) + "</password>",
    "elements in it": f"<password><a><password>{PLAIN}</password>{PLAIN}</a>{PLAIN}</password>",
    "no end": f"<login><password>{PLAIN}<spUser>{PLAIN}",
    "another end": f"<password>{PLAIN}</passwrod><x>{PLAIN}</x>",
    "an end in another case": f"<Password>{PLAIN}</PASSWORD>",
    "a header of WS-Security": f'<wsse:Security {WSSE}><wsse:UsernameToken><wsse:Password Type="#PasswordText">{PLAIN}'
    f"</wsse:Password><wsse:Nonce>{PLAIN}</wsse:Nonce></wsse:UsernameToken></wsse:Security>",
    "a token": f"<wsse:BinarySecurityToken {WSSE}>{PLAIN}</wsse:BinarySecurityToken>",
    "an attribute": f"<login user='me' password={quoteattr(PLANTED)} />",
    "an attribute without quotes": f"<login password={PLAIN}>",
    "a parameter by its name": f'<set name="password" value={quoteattr(PLANTED)}/><set name="password">{PLAIN}</set>',
    "a comment": f"<!-- the password is {PLAIN} --><x/>",
    "an instruction": f"<?login {PLAIN}?><x/>",
    "an entity": f'<!DOCTYPE x [<!ENTITY p "]> {PLAIN}"> ]><x><password>&p;</password></x>',
    "a text": f"<note>password={PLAIN}; token: {PLAIN}</note>",
    "a URL": f"<to>https://me:{PLAIN}@scheduling.example/x?access_token={PLAIN}</to>",
    "a bearer": f"<note>Authorization: Bearer {PLAIN}</note>",
    "JSON": json.dumps({"password": PLANTED, "tokens": [{"a": PLAIN}], "client_secret": {"b": PLAIN}}),
    "JSON that breaks off": '{"password": "' + PLAIN,
    "a form": f"user=me&password={quote(PLANTED, safe='')}&api_key={PLAIN}",
    "a form with an escaped name": f"user=me&p%61ssword={PLAIN}&%70wd={quote(PLANTED, safe='')}",
    "JSON with an escaped name": f'{{"\\u0070ass\\u0077ord": "{PLAIN}"}}',
    "said elsewhere": f"<x><password>{PLAIN}</password><jobID>{PLAIN}</jobID><y z='a {PLAIN} b'/>{PLAIN.upper()}</x>",
    "said elsewhere before": f"<x><jobID>{PLAIN}</jobID><password>{PLAIN}</password></x>",
}
HEADERS = {
    "Authorization": f"Bearer {PLAIN}",
    "Proxy-Authorization": "Basic " + base64.b64encode(f"clerk:{PLAIN}".encode()).decode(),
    "Cookie": f"JSESSIONID={PLAIN}; b={quote(PLANTED)}",
    "X-Api-Key": PLAIN,
    "X-Anything": PLAIN,
    "Referer": f"http://me:{PLAIN}@a.example/?token={PLAIN}",
    "Content-Type": f'text/xml; action="x"; password="{PLAIN}"',
    "SOAPAction": f'"urn:x?token={PLAIN}"',
    "User-Agent": f"client/1 (token={PLAIN})",
}
TARGETS = (
    f"/soap?password={quote(PLANTED, safe='')}", f"/soap?a=1&Access_Token={PLAIN}&wsdl", f"/soap;jsessionid={PLAIN}",
    f"/soap?%70assword={PLAIN}", f"/soap?q=password%3D{PLAIN}&pwd={PLAIN}",
)  # fmt: skip


def secrets_in(text: str) -> list[str]:
    return [form for form in FORMS if form.lower() in text.lower()]


def test_what_is_planted_would_be_found():
    assert all(secrets_in(f"x{form}y") for form in FORMS)
    assert all(secrets_in(said) or "&#80;" in said for said in (*BODIES.values(), *HEADERS.values(), *TARGETS))


def exchanged(
    tmp_path, *, body: bytes = b"<x/>", reply: bytes = b"<y/>", more: str = "", target: str = "/soap", **headers: str
):
    """Let a call through a recorder; give all that it kept and told, and the request as it arrived."""
    with raw_server(says(http(reply, more=more))) as server, recording(server.url, tmp_path / "calls.jsonl") as recorder:
        answer = httpx.post(recorder.url + target, content=body, headers=headers)
        assert answer.status_code == 200
        assert answer.content == reply
    return recorder.text + "".join(recorder.told), server.requests[0]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_secret_in_a_request_s_body_is_passed_on_and_not_kept(tmp_path, body, encoding):
    data = body.encode(encoding)

    kept, sent = exchanged(tmp_path, body=data)

    assert sent.endswith(data)
    assert secrets_in(kept) == []
    assert "***" in kept


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_secret_in_a_reply_is_not_kept(tmp_path, body):
    kept, _ = exchanged(tmp_path, reply=body.encode())

    assert secrets_in(kept) == []


@pytest.mark.parametrize(("name", "value"), HEADERS.items(), ids=HEADERS)
def test_a_secret_in_a_header_is_passed_on_and_not_kept(tmp_path, name, value):
    kept, sent = exchanged(tmp_path, **{name: value})

    assert value.encode() in sent
    assert secrets_in(kept) == []
    assert name.lower() in kept.lower()


@pytest.mark.parametrize("name", ["Set-Cookie", "X-Auth-Token", "WWW-Authenticate", "Location", "X-Other"])
def test_a_secret_in_a_header_of_a_reply_is_not_kept(tmp_path, name):
    kept, _ = exchanged(tmp_path, more=f"{name}: http://a.example/?token={PLAIN}\r\n")

    assert secrets_in(kept) == []
    assert name.lower() in kept.lower()


@pytest.mark.parametrize("target", TARGETS)
def test_a_secret_in_a_path_or_a_query_is_passed_on_and_not_kept(tmp_path, target):
    kept, sent = exchanged(tmp_path, target=target)

    assert sent.startswith(f"POST {target} ".encode())
    assert secrets_in(kept) == []


@pytest.mark.parametrize("said", [f"<Reason>no {PLAIN} here</Reason>", f"plain {PLAIN.upper()}", f'{{"a": "{PLAIN}"}}'])
def test_a_secret_that_a_reply_says_back_is_not_kept(tmp_path, said):
    body = f"<login><password>{PLAIN}</password></login>".encode()

    kept, _ = exchanged(tmp_path, body=body, reply=said.encode())

    assert secrets_in(kept) == []


def test_a_secret_of_an_earlier_call_is_masked_in_a_later_one(tmp_path):
    with raw_server(says(http(b"<y/>"))) as server, recording(server.url, tmp_path / "calls.jsonl") as recorder:
        httpx.post(recorder.url, content=f"<password>{PLAIN}</password>")
        httpx.post(recorder.url, content=f"<jobID>{PLAIN}</jobID>")

    assert secrets_in(recorder.text) == []


def test_a_password_that_is_also_a_name_leaves_the_markup_as_it_is(tmp_path):
    body = '<x xmlns="urn:password"><password>password</password><spUser>the password</spUser></x>'

    kept, _ = exchanged(tmp_path, body=body.encode())

    line = json.loads(kept.splitlines()[1])
    assert line["request"]["body"] == '<x xmlns="urn:password"><password>***</password><spUser>the ***</spUser></x>'


def test_what_is_no_secret_is_kept_as_it_is(tmp_path):
    body = "<sp:x xmlns:sp='urn:a' b = \"1\"><jobID>J-1 &amp; \u00e4</jobID>\n<empID/><a></a></sp:x>"

    kept, _ = exchanged(tmp_path, body=body.encode(), SOAPAction='"urn:a#CancelJob"')

    line = json.loads(kept.splitlines()[1])
    assert line["request"]["body"] == body
    assert ["SOAPAction", '"urn:a#CancelJob"'] in line["request"]["headers"]
