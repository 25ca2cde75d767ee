"""The members of a job that a caller may set, a row each: how each is read, and how it goes over what was there (AZ-L-01)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from emulator.facades.azure_job_router.refusals import bad_request
from emulator.facades.azure_job_router.times import read_instant, spell
from emulator.facades.json_text import BadJson, described, plain

OPERATORS = ("equal", "notEqual", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual")
QUEUE, SCHEDULE, SUSPEND = "queueAndMatch", "scheduleAndSuspend", "suspend"
MODES = (QUEUE, SCHEDULE, SUSPEND)
_INT32 = range(-(2**31), 2**31)
# From any day of this age they lead to a year from 1 to 9999.
_SOONEST, _LATEST = -60_000_000_000, 250_000_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A member: ``read`` takes its value, what was there (None: nothing), its place in the body, and the time.

    It gives what is there then. Null never gets to it: in a merge patch that takes the member away.
    """

    name: str
    read: Callable[[Any, Any, str, datetime], Any]
    empty: Any = None  # what is shown where nothing was set; None: nothing


def merged(before: Mapping[str, Any], patch: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Put a merge patch over the members of a job (RFC 7396); what cannot be set is ignored. Raise Refused."""
    after = dict(before)
    for member in MEMBERS:
        if member.name not in patch:
            continue
        value = patch[member.name]
        if value is None:
            after.pop(member.name, None)
        else:
            after[member.name] = member.read(_plain(value, member.name), after.get(member.name), member.name, now)
    return after


def text(value: Any, path: str) -> str:
    """Read a text."""
    if isinstance(value, str):
        return value
    raise bad_request(f"The member {path}", "must be a string", expected="a string", found=_shown(value))


def _plain(value: Any, path: str) -> Any:
    try:
        return plain(value)
    except BadJson as bad:
        raise bad_request(f"The member {path}", bad.rule, expected=bad.expected, found=bad.found) from None


def _text(value: Any, _before: Any, path: str, _now: datetime) -> str:
    return text(value, path)


def _priority(value: Any, _before: Any, path: str, _now: datetime) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in _INT32:
        return value
    rule = "must be a whole number of 32 bits"
    expected = f"a whole number from {_INT32.start} to {_INT32.stop - 1}"
    raise bad_request(f"The member {path}", rule, expected=expected, found=_shown(value))


def _values(value: Any, before: Any, path: str, _now: datetime) -> dict[str, Any]:
    after = dict(before or {})
    for name, one in _object(value, path).items():
        if one is None:
            after.pop(name, None)
        elif isinstance(one, dict | list):
            expected, found = "a string, a number, true, false or null", described(one)
            raise bad_request(f"The member {path}.{name[:60]}", "must be a plain value", expected=expected, found=found)
        else:
            after[name] = one
    return after


def _selectors(value: Any, _before: Any, path: str, now: datetime) -> list[dict[str, Any]]:
    return [_selector(one, f"{path}[{place}]", now) for place, one in enumerate(_array(value, path))]


def _selector(value: Any, path: str, now: datetime) -> dict[str, Any]:
    given = {name: one for name, one in _object(value, path).items() if one is not None}
    selector = {"key": text(given.get("key"), f"{path}.key"), "labelOperator": given.get("labelOperator")}
    _one_of(selector["labelOperator"], OPERATORS, f"{path}.labelOperator")
    if "value" in given:
        selector |= {"value": _values({"value": given["value"]}, None, path, now)["value"]}
    seconds = given.get("expiresAfterSeconds")
    if seconds is not None:
        if not isinstance(seconds, int | float) or isinstance(seconds, bool):
            raise bad_request(
                f"The member {path}.expiresAfterSeconds", "must be a number", expected="a number", found=_shown(seconds)
            )
        if not _SOONEST <= seconds <= _LATEST:
            rule, expected = "must be seconds that lead to a time", f"a number from {_SOONEST} to {_LATEST}"
            raise bad_request(f"The member {path}.expiresAfterSeconds", rule, expected=expected, found=_shown(seconds))
        selector |= {"expiresAfterSeconds": seconds, "expiresAt": _later(now, seconds, f"{path}.expiresAfterSeconds")}
    if "expedite" in given:
        if not isinstance(given["expedite"], bool):
            found = _shown(given["expedite"])
            raise bad_request(f"The member {path}.expedite", "must be a boolean", expected="true or false", found=found)
        selector |= {"expedite": given["expedite"]}
    return selector


def _later(now: datetime, seconds: float, path: str) -> str:
    try:
        return spell(now + timedelta(seconds=seconds))
    except OverflowError:
        expected = "seconds that end in a year from 1 to 9999"
        raise bad_request(f"The member {path}", "must lead to a time", expected=expected, found=_shown(seconds)) from None


def _notes(value: Any, _before: Any, path: str, now: datetime) -> list[dict[str, Any]]:
    notes = []
    for place, one in enumerate(_array(value, path)):
        note = _object(one, f"{path}[{place}]")
        added = note.get("addedAt")
        at = spell(now) if added is None else _instant(added, f"{path}[{place}].addedAt")
        notes.append({"message": text(note.get("message"), f"{path}[{place}].message"), "addedAt": at})
    return notes


def _matching_mode(value: Any, before: Any, path: str, _now: datetime) -> dict[str, Any]:
    given = {**(before or {}), **_object(value, path)}
    kind = given.get("kind")
    _one_of(kind, MODES, f"{path}.kind")
    at = given.get("scheduleAt")
    if at is None and kind != SCHEDULE:
        return {"kind": kind}
    # Of another mode it is a member without a meaning, but of the right type all the same.
    at = _instant(at, f"{path}.scheduleAt")
    return {"kind": kind, "scheduleAt": at} if kind == SCHEDULE else {"kind": kind}


def _object(value: Any, path: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise bad_request(f"The member {path}", "must be an object", expected="an object", found=_shown(value))


def _array(value: Any, path: str) -> list[Any]:
    if isinstance(value, list):
        return value
    raise bad_request(f"The member {path}", "must be an array", expected="an array", found=_shown(value))


def _one_of(value: Any, choices: tuple[str, ...], path: str) -> None:
    if value not in choices:
        raise bad_request(f"The member {path}", "must be one that is known", expected=" or ".join(choices), found=_shown(value))


def _instant(value: Any, path: str) -> str:
    at = read_instant(value) if isinstance(value, str) else None
    if at is None:
        raise bad_request(f"The member {path}", "must be a time", expected="ISO 8601 with a zone", found=_shown(value))
    return spell(at)


def _shown(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"the number {value:g}"[:80]
    return described(value)


MEMBERS = (
    Member("channelReference", _text),
    Member("channelId", _text),
    Member("classificationPolicyId", _text),
    Member("queueId", _text),
    Member("priority", _priority),
    Member("dispositionCode", _text),
    Member("requestedWorkerSelectors", _selectors, []),
    Member("labels", _values, {}),
    Member("tags", _values, {}),
    Member("notes", _notes, []),
    Member("matchingMode", _matching_mode, {"kind": QUEUE}),
)
