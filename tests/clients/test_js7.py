"""The vendor's own client, js7-client-python 2.0.17, logs in, adds, lists and cancels; it takes the emulator for its JOC."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import js7
import pytest
from js7 import model

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.faults import Fault, FaultRule
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def client_of(url: str, username: str = "root", password: str = "root") -> js7.Client:
    parts = urlsplit(url)
    return js7.Client(
        http_config=model.HTTPConfiguration(host=parts.hostname, port=parts.port),
        auth_config=model.AuthConfiguration(basic_auth=model.BasicAuth(username=username, password=password)),
    )


@pytest.fixture
def emulator() -> Emulator:
    reader = {"account": "reader", "password": "pä:ss", "read_only": True}
    accounts = [{"account": "root", "password": "root"}, reader]
    return create_emulator(Settings(scenario="empty", joc_accounts=accounts), clock=Clock.frozen_at(NOW))


@pytest.fixture
def url(emulator: Emulator) -> Iterator[str]:
    with serving(emulator.wsgi) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[js7.Client]:
    client = client_of(url)
    yield client
    client.logout()


def add(client: js7.Client, name: str = "t1", workflow: str = "/demo/invoices", **more: object) -> str:
    order = model.Order(order_name=name, workflow_path=workflow, **more)
    (order_id,) = client.order.operate.add_orders(controller_id="controller", orders=[order])
    return order_id


def items(emulator: Emulator) -> list[str]:
    with emulator.store.transaction() as tx:
        return [item.id for item in tx.items()]


def test_it_takes_the_release_for_one_that_it_knows(client):
    assert client.joc.manage.get_version() == "2.7.3"


def test_an_order_is_added_listed_and_cancelled_once(client, emulator):
    order = add(client)
    assert order.endswith("-t1")
    assert items(emulator) == [order]
    (listed,) = client.order.manage.get_orders(controller_id="controller", filter=model.GetOrderFilter())
    assert (listed.order_name, listed.workflow_path) == ("t1", "/demo/invoices")

    comment = model.AuditLog(comment="why", ticket_link="T-1", time_spent=5)
    done = client.order.operate.cancel_orders(controller_id="controller", order_ids=[order], kill=False, audit_log=comment)

    assert done is True
    assert items(emulator) == []
    with emulator.store.transaction() as tx:
        (entry,) = tx.audit()
    assert (entry.facade, entry.reason, entry.details["ticketLink"]) == ("joc", "why", "T-1")
    with pytest.raises(model.JocOperationFailed, match=r"No orders found\.") as refused:
        client.order.operate.cancel_orders(controller_id="controller", order_ids=[order])
    assert refused.value.code == "JOC-161"


def test_orders_are_cancelled_by_their_workflow(client, emulator):
    first, second = add(client, "a", "/demo/a"), add(client, "b", "/demo/b")

    assert client.order.operate.cancel_orders(controller_id="controller", workflow_paths=["/demo/a"]) is True

    assert items(emulator) == [second]
    assert first != second


LONG_NAMED = model.Order(order_name="n" * 26, workflow_path="w")


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("cancel_orders", {"controller_id": "controller", "order_ids": ["x" * 256]}, "JOC-420"),
        ("cancel_orders", {"controller_id": "elsewhere", "order_ids": ["x"]}, "JOC-404"),
        ("add_orders", {"controller_id": "controller", "orders": [LONG_NAMED]}, "JOC-420"),
    ],
)
def test_what_is_wrong_has_a_code(client, method, arguments, code):
    with pytest.raises(model.JocOperationFailed) as refused:
        getattr(client.order.operate, method)(**arguments)

    assert refused.value.code == code


def test_a_scheduling_that_fails_is_an_operation_that_failed(client, emulator):
    order = add(client)
    for fault, code in ((Fault(reset=True), "JOC-402"), (Fault(fault="Receiver"), "JOC-420"), (Fault(code=646), "JOC-420")):
        emulator.faults.put([FaultRule(operation="CancelJob", count=1, fault=fault)])
        with pytest.raises(model.JocOperationFailed) as refused:
            client.order.operate.cancel_orders(controller_id="controller", order_ids=[order])
        assert refused.value.code == code
    assert items(emulator) == [order]


def test_a_wrong_password_is_a_log_in_that_failed(url):
    with pytest.raises(model.AuthenticationFailed):
        client_of(url, password="wrong")


def test_an_account_that_may_only_look_is_told_so(url):
    reader = client_of(url, "reader", "pä:ss")

    with pytest.raises(model.PermissionDenied, match="Access denied"):
        reader.order.operate.cancel_orders(controller_id="controller", order_ids=["x"])
    assert reader.order.manage.get_orders(controller_id="controller", filter=model.GetOrderFilter()) == []
    reader.logout()


def test_a_session_that_was_idle_for_too_long_is_over(client, emulator):
    emulator.clock.advance(timedelta(minutes=30))

    with pytest.raises(model.SessionExpired, match="Session has expired"):
        add(client)


def test_a_log_out_is_one(url):
    client = client_of(url)

    assert client.logout() is True


def test_a_whole_life_goes_through_the_server_too():
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--scenario", "empty"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            client = client_of(re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0])
            order = add(client, scheduled_for=model.ScheduleTime.now_plus_hms(hours=1))
            cancelled = client.order.operate.cancel_orders(controller_id="controller", order_ids=[order])
            with pytest.raises(model.JocOperationFailed, match="JOC-161"):
                client.order.operate.cancel_orders(controller_id="controller", order_ids=[order])
            logged_out = client.logout()
        finally:
            process.terminate()

    assert (cancelled, logged_out) == (True, True)
