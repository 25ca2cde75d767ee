"""zeep, a SOAP client that knows nothing of us but the WSDL we serve, calls every operation in SOAP 1.2 and 1.1."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import zeep
from requests import Session
from werkzeug.serving import WSGIRequestHandler, make_server
from zeep.transports import Transport

from emulator.scheduling.work_item import Window
from tests.emulator.scheduling.items import NOW, job
from tests.emulator.soap_server.soap import Soap

LOGIN = {"databaseUser": "SCHEMA", "password": "secret", "spUser": "clerk"}
SOAP_11_BINDING, SOAP_12_BINDING = b"http://schemas.xmlsoap.org/wsdl/soap/", b"http://schemas.xmlsoap.org/wsdl/soap12/"


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@pytest.fixture
def soap() -> Soap:
    soap = Soap()
    soap.put(job("late \U0001f6e0", promise=Window(latest=NOW)))
    return soap


@pytest.fixture
def url(soap: Soap) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, soap.emulator.wsgi, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.port}/soap"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(params=["1.2", "1.1"])
def client(request: pytest.FixtureRequest, url: str, session: Session, tmp_path: Path) -> zeep.Client:
    """Make a client from the WSDL that is served; for SOAP 1.1 with that version's binding in it."""
    transport = Transport(session=session)
    if request.param == "1.2":
        return zeep.Client(f"{url}?wsdl", transport=transport)
    file = tmp_path / "sp.wsdl"
    file.write_bytes(session.get(f"{url}?wsdl").content.replace(SOAP_12_BINDING, SOAP_11_BINDING))
    return zeep.Client(str(file), transport=transport)


def test_a_job_is_cancelled(client, soap):
    reply = client.service.CancelJob(
        login=LOGIN, jobID="J-1", cancelReason={"cancelReasonId": 7, "cancelReasonDesc": "wet & cold \U0001f6e0"}
    )

    assert (reply.result.type, reply.result.code, reply.result.errNote) == ("OK", 0, None)
    info = reply.jobInfo
    assert (info.jobID, info.onHold, info.bookDuration, info.disStatus, info.empID) == ("J-1", False, 60, "Tentative", "TECH01")
    (entry,) = soap.audit
    assert (entry.reason_id, entry.reason, entry.user) == (7, "wet & cold \U0001f6e0", "clerk")


def test_an_unknown_job_is_an_ordinary_reply(client):
    reply = client.service.CancelJob(login=LOGIN, jobID="J-0")

    assert (reply.result.type, reply.result.code, reply.jobInfo) == ("Error", 1, None)


def test_changed_work_items_are_read_and_continued(client, soap):
    first = client.service.GetChangedWorkItems(login=LOGIN, FRUID="NORTH")
    soap.put(job("J-1", fixed=True))
    second = client.service.GetChangedWorkItems(login=LOGIN, FRUID="NORTH", timeStampIn=first.timeStampOut)

    assert [item.workItemID for item in first.workItem] == ["J-1", "J-2", "700001", "late \U0001f6e0"]
    assert [item.workItemType for item in first.workItem] == ["Job", "Job", "StandardActivity", "Job"]
    assert first.workItem[1].attr is None
    late = first.workItem[3]
    assert (late.jobJeopardy.missedApptLate, late.jobJeopardy.unscheduled, late.attr.overdue) == (True, None, 150)
    assert [(item.workItemID, item.isFixed) for item in second.workItem] == [("J-1", True)]
    assert second.timeStampOut > first.timeStampOut


def test_jeop_only_is_understood(client):
    reply = client.service.GetChangedWorkItems(login=LOGIN, FRUID="NORTH", options={"JeopOnly": True})

    assert [item.workItemID for item in reply.workItem] == ["J-2", "late \U0001f6e0"]


def test_login_and_quit(client):
    assert client.service.Login(**LOGIN).code == 0
    assert client.service.Quit().code == 0


def test_a_fault_is_an_exception_with_its_reason(client, soap):
    soap.order(fault="Sender")

    with pytest.raises(zeep.exceptions.Fault, match="this fault was ordered"):
        client.service.Quit()
