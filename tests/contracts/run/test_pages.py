"""Lists in pages: ours give each record once, and a facade that loses, repeats or hides some is found."""

from dataclasses import replace

import pytest

from contracts.document import load
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.run.polling import polling
from contracts.target import InProcess
from contracts.targets.signed_in import signed_in
from tests.contracts.run.tampered import Tampered, in_answers

NOT_ONCE = "the pages together do not give each record once"


class Asking(InProcess):
    """The emulator, which is asked for something else than it seems: ``old`` in a path is ``new`` there."""

    def __init__(self, old, new):
        super().__init__()
        self._change = old, new

    def rest(self, request, *, operation=None):
        exchange = super().rest(replace(request, path=request.path.replace(*self._change)), operation=operation)
        return replace(exchange, request=request)


def told(name, target):
    document = load(name)
    context = RunContext(target=signed_in(target, [document]), documents=(document,), seed=1, budget=Budget(None))
    return [event for event in polling(context) if isinstance(event, Checked)]


def messages(events):
    return {failure.message for event in events for failure in event.failures}


@pytest.mark.parametrize(("name", "ways"), [("azure-job-router", 8), ("crm-com", 6)])
def test_our_facades_give_each_record_once(name, ways):
    events = told(name, InProcess())

    assert messages(events) == set()
    assert len(events) == ways


@pytest.mark.parametrize(
    ("name", "target", "message"),
    [
        ("azure-job-router", Tampered(in_answers(b"nextLink", b"next")), NOT_ONCE),
        (
            "azure-job-router",
            Tampered(in_answers(b"127.0.0.1:8010/", b"example.com/")),
            "the way to the next page leads elsewhere",
        ),
        ("azure-job-router", Asking("maxpagesize=", "mostpagesize="), "a page is too long"),
        ("azure-job-router", Tampered(in_answers(b'"id": "job-1-2"', b'"id": "job-1-1"')), NOT_ONCE),
        ("crm-com", Asking("offset=", "offsets="), NOT_ONCE),
        ("crm-com", Asking("number_of_results=", "numbers="), "a page is too long"),
    ],
)
def test_a_list_that_is_wrong_is_found(name, target, message):
    assert message in messages(told(name, target))
