"""Conditional requests: a facade that heeds a condition too little or too much is found."""

from dataclasses import replace

import pytest

from contracts.document import load
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.run.records import records
from contracts.target import InProcess
from contracts.targets.signed_in import signed_in
from tests.contracts.run.tampered import Tampered, with_status

AZURE = load("azure-job-router")


class Heeding(InProcess):
    """The emulator, whose requests are changed before they come there."""

    def __init__(self, change):
        super().__init__()
        self._change = change

    def rest(self, request, *, operation=None):
        exchange = super().rest(replace(request, headers=self._change(dict(request.headers))), operation=operation)
        return replace(exchange, request=request)


def without(name):
    return lambda headers: {each: value for each, value in headers.items() if each != name}


def with_any(headers):
    return {**headers, "If-Match": "*"} if headers.get("If-Match", "").startswith('"') else headers


def never(headers):
    return {**headers, "If-Match": '"x"'} if "If-Match" in headers else headers


def told(target):
    context = RunContext(target=signed_in(target, [AZURE]), documents=(AZURE,), seed=1, budget=Budget(None))
    return [event for event in records(context) if isinstance(event, Checked)]


def messages(events):
    return {failure.message for event in events for failure in event.failures}


def test_conditions_are_put_to_the_test():
    events = told(InProcess())

    assert messages(events) == set()
    assert sum("If-Match" in event.name for event in events) == 5
    assert sum("If-Unmodified-Since" in event.name for event in events) == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("If-Match"), "If-Match says what is not so, and the answer is another"),
        (without("If-Match"), "If-Match says that it is there, and it is not, and the answer is another"),
        (without("If-Unmodified-Since"), "If-Unmodified-Since says what is not so, and the answer is another"),
        (with_any, "If-Match says what was so before it was changed, and the answer is another"),
        (never, "If-Match says what etag said, and it is refused"),
    ],
)
def test_a_condition_that_is_not_heeded_is_found(change, message):
    assert message in messages(told(Heeding(change)))


def test_a_condition_that_is_refused_otherwise_is_found():
    changed = Tampered(with_status(412, 409))

    assert "If-Match says what is not so, and the answer is another" in messages(told(changed))
