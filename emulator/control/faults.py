"""Faults: the rules that are left, a new list of them, or none."""

from functools import partial
from typing import Any

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer
from emulator.control.bodies import json_body
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.faults import DEFAULT_CONTENT_TYPE, OPERATIONS, Fault, FaultRule
from emulator.scheduling.readings import DocumentError, Where, choice, flag, optional, rows, show, table, text, whole

_KEYS = ("operation", "count", "delay_ms", "code", "type", "fault", "status", "body", "content_type", "reset")
_ONE_OF = ("code", "fault", "status", "reset")
_ONLY_WITH = {"type": "code", "body": "status", "content_type": "status"}


def show_faults(emulator: Controlled, _request: Request) -> Answer:
    """List the rules that are left, with the counts that are left."""
    return Answer(body=[_write(rule) for rule in emulator.faults.rules()])


def replace_faults(emulator: Controlled, request: Request) -> Answer:
    """Put these rules in the place of all others."""
    given = rows(json_body(request, most=emulator.settings.max_body_bytes), ())
    emulator.faults.put([_read(rule, (place,)) for place, rule in enumerate(given)])
    return show_faults(emulator, request)


def clear_faults(emulator: Controlled, _request: Request) -> Answer:
    """Drop all rules."""
    emulator.faults.put(())
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/faults", name="getFaults", handler=show_faults, of_one_process=True),
    Route(method="PUT", path="/faults", name="putFaults", handler=replace_faults, of_one_process=True),
    Route(method="DELETE", path="/faults", name="clearFaults", handler=clear_faults, of_one_process=True),
)


def _read(value: object, path: Where) -> FaultRule:
    given = table(value, path, allowed=_KEYS)
    chosen = [key for key in _ONE_OF if key in given]
    if len(chosen) > 1 or not (chosen or "delay_ms" in given):
        expected = f"one of {', '.join(_ONE_OF)}, or delay_ms, or delay_ms with one of them"
        raise DocumentError(path, expected=expected, found=" and ".join(chosen) or "none")
    for key, other in _ONLY_WITH.items():
        if key in given and other not in given:
            raise DocumentError((*path, key), expected=f"{other} beside it", found=f"{key} alone")

    def member(key: str, default: Any, read: Any, **limits: Any) -> Any:
        return read(given[key], (*path, key), **limits) if key in given else default

    code = member("code", None, whole, least=0, most=2**32 - 1)
    type_ = member("type", "OK" if code == 0 else "Error", choice, choices=("OK", "Warning", "Error"))
    if code == 0 and type_ != "OK":
        raise DocumentError((*path, "type"), expected="OK, the only type of code 0 (SCH-R-02)", found=type_)
    reset = member("reset", False, flag)
    if "reset" in given and not reset:
        raise DocumentError((*path, "reset"), expected="true, or no reset at all", found=show(given["reset"]))
    return FaultRule(
        operation=member("operation", None, partial(optional, read=partial(choice, choices=OPERATIONS))),
        count=member("count", 1, whole, least=1, most=1_000_000),
        fault=Fault(
            delay=member("delay_ms", 0, whole, least=0, most=3_600_000) / 1000,
            code=code,
            type=type_,
            fault=member("fault", None, choice, choices=("Sender", "Receiver")),
            status=member("status", None, whole, least=200, most=599),
            body=member("body", "", text, least=0, most=1_000_000),
            content_type=member("content_type", DEFAULT_CONTENT_TYPE, _content_type),
            reset=reset,
        ),
    )


def _content_type(value: object, path: Where) -> str:
    found = text(value, path, least=0, most=200)
    if not (found.isascii() and found.isprintable()):
        raise DocumentError(path, expected="visible ASCII characters and spaces", found=show(found))
    return found


def _write(rule: FaultRule) -> dict[str, Any]:
    fault = rule.fault
    shown: dict[str, Any] = {"operation": rule.operation, "count": rule.count, "delay_ms": round(fault.delay * 1000)}
    if fault.code is not None:
        shown |= {"code": fault.code, "type": fault.type}
    if fault.fault is not None:
        shown |= {"fault": fault.fault}
    if fault.status is not None:
        shown |= {"status": fault.status, "body": fault.body, "content_type": fault.content_type}
    if fault.reset:
        shown |= {"reset": True}
    return shown
