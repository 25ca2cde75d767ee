"""Judge the answer of one step by what the life expects of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.exchange import Exchange, Response
from contracts.scenarios.life import ControlCall, Expectation, PlainHttp, Step
from contracts.scenarios.matching import Difference, Kind, Matcher, differences
from contracts.scenarios.messages import CONTENT_TYPES
from contracts.scenarios.replies import NotSoap, SoapReply, read
from contracts.scenarios.values import NothingKept, fill, find

# An answer's text in a failure: enough to see what it is.
_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a step brought: an exchange, of the SOAP ``version`` where it was one, or the JSON of a control call."""

    exchange: Exchange | None = None
    version: str | None = None
    control: Any = None


def differences_of(step: Step, answer: Answer, kept: Mapping[str, Any]) -> Iterator[Difference]:
    """Tell each difference between the answer and what the step expects."""
    expect = step.expect
    if isinstance(step.action, ControlCall):
        yield from _control(step.action, answer.control, fill(expect.body, kept))
        return
    assert answer.exchange is not None
    response = answer.exchange.response
    if response.broken or response.withheld:
        yield Difference("answer", "one", response.broken or response.withheld)
        return
    if expect.status is not None and response.status != expect.status:
        shown = response.body[:_SHOWN].decode("utf-8", "replace")
        yield Difference("status", expect.status, f"{response.status} {shown}".strip())
        return
    for name, value in expect.headers.items():
        found = {"here": response.headers[name.lower()]} if name.lower() in response.headers else {}
        for difference in differences({"here": value}, found, where=""):
            yield Difference(f"headers.{name}", difference.expected, difference.found)
    yield from _text(fill(expect.contains, kept), fill(expect.lacks, kept), response)
    if answer.version is not None and (expect.body is not None or expect.root is not None):
        yield from _soap(expect, response, answer.version, fill(expect.body, kept))
    elif expect.body is not None:
        yield from differences(fill(expect.body, kept), _json(response), where="body")
    if expect.sends is not None:
        yield from differences(fill(list(expect.sends), kept), _sent(answer.exchange), where="sends", as_text=True)


def kept_from(step: Step, answer: Answer) -> dict[str, Any]:
    """Find the values that the step keeps; raise NothingKept where one is not there."""
    if not step.keep:
        return {}
    if answer.exchange is None:
        whole = answer.control
    elif answer.version is not None:
        try:
            whole = read(answer.exchange.response.body).body
        except NotSoap as reason:
            raise NothingKept(f"the answer is no SOAP: {reason}") from None
    elif isinstance(step.action, PlainHttp):
        whole = {"text": answer.exchange.response.body.decode("utf-8", "replace")}
    else:
        whole = _json(answer.exchange.response)
    return {name: find(path, whole) for name, path in step.keep.items()}


def _control(control: ControlCall, found: Any, body: Any) -> Iterator[Difference]:
    if control.refused and (not isinstance(found, Mapping) or "refused" not in found):
        yield Difference("control", "a refusal", found)
    elif body is not None:
        yield from differences(body, found, where="body")


def _text(contains: list[str], lacks: list[str], response: Response) -> Iterator[Difference]:
    for part in contains:
        if part.encode() not in response.body:
            yield Difference("body", f"with {part[:_SHOWN]!r} in it", _shown(response))
    for part in lacks:
        if part.encode() in response.body:
            yield Difference("body", f"without {part!r} in it", _shown(response))


def _soap(expect: Expectation, response: Response, version: str, body: Any) -> Iterator[Difference]:
    try:
        reply = read(response.body)
    except NotSoap as reason:
        yield Difference("body", "a SOAP message", str(reason))
        return
    yield from _as_the_interface_says(reply, response, version)
    root = "fault" if _is_fault(body) else expect.root
    if root is not None and reply.root != root:
        yield Difference("body", root, reply.body if reply.root == "fault" else reply.root)
    elif body is not None:
        yield from differences(body, reply.body, where="body", as_text=True)


def _as_the_interface_says(reply: SoapReply, response: Response, version: str) -> Iterator[Difference]:
    """Check what holds for every reply: the version, its media type, UTF-8 with a declaration (SCH-T-09)."""
    if reply.version != version:
        yield Difference("body, the SOAP version", version, reply.version)
    found = response.headers.get("content-type", "").lower().replace(" ", "").replace('"', "")
    if found.split(";")[0] != CONTENT_TYPES[version] or "charset=utf-8" not in found:
        yield Difference("headers.Content-Type", f"{CONTENT_TYPES[version]}; charset=utf-8", found)
    declaration = response.body.split(b"?>", 1)[0].lower()
    if not declaration.startswith(b"<?xml") or b"utf-8" not in declaration:
        yield Difference("body", "an XML declaration with encoding UTF-8", _shown(response))


def _is_fault(body: Any) -> bool:
    whole = body.value if isinstance(body, Matcher) and body.kind in (Kind.EXACTLY, Kind.ORDERED) else body
    return isinstance(whole, Mapping) and "fault" in whole


def _sent(exchange: Exchange) -> list[dict[str, Any]]:
    """Tell each SOAP call as its operation and its request's children."""
    sent = []
    for call in exchange.soap:
        try:
            sent.append({"operation": call.operation, **read(call.request.encode()).body})
        except NotSoap as reason:
            sent.append({"operation": call.operation, "not SOAP": str(reason)})
    return sent


def _json(response: Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return _shown(response)


def _shown(response: Response) -> str:
    return response.body[:_SHOWN].decode("utf-8", "replace")
