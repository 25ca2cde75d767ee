"""Judging a facade that is somebody's: what is sent with each request, what must arrive in SOAP, and nothing else touched."""

from contextlib import contextmanager

import pytest

from contracts.run.choices import Choices, command
from contracts.run.engine import run
from contracts.run.events import Checked
from contracts.run.milestones import PhaseBroke
from contracts.run.preparation import prepare
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

TENANT = {"name": "acme", "token": "acme-token", "database_user": "ACME", "password": "p", "sp_user": "u"}


@contextmanager
def served(**settings):
    emulator = create_emulator(Settings(**settings))
    with serving(emulator.wsgi) as url:
        yield url, emulator


def judged(url, **choices):
    prepared = prepare(Choices(url=url, **{"documents": ["servicebroker"], **choices}))
    try:
        events = list(run(prepared.started, prepared.phases, prepared.context))
    finally:
        prepared.context.target.close()
    assert [event.error for event in events if isinstance(event, PhaseBroke)] == []
    broken = {clause for event in events if isinstance(event, Checked) for each in event.failures for clause in each.clauses}
    return broken, events


def test_a_bearer_token_and_a_login_are_judged_by():
    with served(auth=True, tenants=(TENANT,)) as (url, _):
        assert judged(url, phases=["mapping", "http_order"], bearer="acme-token", login="ACME:p:u")[0] == set()
        assert "SB-P-01" in judged(url, phases=["codes"], bearer="acme-token", login="ACME:p:other")[0]
        assert "SB-H-02" in judged(url, phases=["codes"], bearer="another-token", login="ACME:p:u")[0]


def test_a_header_goes_with_every_request():
    with served() as (url, emulator):
        judged(url, phases=["codes"], headers={"X-Tenant": "acme"})

        seen = [entry.rest for entry in emulator.journal.read().entries if entry.rest is not None]

    assert len(seen) > 10
    assert all(("X-Tenant", "acme") in entry.request_headers for entry in seen)


def test_a_read_only_run_leaves_everything_as_it_was():
    with served() as (url, emulator):
        before = [repr(item) for item in _items(emulator)]

        broken, events = judged(url, read_only=True, time_budget=60)

        assert broken == set()
        assert [repr(item) for item in _items(emulator)] == before
    cases = sum(event.cases for event in events if isinstance(event, Checked))
    accepted = {event.name for event in events if isinstance(event, Checked) and "SB-E-01" in event.clauses}
    assert cases > 1000
    assert any(name.startswith("mapping: CancelJob") for name in accepted)


def test_a_read_only_run_that_is_no_read_only_run_cancels_jobs():
    with served() as (url, emulator):
        before = {item.id for item in _items(emulator)}

        judged(url, phases=["mapping"])

        assert before - {item.id for item in _items(emulator)}


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"headers": {"X-Api-Key": "k"}}, '--header "X-Api-Key: $X_API_KEY"'),
        ({"bearer": "t"}, '--bearer "$TOKEN"'),
        ({"login": "a:b:c"}, '--login "$LOGIN"'),
        ({"timeout": 2.5}, "--timeout 2.5"),
        ({"read_only": True}, "--read-only"),
    ],
)
def test_the_command_that_repeats_a_run_has_its_choices_and_no_secret(choices, words):
    line = command(Choices(url="http://127.0.0.1:1", **choices), seed=1)

    assert line == f"contracts run --seed 1 --url http://127.0.0.1:1 {words}"


def _items(emulator):
    with emulator.store.transaction() as tx:
        return list(tx.items(None))
