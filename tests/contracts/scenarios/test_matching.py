"""A part is compared with the whole: kept, and broken in each way it can be."""

import pytest

from contracts.scenarios.matching import Kind, Matcher, differences

ITEMS = [{"Id": "a"}, {"Id": "b"}]


def told(expected, found, **how):
    return [(each.where, each.expected, each.found) for each in differences(expected, found, where="body", **how)]


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 2, "d": 3}]}}),
        ({"a": Matcher(Kind.ABSENT)}, {}),
        ({"a": Matcher(Kind.ANY)}, {"a": None}),
        ({"a": Matcher(Kind.NOT, 1)}, {"a": 2}),
        (Matcher(Kind.EXACTLY, {"a": 1, "z": Matcher(Kind.ABSENT)}), {"a": 1}),
        (Matcher(Kind.ORDERED, {"b": 1, "a": 1}), {"b": 1, "a": 1}),
        (Matcher(Kind.IDS, ["b", "a"]), ITEMS),
        (Matcher(Kind.GREATER, "9"), "10"),
        (Matcher(Kind.GREATER, 9), 10),
        (Matcher(Kind.PATTERN, "[0-9]+"), "12"),
        (Matcher(Kind.CONTAINS, "b"), "abc"),
    ],
)
def test_what_is_left_out_does_not_matter(expected, found):
    assert told(expected, found) == []


@pytest.mark.parametrize(
    ("expected", "found", "where"),
    [
        ({"a": 1}, {"a": 2}, "body.a"),
        ({"a": 1}, {}, "body.a"),
        ({"a": 1}, [1], "body"),
        ({"a": "0"}, {"a": 0}, "body.a"),
        ({"a": 1}, {"a": True}, "body.a"),
        ([1, 2], [1], "body"),
        ([1, {"x": 2}], [1, {"x": 3}], "body[1].x"),
        ({"a": Matcher(Kind.ABSENT)}, {"a": None}, "body.a"),
        ({"a": Matcher(Kind.ANY)}, {}, "body.a"),
        ({"a": Matcher(Kind.NOT, 1)}, {"a": 1}, "body.a"),
        ({"a": Matcher(Kind.NOT, 1)}, {}, "body.a"),
        (Matcher(Kind.EXACTLY, {"a": 1}), {"a": 1, "b": 1}, "body (its keys)"),
        (Matcher(Kind.ORDERED, {"b": 1, "a": 1}), {"a": 1, "b": 1}, "body (its keys)"),
        (Matcher(Kind.IDS, ["a"]), ITEMS, "body"),
        (Matcher(Kind.IDS, ["a", "b"]), [*ITEMS, {"Id": "b"}], "body"),
        (Matcher(Kind.GREATER, "9"), "9", "body"),
        (Matcher(Kind.GREATER, "9"), "ten", "body"),
        (Matcher(Kind.PATTERN, "[0-9]+"), "12 ", "body"),
        (Matcher(Kind.CONTAINS, "b"), "ac", "body"),
    ],
)
def test_a_difference_is_told_where_it_is(expected, found, where):
    assert [place for place, _, _ in told(expected, found)][:1] == [where]


def test_all_differences_are_told():
    assert told({"a": 1, "b": 2, "c": 3}, {"a": 0, "b": 2}) == [("body.a", 1, 0), ("body.c", 3, "absent")]


def test_xml_has_texts_only():
    assert (
        told({"code": 0, "isFixed": False, "empty": None}, {"code": "0", "isFixed": "false", "empty": ""}, as_text=True) == []
    )
    assert told({"code": 0}, {"code": "00"}, as_text=True) == [("body.code", "0", "00")]


def test_a_rule_reads_as_words():
    assert str(Matcher(Kind.GREATER, "5")) == "a whole number above 5"
    assert told({"a": Matcher(Kind.ABSENT)}, {"a": 1}) == [("body.a", "absent", 1)]
