"""What JOC says when Scheduling refuses, faults, hangs or is not there, and that it asks once for each order (JOC-M-01)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug import Request
from werkzeug.test import Client

from emulator.clock import Clock
from emulator.facades.facade import Surroundings
from emulator.facades.joc import create_joc
from emulator.records import StoreRecords
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store.memory import MemoryStore
from emulator.settings import Settings
from emulator.soap_client.client import SoapClient
from emulator.soap_client.http import Http
from tests.emulator.facades.joc.conftest import NOW, Joc, outcome
from tests.emulator.soap_client.fake_scheduling import cancelled, changed, fault
from tests.emulator.soap_client.raw_server import drips, http, raw_server, resets, says, silent

FAULTS = {
    "another refusal": ({"code": 646, "type": "Error"}, "JOC-420"),
    "an invalid job": ({"code": 1, "type": "Error"}, "JOC-161"),
    "a warning, which took effect": ({"code": 646, "type": "Warning"}, "ok"),
    "a sender's fault": ({"fault": "Sender"}, "JOC-420"),
    "a receiver's fault": ({"fault": "Receiver"}, "JOC-420"),
    "HTML": ({"status": 502, "body": "<html>S3CRET</html>"}, "JOC-420"),
    "a broken connection": ({"reset": True}, "JOC-402"),
}


@pytest.mark.parametrize(("rule", "code"), FAULTS.values(), ids=FAULTS)
def test_a_call_that_fails_is_told_and_made_once(joc, rule, code):
    (order,) = joc.add()
    joc.control("PUT", "faults", [{"operation": "CancelJob", "count": 1, **rule}])

    response = joc.cancel(orderIds=[order])

    assert outcome(response) == code
    assert joc.sent() == [order]
    assert "S3CRET" not in response.text
    if code != "ok":
        assert joc.listed() == [order], "an order that was not cancelled is still there"
        assert outcome(joc.cancel(orderIds=[order])) == "ok"


def test_a_reply_that_is_too_slow_is_told_though_the_cancel_took_effect(joc):
    (order,) = joc.add()
    joc.control("PUT", "faults", [{"operation": "CancelJob", "count": 1, "delay_ms": 3_600_000}])

    assert outcome(joc.cancel(orderIds=[order])) == "JOC-402"
    assert joc.sent() == [order]
    assert joc.listed() == []


def test_one_cancelled_order_is_a_success_whatever_the_others_met(joc):
    orders = joc.add({}, {}, {}, {})
    rules = ({"code": 646}, {"reset": True}, {"fault": "Sender"})
    joc.control("PUT", "faults", [{"operation": "CancelJob", "count": 1, **rule} for rule in rules])

    assert joc.cancelled() == orders
    assert joc.listed() == orders[:3]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (({"code": 1}, {"code": 1}), "JOC-161"),
        (({"code": 1}, {"code": 646}), "JOC-420"),
        (({"code": 646}, {"reset": True}), "JOC-402"),
        (({"code": 1}, {"reset": True}), "JOC-402"),
    ],
)
def test_where_none_was_cancelled_the_worst_is_told(joc, rules, code):
    orders = joc.add({}, {})
    joc.control("PUT", "faults", [{"operation": "CancelJob", "count": 1, **rule} for rule in rules])

    assert outcome(joc.cancel()) == code
    assert joc.sent() == joc.listed() == orders


def test_without_a_scheduling_system_nothing_is_called(make_joc):
    joc = make_joc(upstream="none")
    (order,) = joc.add()

    assert outcome(joc.cancel(orderIds=[order])) == "JOC-402"
    assert joc.sent() == []
    assert joc.listed() == [order]


OVER_HTTP = {
    "it does": (says(http(cancelled())), "ok"),
    "an unknown job": (says(http(cancelled("Error", "1"))), "JOC-161"),
    "broken before a reply": (resets, "JOC-402"),
    "silence": (silent, "JOC-402"),
    "a slow drip": (drips(http(cancelled()), every=0.05), "JOC-402"),
    "a truncated reply": (says(http(cancelled(), length=len(cancelled()) + 1)), "JOC-420"),
    "HTML": (says(http(b"<html>S3CRET</html>", status="503 Busy")), "JOC-420"),
    "another operation's reply": (says(http(changed())), "JOC-420"),
    "a fault": (says(http(fault(), status="500 Oops")), "JOC-420"),
}


@pytest.mark.parametrize(("answer", "code"), OVER_HTTP.values(), ids=OVER_HTTP)
def test_over_http_it_is_the_same(answer, code):
    with raw_server(answer) as server, facade_before(server.url, timeout=0.4) as joc:
        response = joc.cancel(orderIds=["A"])

    assert outcome(response) == code
    assert "S3CRET" not in response.text
    assert len(server.requests) == 1


def test_nobody_there_is_not_connected():
    with raw_server(silent) as server:
        pass

    with facade_before(server.url) as joc:
        assert outcome(joc.cancel(orderIds=["A"])) == "JOC-402"


def test_before_another_scheduling_an_order_is_joc_s_alone_and_so_is_the_record_of_its_cancel():
    with raw_server(says(http(cancelled()))) as server, facade_before(server.url) as joc:
        (order,) = joc.add()
        listed = joc.listed()
        joc.cancel(orderIds=[order], kill=True)

        with joc.store.transaction() as tx:
            (entry,) = tx.audit()
        assert (entry.job, entry.facade, entry.details["kill"]) == (order, "joc", True)
        assert (listed, joc.listed()) == ([order], [])


class Before(Joc):
    """The facade alone, before a Scheduling system by URL."""

    def __init__(self, transport: Http, settings: Settings) -> None:
        clock = Clock.frozen_at(NOW)
        self.store = MemoryStore(clock=clock, parameters=SystemParameters(), first_stamp=1000)
        facade = create_joc(
            Surroundings(
                settings=settings,
                clock=clock,
                records=StoreRecords(self.store, facade="joc", unit="NORTH", embedded=False),
                scheduling=SoapClient(transport, timeout=settings.upstream_timeout),
                random=bytes,
            )
        )
        self.client = Client(lambda environ, start: facade(Request(environ), [])(environ, start))
        self.token = self.log_in().json["accessToken"]


@contextmanager
def facade_before(url: str, *, timeout: float = 5.0) -> Iterator[Before]:
    transport = Http(url)
    try:
        yield Before(transport, Settings(upstream=url, upstream_timeout=timeout))
    finally:
        transport.close()
