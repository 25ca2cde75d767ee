"""What a GetChangedWorkItemsRequest holds, and the order in which it is looked at (SCH-G-11 to SCH-G-15)."""

import pytest

from emulator.scheduling.work_item import Unit
from tests.emulator.soap_server.soap import LOGIN, cancel, poll, reason

ASTRAL = "\U0001f6e0"
ALL = ["J-1", "J-2", "700001"]


@pytest.mark.parametrize(
    "stamp", ["", " ", "abc", "-1", "-0", "+1", "1.0", "1e3", "18446744073709551616", "9" * 5000, "\u0661", "1 1", "0x1"]
)
def test_what_is_no_time_stamp_gets_504_or_in_strict_a_fault(soap, strict, stamp):
    message = poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>")

    assert soap.call(message).result == ("Error", 504)
    assert "timeStampIn" in strict.sender_fault(message)


@pytest.mark.parametrize("stamp", ["18446744073709551615", "1000007"])
def test_a_stamp_that_was_never_given_out_gets_504_in_both(either, stamp):
    answer = either.poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>")

    assert answer.result == ("Error", 504)
    assert [child.tag for child in answer.root] == ["result", "timeStampOut"]
    assert answer.text("timeStampOut") == "0"


@pytest.mark.parametrize("stamp", ["0", "1", "000", " 1 ", "\t\r\n1000000\n", "0" * 100 + "1000000"])
def test_white_space_around_and_leading_zeros_are_no_error(either, stamp):
    assert either.poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>").ids == ALL


def test_a_stamp_of_a_reply_can_be_asked_with_in_any_unit(either):
    stamp = either.poll().text("timeStampOut")

    assert either.poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>").ids == []
    assert either.poll("BADMAX", f"<timeStampIn>{stamp}</timeStampIn>").result == ("Error", 281)


@pytest.mark.parametrize("unit", [None, "", "X" * 9, ASTRAL * 9])
def test_a_missing_empty_or_long_unit_gets_278_or_in_strict_a_fault(soap, strict, unit):
    assert soap.poll(unit).result == ("Error", 278)
    assert "FRUID" in strict.sender_fault(poll(unit))


@pytest.mark.parametrize("unit", ["WEST", "north", "NORTH ", ASTRAL * 8])
def test_an_unknown_unit_gets_278_in_both(either, unit):
    assert either.poll(unit).result == ("Error", 278)


@pytest.mark.parametrize(
    "options",
    [
        "<JeopOnly>yes</JeopOnly>", "<JeopOnly>TRUE</JeopOnly>", "<JeopOnly/>", "<JeopOnly> </JeopOnly>",
        "<JeopOnly>2</JeopOnly>",
        "<JeopOnly>\u00a0true</JeopOnly>", "<More>1</More>", "<JeopOnly>true</JeopOnly><More/>", "<jeopOnly>true</jeopOnly>",
        '<x:JeopOnly xmlns:x="urn:x">true</x:JeopOnly>',
    ],
)  # fmt: skip
def test_options_that_the_api_does_not_know_get_80_or_in_strict_a_fault(soap, strict, options):
    message = poll("NORTH", f"<options>{options}</options>")

    assert soap.call(message).result == ("Error", 80)
    assert soap.call(message).text("timeStampOut") == "0"
    assert strict.sender_fault(message)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", ALL),
        ("<options/>", ALL),
        ("<options>  </options>", ALL),
        ("<options><JeopOnly>false</JeopOnly></options>", ALL),
        ("<options><JeopOnly>\n0\t</JeopOnly></options>", ALL),
        ("<options><JeopOnly>1</JeopOnly></options>", ["J-2"]),
        ("<options><JeopOnly> true </JeopOnly></options>", ["J-2"]),
    ],
)
def test_jeop_only_is_a_boolean_of_the_schemas_kind_and_absent_means_false(either, options, found):
    assert either.poll("NORTH", options).ids == found


def test_the_order_is_login_unit_options_maximum_stamp(make_soap):
    soap = make_soap(logins=({"database_user": "a", "password": "b", "sp_user": "c"},))
    right, wrong = "<login><databaseUser>a</databaseUser><password>b</password><spUser>c</spUser></login>", LOGIN
    options, stamp = "<options><x/></options>", "<timeStampIn>x</timeStampIn>"

    found = [
        soap.poll("WEST", options + stamp, login=wrong),
        soap.poll("WEST", options + stamp, login=right),
        soap.poll("BADMAX", options + stamp, login=right),
        soap.poll("BADMAX", stamp, login=right),
        soap.poll("NORTH", stamp, login=right),
    ]

    assert [answer.result[1] for answer in found] == [9001, 278, 80, 281, 504]
    assert {answer.text("timeStampOut") for answer in found} == {"0"}


def test_in_strict_the_schema_comes_before_the_login(make_soap):
    soap = make_soap(profile="strict", logins=({"database_user": "a", "password": "b", "sp_user": "c"},))

    assert soap.sender_fault(poll("NORTH", "<timeStampIn>x</timeStampIn>"))
    assert soap.sender_fault(cancel("J-1", reason("<cancelReasonId>x</cancelReasonId>")))
    assert soap.sender_fault(cancel("J-1", login=""))
    assert soap.poll("WEST").result == ("Error", 9001)


def test_a_reply_that_is_cut_says_more_and_can_be_continued_to_the_end(soap):
    with soap.emulator.store.transaction() as tx:
        tx.put_unit(Unit(id="NORTH", max_work_items=2))

    first = soap.poll()
    second = soap.poll("NORTH", f"<timeStampIn>{first.text('timeStampOut')}</timeStampIn>")

    assert (first.ids, first.text("more")) == (["J-1", "J-2"], "true")
    assert (second.ids, second.text("more")) == (["700001"], None)
    assert [child.tag for child in first.root][:3] == ["result", "timeStampOut", "more"]
