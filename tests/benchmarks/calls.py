"""The requests that are measured in-process, as WSGI environments made beforehand, and the state they need."""

from io import BytesIO
from typing import Any

from emulator.app import Emulator
from emulator.scheduling.work_item import WorkItem
from tests.benchmarks import messages

Environ = dict[str, Any]


def book(emulator: Emulator, ids: list[str]) -> None:
    """Put jobs into the unit LONDON, all in one transaction."""
    with emulator.store.transaction() as tx:
        for job_id in ids:
            tx.put(WorkItem(id=job_id, unit="LONDON"))


def soap_cancel(job_id: str) -> Environ:
    """Cancel by SOAP 1.2."""
    return _environ("POST", messages.SOAP_PATH, messages.SOAP_TYPE, messages.soap_cancel(job_id))


def soap_poll(stamp: int) -> Environ:
    """Ask LONDON for what changed since a stamp."""
    return _environ("POST", messages.SOAP_PATH, messages.SOAP_TYPE, messages.soap_poll("LONDON", stamp))


def rest_cancel(job_id: str) -> Environ:
    """Cancel through the ServiceBroker facade."""
    return _environ("PUT", f"{messages.REST_PATH}/CancelJob", messages.REST_TYPE, messages.rest_cancel(job_id))


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
