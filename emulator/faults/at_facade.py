"""Faults in the answers of the facades themselves, as a REST client meets them."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException

from emulator.faults.changing import Pace, changed, pace_of, paced, pause_of
from emulator.faults.fault import Fault
from emulator.faults.rule import Asked

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# How many work items a feed is to tell again stands here in the environment of a request.
DUPLICATES = "emulator.duplicates"
_WITHOUT_BODY = (204, 304)


def asked(request: Request, *, facade: str, operation: str | None, path: str) -> Asked:
    """Show a REST request to the rules: a field is a property of its JSON, by its path, or else a name in its query."""

    @cache
    def members() -> Any:
        try:
            return json.loads(request.get_data())
        except (ValueError, RecursionError, HTTPException):
            return None

    def look(name: str) -> str | None:
        found = members()
        for step in name.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return _text(found) if found is not None else request.args.get(name)

    return Asked(operation=operation, facade=facade, path=path, look=look)


def answered(fault: Fault, request: Request, call: Callable[[], Response]) -> Response:
    """Answer a request as ordered; ``call`` makes the facade answer it, which it does unless the fault prevents it."""
    if fault.duplicates:
        request.environ[DUPLICATES] = fault.duplicates
    response = Response(status=200) if fault.prevents else call()
    if fault.status is not None:
        response = Response(fault.body, status=fault.status, content_type=fault.content_type)
    if fault.changes and not fault.silent:
        response.data = changed(response.get_data(), fault)
        if fault.content_type is not None:
            response.headers["Content-Type"] = fault.content_type
    return response


def pace_at_facade(fault: Fault, response: Response) -> Pace | None:
    """Tell how an answer goes out; None for at once and whole."""
    return pace_of(fault, len(response.get_data()), delay=fault.delay)


def paced_answer(
    fault: Fault,
    response: Response,
    pace: Pace,
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    sleep: Callable[[float], object],
) -> Iterable[bytes]:
    """Give an answer at its pace, as a WSGI application does; raise ConnectionResetError where it breaks off."""
    headers = response.get_wsgi_headers(environ).to_wsgi_list()
    without = environ["REQUEST_METHOD"] == "HEAD" or response.status_code in _WITHOUT_BODY

    def start() -> None:
        start_response(response.status, headers)

    body = b"" if without else response.get_data()
    return paced(start, body, pace, pause_of(environ, sleep), silent=fault.silent)


def _text(found: Any) -> str | None:
    if isinstance(found, bool):
        return str(found).lower()
    return str(found) if isinstance(found, str | int | float) else None
