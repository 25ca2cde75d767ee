"""The journal, as JSON."""

from typing import Any

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer
from emulator.control.bodies import query, whole
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.control.secrets import masked_header, masked_json, masked_path, masked_xml
from emulator.control.texts import text_of_json, text_of_xml
from emulator.journal import Entry, RestExchange
from emulator.scheduling.readings import write_instant


def show_journal(emulator: Controlled, request: Request) -> Answer:
    """Show the exchanges after an id, oldest first."""
    values = query(request, allowed=("after", "limit"))
    page = emulator.journal.read(after=whole(values, "after", least=0) or 0, limit=whole(values, "limit", least=1))
    return Answer(body={"exchanges": [_entry(entry) for entry in page.entries], "last": page.last, "dropped": page.dropped})


def clear_journal(emulator: Controlled, _request: Request) -> Answer:
    """Forget all exchanges."""
    emulator.journal.clear()
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/journal", name="getJournal", handler=show_journal, of_one_process=True),
    Route(method="DELETE", path="/journal", name="clearJournal", handler=clear_journal, of_one_process=True),
)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": write_instant(entry.at),
        "facade": entry.facade,
        "operation": entry.operation,
        "rest": _rest(entry.rest) if entry.rest else None,
        "soap": [
            {
                "request": masked_xml(text_of_xml(call.request)),
                "response": masked_xml(text_of_xml(call.response)),
                "status": call.status,
                "operation": call.operation,
                **_left_out(call.left_out),
            }
            for call in entry.soap
        ],
    }


def _rest(rest: RestExchange) -> dict[str, Any]:
    return {
        "request": {
            "method": rest.method,
            "path": masked_path(rest.path),
            "headers": {name.lower(): masked_header(name, value) for name, value in rest.request_headers},
            "body": masked_json(text_of_json(rest.request_body)),
        },
        "response": {
            "status": rest.status,
            "headers": {name.lower(): masked_header(name, value) for name, value in rest.response_headers},
            "body": masked_json(text_of_json(rest.response_body)),
            **_left_out(rest.left_out),
        },
    }


def _left_out(size: int) -> dict[str, int]:
    return {"left_out": size} if size else {}
