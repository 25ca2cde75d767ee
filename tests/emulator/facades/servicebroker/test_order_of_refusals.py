"""Paths, methods, tokens, media types, sizes and JSON: what is looked at first (SB-H-01, SB-H-04, SB-H-05)."""

from io import BytesIO

import pytest

from tests.emulator.facades.servicebroker.conftest import CANCEL, POLL, refusal
from tests.emulator.soap_client.fake_scheduling import cancelled

STEPS = [
    ("not-found", 404, {"path": "/up/v5/rest/scheduling/cancelJob"}),
    ("method-not-allowed", 405, {"method": "POST"}),
    ("unauthorised", 401, {"headers": {}}),
    ("unsupported-media-type", 415, {"content_type": "text/plain"}),
    ("too-large", 413, {"data": b"[" + b" " * 100}),
    ("bad-json", 400, {"data": b"[]"}),
    ("bad-request", 400, {"data": b'{"Id": 1}'}),
    ("not-configured", 400, {"data": b"{}"}),
]


def send(broker, *faults):
    right = {
        "path": CANCEL,
        "method": "PUT",
        "headers": {"Authorization": "Bearer emulator-token"},
        "content_type": "application/json",
        "data": b'{"Id": "J-1"}',
    }
    for fault in reversed(faults):
        right |= fault
    return broker.client.open(**right)


@pytest.mark.parametrize("first", range(len(STEPS)), ids=[code for code, _, _ in STEPS])
def test_the_first_thing_that_is_wrong_is_what_is_said(broker, first):
    facade = broker(auth=True, max_body_bytes=100, upstream="none")

    response = send(facade, *(fault for _, _, fault in STEPS[first:]))

    code, status, _ = STEPS[first]
    assert refusal(response) == (status, code)
    assert facade.calls == []


def test_a_request_with_nothing_wrong_goes_through(broker):
    facade = broker(cancelled(), auth=True, max_body_bytes=100)

    assert send(facade).status_code == 200
    assert len(facade.calls) == 1


@pytest.mark.parametrize(
    "path", ["/up/", "/up/v5", CANCEL + "/", CANCEL.lower(), CANCEL.upper(), "/up/v5/rest/scheduling/BookJob"]
)
def test_an_unknown_path_is_not_found(broker, path):
    assert refusal(broker().put(path, {"Id": "J-1"})) == (404, "not-found")


@pytest.mark.parametrize("path", [CANCEL, POLL])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_told_which_one_is_allowed(broker, path, method):
    facade = broker()

    response = facade.client.open(path, method=method)

    assert refusal(response) == (405, "method-not-allowed")
    assert response.headers["Allow"] == "PUT"
    assert facade.calls == []


def test_a_head_has_the_status_and_no_body(broker):
    response = broker().client.head(CANCEL)

    assert response.status_code == 405
    assert response.headers["Allow"] == "PUT"
    assert response.data == b""


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/jsonx", "application/json, text/plain", "json"])
def test_a_body_that_is_not_declared_as_json_is_refused(broker, content_type):
    facade = broker()

    assert refusal(facade.cancel({"Id": "J-1"}, content_type=content_type)) == (415, "unsupported-media-type")
    assert facade.calls == []


@pytest.mark.parametrize("content_type", ["application/json;charset=utf-8", "Application/JSON ; a=b", "application/json;"])
def test_parameters_and_case_of_the_content_type_are_fine(broker, content_type):
    assert broker(cancelled()).cancel({"Id": "J-1"}, content_type=content_type).status_code == 200


def test_a_body_of_just_the_limit_passes_and_one_byte_more_does_not(broker):
    body = b'{"Id": "J-1"}'

    assert broker(cancelled(), max_body_bytes=len(body)).cancel(body).status_code == 200
    assert refusal(broker(max_body_bytes=len(body) - 1).cancel(body)) == (413, "too-large")


def chunked(facade, body):
    return facade.client.put(
        CANCEL,
        input_stream=BytesIO(body),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )


