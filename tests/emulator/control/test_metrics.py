"""Metrics, read as Prometheus reads them."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.settings import Settings

CANCEL = "/up/v5/rest/scheduling/CancelJob"


@pytest.fixture
def metrics(control):
    def read() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        answer = control.call("GET", "/metrics")
        assert answer.status_code == 200
        assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
        families = text_string_to_metric_families(answer.text)
        return {(sample.name, frozenset(sample.labels.items())): sample.value for one in families for sample in one.samples}

    return read


def key(name: str, **labels: Any) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


def test_exchanges_are_counted_by_facade_operation_and_status(control, metrics):
    control.client.put(CANCEL, json={"Id": "J-1001"})
    control.client.put(CANCEL, json={"Id": "J-1001"})
    control.client.put(CANCEL, json={"Id": 7})
    control.client.post("/soap", data="no XML")
    control.client.get("/up/v5/rest/scheduling/Nothing")

    found = metrics()

    count = "emulator_exchange_seconds_count"
    assert {row: value for row, value in found.items() if row[0] == count} == {
        key(count, facade="servicebroker", operation="CancelJob", status="200"): 2,
        key(count, facade="servicebroker", operation="CancelJob", status="400"): 1,
        key(count, facade="servicebroker", operation="", status="404"): 1,
        key(count, facade="soap", operation="", status="400"): 1,
    }
    assert found[key("emulator_exchange_seconds_sum", facade="servicebroker", operation="CancelJob", status="200")] > 0
    assert found[key("emulator_soap_calls_total", operation="CancelJob", status="200")] == 2
    assert found[key("emulator_soap_calls_total", operation="", status="400")] == 1


def test_the_control_api_and_the_wsdl_are_not_counted(control, metrics):
    control.get("/work-items")
    control.client.get("/soap?wsdl")

    assert not [row for row in metrics() if row[0].startswith("emulator_exchange")]


def test_a_broken_connection_is_a_call_with_status_0(control, metrics):
    control.put("/faults", [{"reset": True}])
    control.client.put(CANCEL, json={"Id": "J-1001"})

    assert metrics()[key("emulator_soap_calls_total", operation="CancelJob", status="0")] == 1


def test_it_tells_what_is_there(control, metrics):
    before = metrics()
    control.client.put(CANCEL, json={"Id": "J-1001"})
    control.post("/clock/advance", {"seconds": 60})
    after = metrics()

    def change(name: str, **labels: str) -> float:
        return after[key(name, **labels)] - before[key(name, **labels)]

    assert before[key("emulator_work_items", unit="NORTH")] == len(control.get("/work-items?unit=NORTH")) + 1
    assert change("emulator_work_items", unit="NORTH") == -1
    assert change("emulator_work_items", unit="SOUTH") == 0
    assert change("emulator_audit_entries") == 1
    assert change("emulator_clock_seconds") == 60
    assert after[key("emulator_clock_running")] == 0
    assert after[key("emulator_info", version=control.emulator.version)] == 1
    assert after[key("process_resident_memory_bytes")] > 1_000_000


def test_what_fell_out_of_the_journal_is_counted():
    client = Client(create_emulator(Settings(journal_size=2)).wsgi)
    for _ in range(5):
        client.put(CANCEL, json={"Id": "x"})

    assert "emulator_journal_dropped 3.0\n" in client.get("/_emulator/metrics").text
