"""Ways to set a facade up: every value that a document lists is tried, and what becomes wrong under one is found."""

import pytest

from contracts.document import load
from contracts.document.other_settings import allowed_settings, other_settings
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.run.setups import of_documents, setups
from contracts.targets.signed_in import signed_in
from tests.contracts.run.tampered import Tampered, in_answers


def told(name, target):
    document = load(name)
    context = RunContext(target=signed_in(target, [document]), documents=(document,), seed=1, budget=Budget(None))
    return list(setups(context))


def failures(events):
    return [failure for event in events if isinstance(event, Checked) for failure in event.failures]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("servicebroker", []),
        ("joc", [{"joc_quirks": "2.7.3"}, {"joc_audit_comment_required": True}]),
        ("crm-com", [{"crm_error_status": "ok"}, *({"crm_release": each} for each in ("R11", "R13", "R12"))]),
        ("azure-job-router", [{"azure_cancel_terminal": "accept"}, {"azure_error_wrapper": "communicationError"}]),
    ],
)
def test_what_no_phase_sets_up_is_tried_as_the_document_says(name, settings):
    found = [setup.settings for setup in of_documents([load(name)])]

    assert sorted(map(str, found)) == sorted(map(str, settings))


def test_a_facade_that_is_wrong_under_one_setting_is_found():
    events = told("joc", Tampered(in_answers(b"JOC-300", b"JOC-404")))

    wrong = {event.name for event in events if isinstance(event, Checked) and event.failures}
    assert wrong == {f"setups: {each}: joc_audit_comment_required=True" for each in ("addOrders", "cancelOrders")}


def test_a_value_is_given_under_which_a_condition_holds():
    source = {"x-settings": {"release": {"default": "R15"}, "on": {"default": False}, "most": {"default": 1}}}
    part = {"x-when": {"release<R14.5": {}, "on=true": {"x-when": {"most=7": {}}}}, "inside": [{"x-when": {"on=true": {}}}]}

    assert other_settings(source, part) == [{"release": "R14.4"}, {"on": True}, {"most": 7}]


def test_every_listed_value_and_the_other_truth_are_other_settings():
    source = {"x-settings": {"mode": {"default": "a", "values": ["a", "b", "c"]}, "on": {"default": True}, "n": {"default": 1}}}

    assert allowed_settings(source) == [{"mode": "b"}, {"mode": "c"}, {"on": False}]
