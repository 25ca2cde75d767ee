"""Records: what our facades keep of their own is there, done once, and nothing else is."""

import pytest

from contracts.clauses import all_clauses
from contracts.document import load
from contracts.needs import called
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.records import PHASES
from contracts.strategies.naming import naming
from contracts.target import InProcess
from contracts.targets.signed_in import signed_in

(RECORDS,) = PHASES


@pytest.mark.parametrize("name", ["joc", "crm-com", "azure-job-router"])
def test_our_facades_keep_what_their_documents_say_of_records(name):
    document = load(name)
    context = RunContext(target=signed_in(InProcess(), [document]), documents=(document,), seed=1, budget=Budget(None))

    events = [event for event in RECORDS(context) if isinstance(event, Checked)]

    assert [str(failure) for event in events for failure in event.failures] == []
    exercised = {clause for event in events for clause in event.clauses}
    assert {clause for clause in EXERCISES["records"] if all_clauses()[clause].system == name} <= exercised


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
