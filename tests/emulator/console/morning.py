"""A morning in which all kinds of calls were made: something to look at on every view."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from emulator.testing import running
from emulator.testing.scheduling import Scheduling

SOAP = """<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1">
  <soap:Body><sp:GetChangedWorkItemsRequest>
    <login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>poller</spUser></login><FRUID>NORTH</FRUID>
  </sp:GetChangedWorkItemsRequest></soap:Body></soap:Envelope>"""


@contextmanager
def morning(**settings: Any) -> Iterator[Scheduling]:
    """Serve the working day of the scenario a-day until half past ten, with calls through every door."""
    settings = {"scenario": "a-day", "clock": "2026-01-05T07:30:00Z", "clock_running": False, **settings}
    with running(**settings) as scheduling:
        for call in (_poll, _soap, _crm_com, _joc, _azure, _refused, _cancel):
            scheduling.clock.advance(timedelta(minutes=25, seconds=7))
            call(scheduling)
        yield scheduling


def _poll(scheduling: Scheduling) -> None:
    scheduling.client.put("/up/v5/rest/scheduling/GetChangedWorkItems", json={"FRU": "NORTH"})


def _soap(scheduling: Scheduling) -> None:
    scheduling.client.post("/soap", content=SOAP, headers={"Content-Type": "application/soap+xml"})


def _crm_com(scheduling: Scheduling) -> None:
    def post(path: str, **body: Any) -> Any:
        return scheduling.client.post(f"/crmapi/rest/v2/{path}", json=body).json()["data"]

    token = post("authentication/token", username="emulator", password="emulator-secret", organisation="EMULATOR")["token"]
    made = post("jobs/generic_purpose/create", token=token, type_identifier={"name": "Installation"})
    post("jobs/all_scopes/cancel", token=token, job_identifier={"number": made["number"]})


def _joc(scheduling: Scheduling) -> None:
    login = scheduling.client.post("/joc/api/authentication/login", auth=("root", "root")).json()
    headers = {"X-Access-Token": login["accessToken"]}
    orders = [{"workflowPath": "/demo/wf", "orderName": f"t{number}"} for number in range(3)]
    scheduling.client.post("/joc/api/orders/add", json={"controllerId": "controller", "orders": orders}, headers=headers)
    body = {"controllerId": "controller", "workflowIds": [{"path": "/demo/wf"}], "auditLog": {"comment": "called off"}}
    scheduling.client.post("/joc/api/orders/cancel", json=body, headers=headers)


def _azure(scheduling: Scheduling) -> None:
    job = "/routing/jobs/job-1"
    headers = {"Content-Type": "application/merge-patch+json"}
    scheduling.client.patch(f"{job}?api-version=2023-11-01", json={"queueId": "q1"}, headers=headers)
    scheduling.client.post(f"{job}:cancel?api-version=2023-11-01", json={"dispositionCode": "7", "note": "called off"})


def _refused(scheduling: Scheduling) -> None:
    scheduling.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "D-99"})


def _cancel(scheduling: Scheduling) -> None:
    reason = {"cancelReasonId": 1, "cancelReasonDesc": "customer called off"}
    scheduling.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "D-3", "CancelReason": reason})
