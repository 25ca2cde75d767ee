"""The journal, as JSON."""

from collections.abc import Callable, Iterator
from typing import Any

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer, not_found
from emulator.control.bodies import query, truth, whole
from emulator.control.controlled import Controlled
from emulator.control.outcomes import about, is_refused, messages, outcome
from emulator.control.routes import Route
from emulator.control.secrets import masked_header, masked_json, masked_path, masked_xml
from emulator.control.texts import text_of_json, text_of_xml
from emulator.faults.shown import write_fault
from emulator.journal import Entry, RestExchange
from emulator.scheduling.readings import write_instant

_FILTERS = ("facade", "operation", "q", "refused")


def show_journal(emulator: Controlled, request: Request) -> Answer:
    """Show the exchanges after an id, oldest first; or the newest first, a line each, those that fit."""
    values = query(request, allowed=("after", "before", "limit", "newest", "summary", *_FILTERS))
    page = emulator.journal.read(
        after=whole(values, "after", least=0) or 0,
        before=whole(values, "before", least=1),
        limit=whole(values, "limit", least=1),
        newest=truth(values, "newest"),
        fits=_fits(values),
    )
    write = write_summary if truth(values, "summary") else write_exchange
    return Answer(body={"exchanges": [write(entry) for entry in page.entries], "last": page.last, "dropped": page.dropped})


def show_exchange(emulator: Controlled, _request: Request, *, id: str) -> Answer:
    """Show one exchange whole."""
    entry = emulator.journal.find(int(id)) if id.isascii() and id.isdigit() and len(id) <= 18 else None
    if entry is None:
        raise not_found("exchange", id)
    return Answer(body=write_exchange(entry))


def clear_journal(emulator: Controlled, _request: Request) -> Answer:
    """Forget all exchanges."""
    emulator.journal.clear()
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/journal", name="getJournal", handler=show_journal, of_one_process=True),
    Route(method="GET", path="/journal/{id}", name="getExchange", handler=show_exchange, of_one_process=True),
    Route(method="DELETE", path="/journal", name="clearJournal", handler=clear_journal, of_one_process=True),
)


def write_summary(entry: Entry) -> dict[str, Any]:
    """Show an exchange as a line of a list: no headers, no bodies."""
    rest, calls = entry.rest, [outcome(call) for call in entry.soap]
    return {
        "id": entry.id,
        "at": write_instant(entry.at),
        "facade": entry.facade,
        "operation": entry.operation,
        "about": about(entry),
        "method": rest.method if rest else None,
        "path": masked_path(rest.path) if rest else None,
        "status": rest.status if rest else next((call.status for call in entry.soap), 0),
        "refused": is_refused(entry),
        "calls": [{"kind": call.kind, "code": call.code} for call in calls[:_MOST_CALLS]],
        "soap": len(calls),
    }


def write_exchange(entry: Entry) -> dict[str, Any]:
    """Show an exchange whole, its secrets masked."""
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
        "faults": [{"rule": one.rule, "at": one.at, "did": write_fault(one.fault)} for one in entry.faults],
    }


# An order of JOC's may make a call for each of ten thousand jobs.
_MOST_CALLS = 20


def _fits(values: dict[str, str]) -> Callable[[Entry], bool] | None:
    tests: list[Callable[[Entry], bool]] = []
    if "facade" in values:
        facade = None if values["facade"] == "soap" else values["facade"]
        tests.append(lambda entry: entry.facade == facade)
    if "operation" in values:
        tests.append(lambda entry: entry.operation == values["operation"])
    if truth(values, "refused"):
        tests.append(is_refused)
    if "q" in values:
        text = values["q"].lower()
        raw = text.encode("utf-8", "replace")
        # What is shown decides, or a search would find out secrets; to look at what was sent first is ten times as fast.
        tests.append(lambda entry: any(raw in message.lower() for message in messages(entry)))
        tests.append(lambda entry: any(text in shown.lower() for shown in _texts(write_exchange(entry))))
    return (lambda entry: all(test(entry) for test in tests)) if tests else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from ((f"{name}: {member}",) if isinstance(member, str) else _texts(member))
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)


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
