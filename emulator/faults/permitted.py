"""Which keys of a rule go together."""

from collections.abc import Mapping
from typing import Any

from emulator.faults.rule import FACADE, FACADE_OPERATIONS, OPERATIONS, SOAP
from emulator.scheduling.readings import DocumentError, Where, show

# What can stand in the place of an answer, what can become of its body, and what else there is.
_INSTEAD = ("code", "fault", "status", "reset", "hang")
_BODY = ("truncate", "malformed", "empty")
_EFFECTS = (*_INSTEAD, "delay_ms", "content_type", *_BODY, "drip", "duplicates")
_ONLY_WITH = {"type": ("code",), "reason": ("fault",), "body": ("status",), "limit_ms": ("hang",)}
_ONLY_AT = {"code": SOAP, "fault": SOAP, "path": FACADE}
# In a broken answer they have a meaning only once something of it has gone out.
_NEED_AN_ANSWER = ("content_type", "malformed", "empty", "drip")
_BREAKS = ("reset", "hang")
_PREVENTS = ("fault", "status", *_BREAKS)
# The feeds in which work items can be told again, by where it happens.
_FEEDS = {SOAP: "GetChangedWorkItems", FACADE: "GetWorkItemNotifications"}


def check_rule(given: Mapping[str, Any], path: Where) -> None:
    """Raise DocumentError for keys of a rule that do not go together; each alone has been read."""
    if not any(key in given for key in _EFFECTS):
        raise DocumentError(path, expected=f"at least one of {', '.join(_EFFECTS)}", found="none")
    for keys in (_INSTEAD, _BODY):
        chosen = [key for key in keys if key in given]
        if len(chosen) > 1:
            raise DocumentError(path, expected=f"one of {', '.join(keys)} at most", found=" and ".join(chosen))
    for key, others in _ONLY_WITH.items():
        if key in given and not any(other in given for other in others):
            raise DocumentError((*path, key), expected=f"{' or '.join(others)} beside it", found=f"{key} alone")
    if given.get("code") == 0 and given.get("type", "OK") != "OK":
        raise DocumentError((*path, "type"), expected="OK, the only type of code 0 (SCH-R-02)", found=given["type"])
    _check_place(given, path)
    _check_answer(given, path)


def _check_place(given: Mapping[str, Any], path: Where) -> None:
    at, facade, operation = given.get("at", SOAP), given.get("facade"), given.get("operation")
    for key, place in _ONLY_AT.items():
        if key in given and at != place:
            raise DocumentError((*path, key), expected=f"at: {place} beside it", found=f"at: {at}")
    if at == FACADE and facade == SOAP:
        expected = f"one of {', '.join(FACADE_OPERATIONS)}, since at is facade"
        raise DocumentError((*path, "facade"), expected=expected, found=show(facade))
    known = OPERATIONS if at == SOAP else _operations_of(facade)
    if operation is not None and operation not in known:
        where = "of SOAP (at: soap)" if at == SOAP else f"of {facade or 'a facade'}"
        raise DocumentError((*path, "operation"), expected=f"an operation {where}: {', '.join(known)}", found=show(operation))
    if "duplicates" in given and operation != _FEEDS[at]:
        raise DocumentError(
            (*path, "duplicates"), expected=f"operation: {_FEEDS[at]} beside it (at: {at})", found=show(operation)
        )


def _check_answer(given: Mapping[str, Any], path: Where) -> None:
    breaks = next((key for key in _BREAKS if key in given), None)
    if breaks is not None and "truncate" not in given:
        for key in _NEED_AN_ANSWER:
            if key in given:
                raise DocumentError(
                    (*path, key), expected=f"truncate beside it, since {breaks} leaves no answer", found=f"{key} alone"
                )
    if breaks is not None and (other := next((key for key in ("malformed", "empty") if key in given), None)):
        raise DocumentError((*path, other), expected=f"no {breaks} beside it", found=f"{other} with {breaks}")
    if "duplicates" in given and (other := next((key for key in _PREVENTS if key in given), None)) and not _answers(given):
        raise DocumentError((*path, "duplicates"), expected=f"no {other} beside it", found=f"duplicates with {other}")
    if "performed" in given and not any(key in given for key in _PREVENTS):
        expected = f"one of {', '.join(_PREVENTS)} beside it; with others the call is made anyway"
        raise DocumentError((*path, "performed"), expected=expected, found="performed alone")


def _answers(given: Mapping[str, Any]) -> bool:
    return "truncate" in given and any(key in given for key in _BREAKS)


def _operations_of(facade: str | None) -> tuple[str, ...]:
    if facade is not None:
        return FACADE_OPERATIONS[facade]
    return tuple(dict.fromkeys(name for names in FACADE_OPERATIONS.values() for name in names))
