"""The calls that a load generator sends, with what their answers must hold, and the jobs that they cancel."""

import json
from collections.abc import Sequence
from http.client import HTTPConnection
from re import search

from tests.benchmarks import messages
from tests.benchmarks.load.generator import Call

# Cancels happen in the one, polls in the other, so that there is never anything new to tell.
BUSY, QUIET = "BUSY", "QUIET"
_SOAP_OK = b"<result><type>OK</type><code>0</code></result>"


def put_jobs(port: int, ids: Sequence[str]) -> None:
    """Make jobs of an employee, today in a week, the whole state of an emulator, with one more in the quiet unit."""
    times = {"start": "day+7 08:30", "arrival": "day+7 09:00", "finish": "day+7 10:00"}
    items = [{"id": job_id, "unit": BUSY, "employee": "TECH01", **times} for job_id in ids]
    state = {
        "units": [{"id": BUSY}, {"id": QUIET}],
        "employees": [{"id": "TECH01"}],
        "items": [*items, {"id": "QUIET-1", "unit": QUIET}],
    }
    status, said = _exchange(port, "PUT", "/_emulator/state", "application/json", json.dumps(state).encode())
    if status != 204:
        raise AssertionError(f"the jobs were not taken: {status} {said[:500]!r}")


def current_stamp(port: int, unit: str = QUIET) -> int:
    """Poll everything of a unit, and give the stamp to ask with next."""
    _, said = _exchange(port, "POST", messages.SOAP_PATH, messages.SOAP_TYPE, messages.soap_poll(unit, None))
    found = search(rb"<timeStampOut>(\d+)</timeStampOut>", said)
    if found is None:
        raise AssertionError(f"a poll of {unit} gave no stamp: {said[:500]!r}")
    return int(found[1])


def soap_cancels(ids: Sequence[str]) -> list[Call]:
    """Cancel jobs that are there; the answer says so, and says which."""
    return [
        Call(request=soap_request(messages.soap_cancel(job_id)), holds=(_SOAP_OK, f"<jobID>{job_id}</jobID>".encode()))
        for job_id in ids
    ]


def soap_polls(stamp: int, times: int) -> list[Call]:
    """Ask for what is new where nothing is."""
    holds = (_SOAP_OK, f"<timeStampOut>{stamp}</timeStampOut></".encode())
    return [Call(request=soap_request(messages.soap_poll(QUIET, stamp)), holds=holds)] * times


def rest_cancels(ids: Sequence[str]) -> list[Call]:
    """Cancel jobs that are there, through the ServiceBroker facade."""
    holds = (b'"Success": true', b'"code": "0"')
    return [Call(request=_rest("CancelJob", messages.rest_cancel(job_id)), holds=holds) for job_id in ids]


def rest_polls(stamp: int, times: int) -> list[Call]:
    """Ask the ServiceBroker facade for what is new where nothing is."""
    request = _rest("GetChangedWorkItems", messages.rest_poll(QUIET, stamp))
    return [Call(request=request, holds=(b'"Success": true', str(stamp).encode()))] * times


def soap_request(body: bytes, path: str = messages.SOAP_PATH) -> bytes:
    """Write an HTTP request with a SOAP message."""
    return _request("POST", path, messages.SOAP_TYPE, body)


def _rest(operation: str, body: bytes) -> bytes:
    return _request("PUT", f"{messages.REST_PATH}/{operation}", messages.REST_TYPE, body)


def _request(method: str, path: str, content_type: str, body: bytes) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _exchange(port: int, method: str, path: str, content_type: str, body: bytes) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
