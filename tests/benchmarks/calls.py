"""The requests that are measured, as WSGI environments made beforehand, and the state they need."""

import json
from io import BytesIO
from typing import Any

from emulator.app import Emulator
from emulator.scheduling.work_item import WorkItem

Environ = dict[str, Any]

_LOGIN = "<login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>user</spUser></login>"


def book(emulator: Emulator, ids: list[str]) -> None:
    """Put jobs into the unit LONDON, all in one transaction."""
    with emulator.store.transaction() as tx:
        for job_id in ids:
            tx.put(WorkItem(id=job_id, unit="LONDON"))


def soap_cancel(job_id: str) -> Environ:
    """Cancel by SOAP 1.2, with a reason."""
    reason = "<cancelReasonId>1</cancelReasonId><cancelReasonDesc>customer called off</cancelReasonDesc>"
    asked = f"<jobID>{job_id}</jobID><cancelReason>{reason}</cancelReason>"
    return _soap(f"<sp:JobCancelRequest>{_LOGIN}{asked}</sp:JobCancelRequest>")


def soap_poll(stamp: int) -> Environ:
    """Ask LONDON for what changed since a stamp."""
    asked = f"<FRUID>LONDON</FRUID><timeStampIn>{stamp}</timeStampIn>"
    return _soap(f"<sp:GetChangedWorkItemsRequest>{_LOGIN}{asked}</sp:GetChangedWorkItemsRequest>")


def rest_cancel(job_id: str) -> Environ:
    """Cancel through the ServiceBroker facade, with a reason."""
    body = {"Id": job_id, "CancelReason": {"cancelReasonId": 1, "cancelReasonDesc": "customer called off"}}
    return _environ("PUT", "/up/v5/rest/scheduling/CancelJob", "application/json", json.dumps(body).encode())


def _soap(message: str) -> Environ:
    envelope = (
        '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1">'
        f"<soap:Header/><soap:Body>{message}</soap:Body></soap:Envelope>"
    )
    return _environ("POST", "/soap", "application/soap+xml;charset=UTF-8", envelope.encode())


def _environ(method: str, path: str, content_type: str, body: bytes) -> Environ:
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
    }
