"""Looking up places in JSON."""

import pytest

from contracts.expected.json_body import place

ANSWER = {"orderIds": ["a", "b"], "data": {"rows": [{"id": 7}]}, "0": "no list"}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("orderIds.0", "a"),
        ("orderIds.1", "b"),
        ("data.rows.0.id", 7),
        ("0", "no list"),
        ("orderIds.2", None),
        ("orderIds.-1", None),
        ("orderIds.a", None),
        ("data.rows.id", None),
        ("data.0", None),
    ],
)
def test_a_number_leads_to_an_entry_of_a_list(path, found):
    assert place(ANSWER, path) == found
