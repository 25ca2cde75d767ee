"""The same facade before a Scheduling by URL, where each request needs a record that has another name on either side."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from contracts.document import load
from contracts.run.as_embedded import as_embedded
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.run.tally import Tally
from contracts.target import InProcess
from contracts.targets.signed_in import signed_in


class Otherwise(InProcess):
    """The emulator, whose facade before a Scheduling by URL tells something else in ``instead_of``."""

    def __init__(self, instead_of=b"", something_else=b"", **settings):
        super().__init__(settings)
        self._told = instead_of, something_else

    @contextmanager
    def with_settings(self, settings):
        yield Otherwise(*self._told, **settings)

    def rest(self, request, *, operation=None):
        exchange = super().rest(request, operation=operation)
        if not self._given:
            return exchange
        return replace(exchange, response=replace(exchange.response, body=exchange.response.body.replace(*self._told)))


def compared(name, target):
    document = load(name)
    tally = Tally("by URL")
    context = RunContext(target=signed_in(target, [document]), documents=(document,), seed=20260105, budget=Budget(None))
    assert list(as_embedded(context, tally)) == []
    return [event for event in tally.events() if isinstance(event, Checked)]


@pytest.mark.parametrize("name", ["joc", "azure-job-router", "crm-com"])
def test_records_that_both_make_are_called_something_else_and_that_is_no_difference(name):
    (told,) = compared(name, InProcess())

    assert [str(failure) for failure in told.failures] == []
    assert told.cases > 10


@pytest.mark.parametrize(
    ("name", "instead_of", "something_else"),
    [
        ("joc", b'"ok":true', b'"ok":true,"x":1'),
        ("azure-job-router", b"{}", b'{"x": 1}'),
        ("crm-com", b"CANCELLED", b"PENDING"),
    ],
)
def test_a_facade_that_answers_otherwise_there_is_found(name, instead_of, something_else):
    (told,) = compared(name, Otherwise(instead_of, something_else))

    assert any(failure.message == "the facade behaves otherwise before a Scheduling by URL" for failure in told.failures)
