"""Records: what they are called, and how a request names one. What our facades keep of their own is shown of the gate."""

import pytest

from contracts.document import load
from contracts.needs import called
from contracts.run.records import PHASES
from contracts.strategies.naming import naming

(RECORDS,) = PHASES


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("data.number", "J1"),
        ("number={data.number}", "number=J1"),
        ("{data.number}/{data.id}", "J1/AB"),
        ("id={data.other}", None),
        ("ids.1", "b"),
    ],
)
def test_a_record_is_called_as_the_makers_answer_says(where, name):
    assert called({"data": {"number": "J1", "id": "AB"}, "ids": ["a", "b"]}, where) == name


@pytest.mark.parametrize(
    ("path", "names"), [("job_identifier.number", {"number"}), ("job_identifier.id", {"id"}), (None, {"id"})]
)
def test_of_two_ways_to_name_a_record_one_is_taken(path, names):
    body = naming(load("crm-com").operation("CancelJob"), path)

    assert set(body) == {"job_identifier"}
    assert set(body["job_identifier"]) == names
