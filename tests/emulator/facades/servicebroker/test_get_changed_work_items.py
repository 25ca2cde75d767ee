"""GetChangedWorkItems from JSON to SOAP: what is sent, and what is not (SB-G-01, SB-G-04 to SB-G-06)."""

import json

import pytest

from tests.emulator.facades.servicebroker.conftest import refusal
from tests.emulator.soap_client.fake_scheduling import changed

ALL = {"FRUID": "NORTH", "timeStampIn": "17", "options": "", "options/JeopOnly": "true"}
SENT = {
    "everything": ({"FRU": "NORTH", "OffsetId": "17", "Options": {"JeopOnly": True}}, ALL),
    "in another order": ({"Options": {"JeopOnly": True}, "OffsetId": "17", "FRU": "NORTH"}, ALL),
    "the unit alone": ({"FRU": "NORTH"}, {"FRUID": "NORTH"}),
    "empty options": ({"FRU": "NORTH", "Options": {}}, {"FRUID": "NORTH", "options": ""}),
    "null options": ({"FRU": "NORTH", "Options": None}, {"FRUID": "NORTH"}),
    "an unknown option": ({"FRU": "NORTH", "Options": {"Max": 5}}, {"FRUID": "NORTH", "options": ""}),
    "false": ({"FRU": "NORTH", "Options": {"JeopOnly": False}}, {"FRUID": "NORTH", "options": "", "options/JeopOnly": "false"}),
    "8 astral characters": ({"FRU": "\U0001f6e0" * 8}, {"FRUID": "\U0001f6e0" * 8}),
    "9 characters": ({"FRU": "x" * 9}, {"FRUID": "x" * 9}),
    "an empty unit": ({"FRU": ""}, {"FRUID": ""}),
    "no unit": ({"OffsetId": "1"}, {"timeStampIn": "1"}),
}


@pytest.mark.parametrize(("body", "sent"), SENT.values(), ids=SENT)
def test_what_is_sent_is_what_was_given_and_nothing_else(broker, body, sent):
    facade = broker(changed())

    assert facade.poll(body).status_code == 200
    assert list(facade.scheduling.sent.items()) == list(sent.items())
    assert [call.operation for call in facade.calls] == ["GetChangedWorkItems"]


# JSON text of the value, and what is sent; None where nothing is.
OFFSETS = {
    "null": None, '""': None,
    '"0"': "0", '" 17 "': " 17 ", '"abc"': "abc", '"-1"': "-1", '"007"': "007", '"1.0"': "1.0", '"\\r"': "\r",
    "17": "17", "0": "0", "-1": "-1", "1.0": "1", "1e3": "1000", "-0": "0",
    "18446744073709551615": "18446744073709551615", "18446744073709551616": "18446744073709551616",
    "18446744073709551617.0": "18446744073709551617", "1e400": "1" + "0" * 400, "9" * 5000: "9" * 5000,
    "1.5": "1.5", "1.50": "1.50", "1e-3": "1e-3", "1e999999999999": "1e999999999999", "-1e9999": "-1e9999",
    "1e" + "9" * 5000: "1e" + "9" * 5000, "1.0e-" + "9" * 5000: "1.0e-" + "9" * 5000, "1" + "0" * 5000 + "e-5000": "1",
    "true": "true", "false": "false",
    "[]": "[]", '[ 1.0, "a" , null]': '[1.0,"a",null]', '{"a" : {"b": 1E2}}': '{"a":{"b":1E2}}', '["\\u00e9<"]': '["é<"]',
}  # fmt: skip


@pytest.mark.parametrize(("text", "sent"), OFFSETS.items(), ids=[text[:20] for text in OFFSETS])
def test_an_offset_of_any_type_goes_to_scheduling_as_text(broker, text, sent):
    facade = broker(changed())

    assert facade.poll(b'{"FRU": "NORTH", "OffsetId": %b}' % text.encode()).status_code == 200
    assert facade.scheduling.sent.get("timeStampIn") == sent


