"""Read a scenario file into a life; a misspelt key is refused with its file, line and what is allowed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contracts.scenarios.given import read_given
from contracts.scenarios.life import (
    Action,
    ControlCall,
    Expectation,
    Life,
    PlainHttp,
    PlainRest,
    RawPost,
    RestCall,
    SoapMessage,
    Step,
)
from contracts.scenarios.messages import ENVELOPES, MESSAGES
from contracts.scenarios.yaml_source import Located, Mistake

_LIFE = ("promise", "clauses", "settings", "given", "steps")
_AFTER = ("expect", "status", "reply", "reply_headers", "contains", "lacks", "sends", "keep")

# The keys of each kind of step, the one that names it first.
_STEPS = {
    "call": ("call", "body", "text", "repeat", "headers"),
    "rest": ("rest", "body", "text", "headers"),
    "soap": ("soap", "fields", "version", "prefix", "qualified", "path", "headers"),
    "post": ("post", "xml", "hex", "repeat", "encoding", "byte_order_mark", "version", "headers"),
    "http": ("http", "text", "headers"),
    "control": ("control", "body", "refused"),
}


def read_life(path: Path) -> Life:
    """Read one scenario file; its name is the life's, its folder's name the system's. Raise Mistake where it is wrong."""
    whole = Located.read(path)
    members = whole.mapping("a scenario", allowed=_LIFE, required=("promise", "clauses", "steps"))
    steps = members["steps"].sequence("steps")
    if not steps:
        raise members["steps"].mistake("a scenario needs at least one step")
    return Life(
        name=path.stem,
        system=path.parent.name,
        path=path,
        promise=members["promise"].text("promise"),
        clauses=tuple(clause.text("a clause") for clause in members["clauses"].sequence("clauses")),
        settings=members["settings"].value() if "settings" in members else {},
        given=read_given(members["given"].sequence("given")) if "given" in members else (),
        steps=tuple(_step(step) for step in steps),
    )


def _step(step: Located) -> Step:
    kinds = [kind for kind in _STEPS if kind in step.free_mapping("a step")]
    if len(kinds) != 1:
        raise step.mistake(f"a step needs exactly one of {', '.join(_STEPS)}; found {', '.join(kinds) or 'none'}")
    kind = kinds[0]
    members = step.mapping(f"a {kind!r} step", allowed=(*_STEPS[kind], *_AFTER))
    action = _READERS[kind](members)
    keep = {name: path.text("the path of a kept value") for name, path in _free(members.get("keep"), "keep").items()}
    return Step(line=step.line, action=action, expect=_expectation(members, action), keep=keep)


def _expectation(members: Mapping[str, Located], action: Action) -> Expectation:
    root = members["reply"].text("reply") if "reply" in members else None
    if isinstance(action, SoapMessage) and root is None:
        root = MESSAGES[action.operation].reply
    sends = members["sends"].sequence("sends") if "sends" in members else None
    if "expect" in members and "keep" not in members and members["expect"].value() is None:
        raise members["expect"].mistake("expect is empty; leave it out where nothing matters")
    return Expectation(
        status=members["status"].integer("status") if "status" in members else 200,
        body=members["expect"].value() if "expect" in members else None,
        root=root,
        headers={name: value.value() for name, value in _free(members.get("reply_headers"), "reply_headers").items()},
        contains=_texts(members.get("contains"), "contains"),
        lacks=_texts(members.get("lacks"), "lacks"),
        sends=None if sends is None else tuple(request.value() for request in sends),
    )


def _call(members: Mapping[str, Located]) -> RestCall:
    return RestCall(
        operation=members["call"].text("call"),
        body=members["body"].value() if "body" in members else None,
        text=str(members["text"].value() or "") if "text" in members else None,
        repeat=_repeat(members),
        headers=_headers(members),
    )