def test_a_chunked_body_is_read_and_has_the_same_limit(broker):
    body = b'{"Id": "J-1"}'
    facade = broker(cancelled(), max_body_bytes=len(body))

    assert chunked(facade, body).status_code == 200
    assert refusal(chunked(facade, body + b" ")) == (413, "too-large")
    assert len(facade.calls) == 1


@pytest.mark.parametrize("terminated", [False, True])
def test_a_body_that_breaks_off_is_refused(broker, terminated):
    facade = broker()
    ends = {"wsgi.input_terminated": True} if terminated else {}

    response = facade.client.put(
        CANCEL,
        input_stream=BytesIO(b'{"Id": "J-1"}'),
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "99", **ends},
    )

    assert refusal(response) == (400, "bad-json")
    assert facade.calls == []


NO_OBJECTS = {
    "empty": (b"", "an empty body"),
    "white space": (b" \n", "an empty body"),
    "an array": (b"[]", "an array"),
    "a text": (b'"Id"', "the text"),
    "a number": (b"1e400", "the number 1e400"),
    "null": (b"null", "null"),
    "broken": (b'{"Id": "J-1"', "line 1 column 13"),
    "single quotes": (b"{'Id': 'J-1'}", "line 1 column 2"),
    "a trailing comma": (b'{"Id": "J-1",}', "line 1 column"),
    "something after it": (b'{"Id": "J-1"} {}', "extra data"),
    "NaN": (b'{"Id": "J-1", "x": NaN}', "NaN"),
    "Infinity": (b'{"Id": "J-1", "x": [Infinity]}', "Infinity"),
    "minus Infinity": (b'{"Id": "J-1", "x": {"y": -Infinity}}', "-Infinity"),
    "a raw control character": (b'{"Id": "J\x011"}', "control character"),
    "latin-1": ('{"Id": "J-é"}'.encode("latin-1"), "byte 0xe9 at 10"),
    "UTF-16": ('{"Id": "J-1"}'.encode("utf-16"), "byte 0xff"),
    "a lone surrogate in UTF-8": (b'{"Id": "\xed\xa0\x80"}', "byte 0xed"),
    "a key twice": (b'{"Id": "J-1", "Id": "J-1"}', "Id must not repeat a key"),
    "a key twice by escape": (b'{"Id": "J-1", "\\u0049d": "J-2"}', "Id must not repeat a key"),
    "a key twice, deep in what nobody reads": (b'{"Id": "J-1", "x": [{"y": 1, "y": 2}]}', "y must not repeat a key"),
    "hundreds of levels": (b'{"Id": "J-1", "x": ' + b"[" * 300 + b"]" * 300 + b"}", "at most 200 levels"),
    "a hundred thousand levels": (b'{"Id": "J-1", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "at most 200 levels"),
}


@pytest.mark.parametrize(("body", "found"), NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_a_body_that_is_no_json_object_is_refused_and_says_why(broker, body, found):
    facade = broker()

    response = facade.cancel(body)

    assert refusal(response) == (400, "bad-json")
    assert found in response.json["Message"]
    assert facade.calls == []


@pytest.mark.parametrize(
    "body", [b'\xef\xbb\xbf{"Id": "J-1"}', b' \r\n\t{"Id":"J-1"}\n', b'{"Id": "J-1", "x": 1e400, "y": [[[]]]}']
)
def test_json_with_white_space_a_byte_order_mark_or_more_properties_is_fine(broker, body):
    facade = broker(cancelled())

    assert facade.cancel(body).status_code == 200
    assert facade.scheduling.sent == {"jobID": "J-1"}


def test_a_defect_of_our_own_is_an_envelope_and_a_log_entry(broker, caplog):
    facade = broker()
    facade.scheduling.raises = ZeroDivisionError("s3cret")

    response = facade.cancel({"Id": "J-1"})

    assert refusal(response) == (500, "internal")
    assert "s3cret" not in response.text
    assert "s3cret" in caplog.text
