"""An emulator in the hand of a test, without pytest's fixtures."""

import socket
import threading

import httpx
import pytest
import zeep

from emulator.testing import in_process, running
from emulator.testing.control import ControlError

CANCEL = "/up/v5/rest/scheduling/CancelJob"
RESET = {"operation": "CancelJob", "reset": True}


def test_it_runs_on_a_port_until_the_block_ends():
    with running() as scheduling:
        assert httpx.put(scheduling.url + CANCEL, json={"Id": "J-1001"}).json()["Success"] is True
        port = httpx.URL(scheduling.url).port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    assert "emulator" not in [thread.name for thread in threading.enumerate()]


def test_it_listens_where_it_is_told_to():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with running(port=port) as scheduling:
        assert scheduling.url == f"http://127.0.0.1:{port}"


def test_a_port_that_is_taken_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1 port {port}"), running(port=port):
            pass


def test_each_is_an_emulator_of_its_own():
    with running() as one, running() as other:
        httpx.put(one.url + CANCEL, json={"Id": "J-1001"})

        assert one.work_item("J-1001") is None
        assert other.work_item("J-1001")["unit"] == "NORTH"


def test_a_client_that_waits_for_nothing_does_not_keep_it_from_ending():
    with running() as scheduling, httpx.Client(base_url=scheduling.url) as client:
        assert client.get("/soap?wsdl").status_code == 200  # and the connection stays open


def test_a_soap_client_finds_everything_by_the_wsdl():
    with running() as scheduling, zeep.Client(scheduling.urls["wsdl"]) as client:
        login = {"databaseUser": "SCHEMA", "password": "secret", "spUser": "me"}

        answered = client.service.CancelJob(login=login, jobID="J-1001")

        assert (answered.result.type, answered.jobInfo.jobID) == ("OK", "J-1001")


def test_a_wrong_setting_is_named_and_nothing_runs():
    with (
        pytest.raises(ValueError, match=r"setting error_status: .*found 'seven' \(from the test\)"),
        running(error_status="seven"),
    ):
        pass


def test_an_instant_of_one_s_own_runs_unless_it_is_frozen():
    with in_process(clock="2026-03-01T00:00:00Z", clock_running=False) as scheduling:
        assert scheduling.clock.now().isoformat() == "2026-03-01T00:00:00+00:00"
    with in_process(clock="2026-03-01T00:00:00Z") as scheduling:
        assert scheduling.clock.running


def test_what_is_booked_is_there_and_what_went_through_is_told():
    with in_process() as scheduling:
        booked = scheduling.book("MY 1/ü?", on_hold=True)
        assert scheduling.work_item("MY 1/ü?") == booked
        assert booked["on_hold"] is True

        scheduling.client.put(CANCEL, json={"Id": "MY 1/ü?"})

        assert scheduling.work_item("MY 1/ü?") is None
        (exchange,) = scheduling.exchanges()
        assert exchange["operation"] == "CancelJob"
        assert "<jobID>MY 1/ü?</jobID>" in exchange["soap"][0]["request"]
        assert scheduling.exchanges(after=exchange["id"]) == []
        scheduling.reset()
        assert scheduling.work_item("MY 1/ü?") is None
        assert scheduling.work_item("J-1001") is not None


def test_what_the_control_api_refuses_is_said():
    with in_process() as scheduling, pytest.raises(ControlError, match=r"POST /work-items: .*unit") as refused:
        scheduling.book("MY-1", unit="NOWHERE")

    assert refused.value.status == 400
    assert refused.value.error["field"] == "unit"


def test_faults_strike_a_client_without_a_socket_as_a_network_does():
    with in_process(upstream_timeout=5) as scheduling:
        scheduling.order({"operation": "CancelJob", "code": 646}, RESET)
        soap = scheduling.client

        assert scheduling.client.put(CANCEL, json={"Id": "J-1001"}).json()["Payload"]["returnCode"]["code"] == "646"
        with pytest.raises(httpx.ReadError):
            soap.post("/soap", content=ENVELOPE)
        assert scheduling.work_item("J-1001") is not None


def test_an_ordered_delay_takes_no_time_without_a_socket():
    with in_process() as scheduling:
        scheduling.order({"delay_ms": 3_600_000})  # an hour

        assert scheduling.client.post("/soap", content=ENVELOPE).status_code == 200


ENVELOPE = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><sp:JobCancelRequest'
    ' xmlns:sp="http://www.servicepower.com/sp.xsd1"><jobID>J-1001</jobID></sp:JobCancelRequest></e:Body></e:Envelope>'
)
