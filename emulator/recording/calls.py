"""What recorded exchanges say of the system: cancels and polls with their answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from emulator.recording.envelope import message_in, name_of
from emulator.recording.exchange import Exchange
from emulator.recording.known_secrets import MASK

_TRUE = ("true", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a call ended."""

    type: str
    code: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobInfo:
    """What the reply to a cancel says of the job; ``duration`` in minutes."""

    on_hold: bool
    duration: int
    status: str | None
    employee: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """A cancel and its answer; ``job`` None where it was refused."""

    job_id: str
    result: Result
    job: JobInfo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A work item as a poll shows it; times are local, to the minute."""

    id: str
    type: str
    fixed: bool
    jeopardy: tuple[str, ...]
    employee: str | None
    start: str | None
    arrival: str | None
    finish: str | None
    status: str | None
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A poll and its answer; ``stamp`` is as it was sent, None without one."""

    unit: str
    stamp: str | None
    jeop_only: bool
    result: Result
    stamp_out: str
    more: bool
    items: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stateless:
    """A call that says nothing of what the system holds: a login, a quit, a look at the WSDL."""


Call = Cancel | Poll | Stateless


class NotUnderstood(Exception):  # noqa: N818 - reads as what it says
    """Say why an exchange tells nothing."""


def call_of(exchange: Exchange) -> Call:
    """Read an exchange; raise NotUnderstood."""
    if exchange.failure is not None:
        raise NotUnderstood(exchange.failure)
    if exchange.method != "POST":
        return Stateless()
    if exchange.request.left_out or exchange.reply.left_out:
        raise NotUnderstood("a body that is no text was left out of the recording")
    asked, reply = message_in(exchange.request.body), message_in(exchange.reply.body)
    if asked is None:
        raise NotUnderstood("the request is no SOAP envelope with one message")
    if reply is None:
        raise NotUnderstood(f"the reply, with HTTP status {exchange.status}, is no SOAP envelope with one message")
    if name_of(reply) == "Fault":
        raise NotUnderstood("the reply is a SOAP fault")
    read = _READERS.get(name_of(asked))
    if read is None:
        raise NotUnderstood(f"the operation {name_of(asked)} is not one that the emulator knows")
    try:
        return read(asked, reply)
    except ValueError as error:
        raise NotUnderstood(f"the reply {name_of(reply)} cannot be read: {error}") from None


def _cancel(asked: Any, reply: Any) -> Cancel:
    info = reply.find("{*}jobInfo")
    job = None
    if info is not None:
        job = JobInfo(
            on_hold=_text(info, "onHold") in _TRUE,
            duration=int(_text(info, "bookDuration") or 0),
            status=_text(info, "disStatus"),
            employee=_text(info, "empID"),
        )
    return Cancel(job_id=_shown(asked, "jobID"), result=_result(reply), job=job)


def _poll(asked: Any, reply: Any) -> Poll:
    stamp = _text(asked, "timeStampIn")
    jeop_only = (_text(asked, "options/JeopOnly") or "").strip() in _TRUE
    return Poll(
        unit=_shown(asked, "FRUID"),
        stamp=stamp.strip() if stamp is not None else None,
        jeop_only=jeop_only,
        result=_result(reply),
        stamp_out=(_text(reply, "timeStampOut") or "0").strip(),
        more=(_text(reply, "more") or "") in _TRUE,
        items=tuple(map(_item, reply.findall("{*}workItem"))),
    )


def _stateless(_asked: Any, _reply: Any) -> Stateless:
    return Stateless()


_READERS: Mapping[str, Callable[[Any, Any], Call]] = {
    "JobCancelRequest": _cancel,
    "GetChangedWorkItemsRequest": _poll,
    "LoginRequest": _stateless,
    "QuitRequest": _stateless,
}


def _item(item: Any) -> Shown:
    jeopardy = item.find("{*}jobJeopardy")
    attr = item.find("{*}attr")
    states = () if jeopardy is None else tuple(name_of(state) for state in jeopardy if state.text in _TRUE)
    return Shown(
        id=_shown(item, "workItemID"),
        type=_text(item, "workItemType") or "Job",
        fixed=_text(item, "isFixed") in _TRUE,
        jeopardy=states,
        employee=None if attr is None else _text(attr, "empID"),
        start=None if attr is None else _text(attr, "start"),
        arrival=None if attr is None else _text(attr, "arrival"),
        finish=None if attr is None else _text(attr, "finish"),
        status=None if attr is None else _text(attr, "disStatus"),
        overdue=0 if attr is None else int(_text(attr, "overdue") or 0),
    )


def _result(reply: Any) -> Result:
    kind, code = _text(reply, "result/type"), _text(reply, "result/code")
    if kind is None or code is None:
        raise ValueError("it has no result")
    return Result(type=kind, code=int(code), note=_text(reply, "result/errNote"))


def _shown(parent: Any, name: str) -> str:
    found = _text(parent, name) or ""
    if MASK in found:
        raise NotUnderstood(f"its {name} is masked")
    return found


def _text(parent: Any, path: str) -> str | None:
    found = parent.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return None if found is None else found.text or ""
