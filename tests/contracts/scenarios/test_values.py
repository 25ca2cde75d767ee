"""Values that are kept under a name, and used later."""

import pytest

from contracts.scenarios.matching import Kind, Matcher
from contracts.scenarios.values import NothingKept, fill, find


def test_a_kept_value_fills_its_places_at_any_depth():
    kept = {"stamp": "7", "state": {"units": []}}

    filled = fill({"a": ["${stamp}", " 0${stamp} "], "b": Matcher(Kind.GREATER, "${stamp}"), "c": "${state}"}, kept)

    assert filled == {"a": ["7", " 07 "], "b": Matcher(Kind.GREATER, "7"), "c": {"units": []}}


def test_a_stamp_can_be_counted_on_and_back():
    assert fill(["${stamp+1}", "${stamp-10}"], {"stamp": "18446744073709551615"}) == [
        "18446744073709551616",
        "18446744073709551605",
    ]


def test_what_was_not_kept_cannot_be_used():
    with pytest.raises(NothingKept, match="nothing was kept under 'other'; there is stamp"):
        fill("${other}", {"stamp": "1"})


def test_a_path_leads_to_a_value_or_says_where_it_ends():
    whole = {"Payload": {"WorkItems": [{"Id": "a"}]}}

    assert find("Payload.WorkItems.0.Id", whole) == "a"
    assert find(".", whole) is whole
    for wrong in ("Payload.Other", "Payload.WorkItems.1", "Payload.WorkItems.x", "Payload.WorkItems.0.Id.deeper"):
        with pytest.raises(NothingKept, match="there is no"):
            find(wrong, whole)
