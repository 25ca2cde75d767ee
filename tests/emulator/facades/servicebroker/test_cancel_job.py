"""CancelJob from JSON to SOAP: what is sent, and what is not (SB-C-*, SB-P-01)."""

import json

import pytest

from tests.emulator.facades.servicebroker.conftest import refusal
from tests.emulator.soap_client.fake_scheduling import cancelled

ASTRAL = "\U0001f6e0"


def reason(**members):
    return {"Id": "J-1", "CancelReason": members}


SENT = {
    "the id alone": ({"Id": "Dep-1306"}, {"jobID": "Dep-1306"}),
    "everything": (
        reason(cancelReasonId=1, cancelReasonDesc="called off"),
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonId": "1", "cancelReason/cancelReasonDesc": "called off"},
    ),
    "members in another order": (
        {"CancelReason": {"cancelReasonDesc": "x", "cancelReasonId": 1}, "Id": "J-1"},
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonId": "1", "cancelReason/cancelReasonDesc": "x"},
    ),
    "older spellings": (
        reason(CancelReasonId=2, CancelReasonDesc="old"),
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonId": "2", "cancelReason/cancelReasonDesc": "old"},
    ),
    "both spellings": (
        reason(CancelReasonId=2, cancelReasonId=3, CancelReasonDesc="old", cancelReasonDesc="new"),
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonId": "3", "cancelReason/cancelReasonDesc": "new"},
    ),
    "a newer spelling that is null": (
        reason(CancelReasonId=2, cancelReasonId=None),
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonId": "2"},
    ),
    "null as reason": ({"Id": "J-1", "CancelReason": None}, {"jobID": "J-1"}),
    "an empty reason": (reason(), {"jobID": "J-1", "cancelReason": ""}),
    "null members": (reason(cancelReasonId=None, cancelReasonDesc=None), {"jobID": "J-1", "cancelReason": ""}),
    "no reason id": (reason(cancelReasonDesc="x"), {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonDesc": "x"}),
    "an empty description": (
        reason(cancelReasonDesc=""),
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonDesc": ""},
    ),
    "a description of 500 astral characters": (
        reason(cancelReasonDesc=ASTRAL * 500),
        {"jobID": "J-1", "cancelReason": "", "cancelReason/cancelReasonDesc": ASTRAL * 500},
    ),
    "50 astral characters": ({"Id": ASTRAL * 50}, {"jobID": ASTRAL * 50}),
    "51 astral characters": ({"Id": ASTRAL * 51}, {"jobID": ASTRAL * 51}),
    "an id far too long": ({"Id": "x" * 9999}, {"jobID": "x" * 9999}),
    "an empty id": ({"Id": ""}, {"jobID": ""}),
    "no id": ({}, {}),
    "white space": ({"Id": " \tJ\r\n1 "}, {"jobID": " \tJ\r\n1 "}),
    "markup": ({"Id": "<J&1>]]>"}, {"jobID": "<J&1>]]>"}),
    "what XML allows at its edges": (
        {"Id": "\x7f\x85\ud7ff\ue000\ufffd\U0010ffff"},
        {"jobID": "\x7f\x85\ud7ff\ue000\ufffd\U0010ffff"},
    ),
    "properties nobody knows": (
        {"Id": "J-1", "id": "J-2", "jobID": "J-3", "Extra": {"\u0001": "\ud800"}, "CancelReason": {"cancelDescription": "x"}},
        {"jobID": "J-1", "cancelReason": ""},
    ),
}


@pytest.mark.parametrize(("body", "sent"), SENT.values(), ids=SENT)
def test_what_is_sent_is_what_was_given_and_nothing_else(broker, body, sent):
    facade = broker(cancelled())

    assert facade.cancel(body).status_code == 200
    assert list(facade.scheduling.sent.items()) == list(sent.items())
    assert [call.operation for call in facade.calls] == ["CancelJob"]


NUMBERS = {
    "1": "1", "1.0": "1", "1e0": "1", "1E+0": "1", "0.1e1": "1", "10e-1": "1", "1000e-3": "1",
    "0": "0", "-0": "0", "0.0": "0", "-0.0e5": "0", "0e999999999999": "0",
    "4294967295": "4294967295", "4294967295.000": "4294967295", "42949672.95e2": "4294967295", "1e9": "1000000000",
    '"7"': "7", '"0"': "0", '"007"': "7", '"4294967295"': "4294967295", '"00000000000000001"': "1",
}  # fmt: skip


@pytest.mark.parametrize(("text", "digits"), NUMBERS.items())
def test_a_reason_id_is_any_spelling_of_a_whole_number(broker, text, digits):
    facade = broker(cancelled())

    facade.cancel(b'{"Id": "J-1", "CancelReason": {"cancelReasonId": %b}}' % text.encode())

    assert facade.scheduling.sent["cancelReason/cancelReasonId"] == digits


NO_NUMBERS = [
    "-1", "1.5", "1e-1", "4294967296", "1e10", "1e400", "1e999999999999", "1e-999999999999", "18446744073709551616",
    "9" * 5000, "true", "false", "[]", "[1]", "{}", '""', '"-1"', '"+1"', '"1.0"', '"1e0"', '" 1"', '"1 "', '"one"',
    '"4294967296"', '"\\u0661"', '"\\uff11"', '"\\u00b2"', '"' + "9" * 5000 + '"',
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS, ids=[text[:20] for text in NO_NUMBERS])
@pytest.mark.parametrize("name", ["cancelReasonId", "CancelReasonId"])
@pytest.mark.parametrize("validation", ["pass-through", "broker"])
def test_a_reason_id_that_is_no_unsigned_number_is_refused(broker, text, name, validation):
    facade = broker(validation=validation)

    response = facade.cancel(b'{"Id": "J-1", "CancelReason": {"%b": %b}}' % (name.encode(), text.encode()))

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"].startswith("CancelReason.cancelReasonId must be a whole number: expected")
    assert len(response.json["Message"]) < 300
    assert facade.calls == []


REFUSED = {
    "a number as id": ({"Id": 17}, "Id must be a string", "the number 17"),
    "null as id": ({"Id": None}, "Id must be a string", "null"),
    "a flag as id": ({"Id": True}, "Id must be a string", "true"),
    "an array as id": ({"Id": ["J-1"]}, "Id must be a string", "an array"),
    "an object as id": ({"Id": {}}, "Id must be a string", "an object"),
    "a text as reason": ({"Id": "J-1", "CancelReason": "x"}, "CancelReason must be an object", 'the text "x"'),
    "an array as reason": ({"Id": "J-1", "CancelReason": []}, "CancelReason must be an object", "an array"),
    "a flag as reason": ({"Id": "J-1", "CancelReason": False}, "CancelReason must be an object", "false"),
    "a number as reason": ({"Id": "J-1", "CancelReason": 0}, "CancelReason must be an object", "the number 0"),
    "a number as description": (reason(cancelReasonDesc=1), "CancelReason.cancelReasonDesc must be a string", "the number 1"),
    "a number, older spelling": (reason(CancelReasonDesc=1), "CancelReason.cancelReasonDesc must be a string", "the number 1"),
    "501 astral characters": (
        reason(cancelReasonDesc=ASTRAL * 501),
        "CancelReason.cancelReasonDesc is too long: expected a string of up to 500 characters",
        "501 characters",
    ),
    "a control character": ({"Id": "J\u0001"}, "Id has a character that XML cannot carry", "U+0001 at character 2"),
    "a zero character": ({"Id": "\u0000"}, "Id has a character that XML cannot carry", "U+0000 at character 1"),
    "a vertical tab": ({"Id": "J-\u000b"}, "Id has a character that XML cannot carry", "U+000B at character 3"),
    "a lone high surrogate": ({"Id": "J\ud800"}, "Id has a character that XML cannot carry", "U+D800 at character 2"),
    "a lone low surrogate": ({"Id": "\udfffJ"}, "Id has a character that XML cannot carry", "U+DFFF at character 1"),
    "surrogates the wrong way round": ({"Id": "\udc00\ud800"}, "Id has a character that XML cannot carry", "U+DC00"),
    "U+FFFE": ({"Id": "\ufffe"}, "Id has a character that XML cannot carry", "U+FFFE"),
    "U+FFFF": ({"Id": "\uffff"}, "Id has a character that XML cannot carry", "U+FFFF"),
    "a control character in the description": (
        reason(cancelReasonDesc="x\u001f"),
        "CancelReason.cancelReasonDesc has a character that XML cannot carry",
        "U+001F at character 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "rule", "found"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("validation", ["pass-through", "broker"])
def test_what_no_mode_takes_names_the_property_the_rule_and_what_was_found(broker, body, rule, found, validation):
    facade = broker(validation=validation)

    response = facade.cancel(json.dumps(body).encode())

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"].startswith(rule)
    assert found in response.json["Message"].partition(", found ")[2]
    assert facade.calls == []


IN_BROKER_MODE = {
    "no id": ({}, "Id is required: expected a string of 1 to 50 characters, found nothing"),
    "an empty id": ({"Id": ""}, "Id must not be empty: expected a string of 1 to 50 characters, found an empty text"),
    "51 characters": ({"Id": "x" * 51}, "Id is too long: expected a string of 1 to 50 characters, found 51 characters"),
    "51 astral": ({"Id": ASTRAL * 51}, "Id is too long: expected a string of 1 to 50 characters, found 51 characters"),
}


@pytest.mark.parametrize(("body", "message"), IN_BROKER_MODE.values(), ids=IN_BROKER_MODE)
def test_in_broker_mode_the_facade_judges_the_id(broker, body, message):
    facade = broker(validation="broker")

    response = facade.cancel(body)

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"] == message
    assert facade.calls == []


@pytest.mark.parametrize("validation", ["pass-through", "broker"])
@pytest.mark.parametrize("id_", ["x", "x" * 50, ASTRAL * 50, " "])
def test_up_to_50_characters_pass_in_both_modes(broker, validation, id_):
    facade = broker(cancelled(), validation=validation)

    assert facade.cancel({"Id": id_}).status_code == 200
    assert facade.scheduling.sent == {"jobID": id_}
