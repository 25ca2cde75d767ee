"""The bodies of the requests that are measured."""

import json

_LOGIN = "<login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>user</spUser></login>"

SOAP_PATH, SOAP_TYPE = "/soap", "application/soap+xml;charset=UTF-8"
REST_PATH, REST_TYPE = "/up/v5/rest/scheduling", "application/json"


def soap_cancel(job_id: str) -> bytes:
    """Cancel by SOAP 1.2, with a reason."""
    reason = "<cancelReasonId>1</cancelReasonId><cancelReasonDesc>customer called off</cancelReasonDesc>"
    asked = f"<jobID>{job_id}</jobID><cancelReason>{reason}</cancelReason>"
    return _soap(f"<sp:JobCancelRequest>{_LOGIN}{asked}</sp:JobCancelRequest>")


def soap_poll(unit: str, stamp: int | None) -> bytes:
    """Ask for what changed in a unit since a stamp, or for everything."""
    since = "" if stamp is None else f"<timeStampIn>{stamp}</timeStampIn>"
    return _soap(f"<sp:GetChangedWorkItemsRequest>{_LOGIN}<FRUID>{unit}</FRUID>{since}</sp:GetChangedWorkItemsRequest>")


def rest_cancel(job_id: str) -> bytes:
    """Cancel through the ServiceBroker facade, with a reason."""
    reason = {"cancelReasonId": 1, "cancelReasonDesc": "customer called off"}
    return json.dumps({"Id": job_id, "CancelReason": reason}).encode()


def rest_poll(unit: str, stamp: int) -> bytes:
    """Ask the ServiceBroker facade for what changed in a unit since a stamp."""
    return json.dumps({"FRU": unit, "OffsetId": str(stamp), "Options": {}}).encode()


def _soap(message: str) -> bytes:
    return (
        '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1">'
        f"<soap:Header/><soap:Body>{message}</soap:Body></soap:Envelope>"
    ).encode()