JEOP_ONLY = {
    "null": None,
    "true": "true", "false": "false",
    '""': "", '"yes"': "yes", '"true"': "true", '" 1 "': " 1 ",
    "1": "1", "1.0": "1", "1e0": "1", "0": "0", "2": "2", "0.5": "0.5",
    "[]": "[]", "[true]": "[true]", '{"a": 1}': '{"a":1}',
}  # fmt: skip


@pytest.mark.parametrize(("text", "sent"), JEOP_ONLY.items())
def test_a_jeop_only_of_any_type_goes_to_scheduling_as_text(broker, text, sent):
    facade = broker(changed())

    assert facade.poll(b'{"FRU": "NORTH", "Options": {"JeopOnly": %b}}' % text.encode()).status_code == 200
    assert facade.scheduling.sent.get("options/JeopOnly") == sent
    assert facade.scheduling.sent["options"] == ""


REFUSED = {
    "a number as unit": ({"FRU": 1}, "FRU must be a string: expected a string of 1 to 8 characters, found the number 1"),
    "null as unit": ({"FRU": None}, "FRU must be a string: expected a string of 1 to 8 characters, found null"),
    "an array as unit": ({"FRU": []}, "FRU must be a string: expected a string of 1 to 8 characters, found an array"),
    "a control character": (
        {"FRU": "N\u0008"},
        "FRU has a character that XML cannot carry: expected characters that XML 1.0 allows, found U+0008 at character 2",
    ),
    "a text as options": ({"FRU": "N", "Options": "x"}, 'Options must be an object: expected an object, found the text "x"'),
    "an array as options": ({"FRU": "N", "Options": []}, "Options must be an object: expected an object, found an array"),
    "a flag as options": ({"FRU": "N", "Options": True}, "Options must be an object: expected an object, found true"),
    "a surrogate as offset": (
        {"FRU": "N", "OffsetId": "\ud800", "Options": {}},
        "OffsetId has a character that XML cannot carry: expected characters that XML 1.0 allows, found U+D800 at character 1",
    ),
    "a surrogate inside an offset": (
        {"FRU": "N", "OffsetId": [{"\udc00": 1}], "Options": {}},
        "OffsetId has a character that XML cannot carry: expected characters that XML 1.0 allows, found U+DC00 at character 1",
    ),
    "a control character in an option": (
        {"FRU": "N", "Options": {"JeopOnly": "\u0001"}},
        "Options.JeopOnly has a character that XML cannot carry: expected characters that XML 1.0 allows, "
        "found U+0001 at character 1",
    ),
}


@pytest.mark.parametrize(("body", "message"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("validation", ["pass-through", "broker"])
def test_what_no_mode_takes_names_the_property_the_rule_and_what_was_found(broker, body, message, validation):
    facade = broker(validation=validation)

    response = facade.poll(json.dumps(body).encode())

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"] == message
    assert facade.calls == []


IN_BROKER_MODE = {
    "no unit": ({"Options": {}}, "FRU is required: expected a string of 1 to 8 characters, found nothing"),
    "an empty unit": (
        {"FRU": "", "Options": {}},
        "FRU must not be empty: expected a string of 1 to 8 characters, found an empty text",
    ),
    "9 characters": (
        {"FRU": "x" * 9, "Options": {}},
        "FRU is too long: expected a string of 1 to 8 characters, found 9 characters",
    ),
    "no options": ({"FRU": "N"}, "Options is required: expected an object, found nothing"),
    "null options": ({"FRU": "N", "Options": None}, "Options is required: expected an object, found null"),
}


@pytest.mark.parametrize(("body", "message"), IN_BROKER_MODE.values(), ids=IN_BROKER_MODE)
def test_in_broker_mode_the_facade_judges_unit_and_options(broker, body, message):
    facade = broker(validation="broker")

    response = facade.poll(body)

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"] == message
    assert facade.calls == []


@pytest.mark.parametrize("offset", ["abc", -1, 2**64, ""])
def test_an_offset_is_scheduling_s_to_judge_in_broker_mode_too(broker, offset):
    facade = broker(changed(), validation="broker")

    assert facade.poll({"FRU": "x" * 8, "OffsetId": offset, "Options": {"JeopOnly": "yes"}}).status_code == 200
    assert facade.scheduling.sent["options/JeopOnly"] == "yes"