def _rest(members: Mapping[str, Located]) -> PlainRest:
    # A link that an answer gave can be followed: GET ${next}.
    method, path = _method_and_path(members["rest"], "rest", begins=("/", "${"))
    if "body" in members and "text" in members:
        raise members["text"].mistake("a 'rest' step has a body or a text, found both")
    return PlainRest(
        method=method,
        path=path,
        body=members["body"].value() if "body" in members else None,
        text=str(members["text"].value() or "") if "text" in members else None,
        headers=_headers(members),
    )


def _soap(members: Mapping[str, Located]) -> SoapMessage:
    return SoapMessage(
        operation=_one_of(members["soap"], "soap", MESSAGES),
        fields=members["fields"].value() if "fields" in members else {},
        version=_version(members),
        prefix=str(members["prefix"].value() or "") if "prefix" in members else "sp",
        qualified=members["qualified"].flag("qualified") if "qualified" in members else False,
        path=members["path"].text("path") if "path" in members else "/soap",
        headers=_headers(members),
    )


def _post(members: Mapping[str, Located]) -> RawPost:
    return RawPost(
        path=members["post"].text("post"),
        text=str(members["xml"].value() or "").removesuffix("\n") if "xml" in members else None,
        hex=members["hex"].text("hex") if "hex" in members else None,
        repeat=_repeat(members),
        encoding=members["encoding"].text("encoding") if "encoding" in members else "utf-8",
        byte_order_mark=members["byte_order_mark"].flag("byte_order_mark") if "byte_order_mark" in members else False,
        version=_version(members),
        headers=_headers(members),
    )


def _http(members: Mapping[str, Located]) -> PlainHttp:
    method, path = _method_and_path(members["http"], "http")
    text = str(members["text"].value()) if "text" in members else ""
    return PlainHttp(method=method, path=path, text=text, headers=_headers(members))


def _control(members: Mapping[str, Located]) -> ControlCall:
    method, path = _method_and_path(members["control"], "control")
    body = members["body"].value() if "body" in members else None
    refused = members["refused"].flag("refused") if "refused" in members else False
    return ControlCall(method=method, path=path, body=body, refused=refused)


_READERS: dict[str, Callable[[Mapping[str, Located]], Action]] = {
    "call": _call,
    "rest": _rest,
    "soap": _soap,
    "post": _post,
    "http": _http,
    "control": _control,
}


def _method_and_path(member: Located, what: str, *, begins: tuple[str, ...] = ("/",)) -> tuple[str, str]:
    method, _, path = member.text(what).partition(" ")
    if not method.isupper() or not path.startswith(begins):
        raise member.mistake(f"{what} must be a method and a path, such as 'GET /clock', found {member.value()!r}")
    return method, path


def _version(members: Mapping[str, Located]) -> str:
    return _one_of(members["version"], "version", ENVELOPES) if "version" in members else "1.2"


def _one_of(member: Located, what: str, allowed: Mapping[str, Any]) -> str:
    value = member.text(what)
    if value not in allowed:
        raise member.mistake(f"{what} must be one of {', '.join(allowed)}, found {value!r}")
    return value


def _repeat(members: Mapping[str, Located]) -> dict[str, tuple[str, int]]:
    repeat = {}
    for name, row in _free(members.get("repeat"), "repeat").items():
        pair = row.sequence(f"repeat.{name}")
        if len(pair) != 2:
            raise row.mistake(f"repeat.{name} must be [text, times]")
        repeat[name] = (pair[0].text("the repeated text"), pair[1].integer("times"))
    return repeat


def _headers(members: Mapping[str, Located]) -> dict[str, str]:
    return {name: str(value.value()) for name, value in _free(members.get("headers"), "headers").items()}


def _texts(member: Located | None, what: str) -> tuple[str, ...]:
    return () if member is None else tuple(text.text(f"a text of {what}") for text in member.sequence(what))


def _free(member: Located | None, what: str) -> dict[str, Located]:
    return {} if member is None else member.free_mapping(what)


__all__ = ["Mistake", "read_life"]
