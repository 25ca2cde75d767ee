"""Stories and judges as JSON, and back: how a report keeps them."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.again.judges import ByCheck, ByLife, ByPhase, BySchemathesis, ByToldLife, Judge, LifeStep
from contracts.again.steps import Action, AtOnce, Link, Step, Story, ToControl, ToFacade, ToSoap
from contracts.document import Document
from contracts.exchange import Request


class NotRead(ValueError):  # noqa: N818 - reads as what it says
    """Say what of a report cannot be read."""


def story_as_json(story: Story) -> dict[str, Any]:
    """Write a story."""
    return {
        "settings": dict(story.settings),
        "clock": dict(story.clock) if story.clock is not None else None,
        "cut": story.cut,
        "given": [_action(call) for call in story.given],
        "steps": [{"number": step.number, **_action(step.action)} for step in story.steps],
        "links": [
            {"into": link.into, "source": link.source, "at": link.at, "text": link.text, "plus": link.plus}
            for link in story.links
        ],
    }


def story_of(told: Mapping[str, Any]) -> Story:
    """Read a story; raise NotRead where it is none."""
    try:
        return Story(
            settings=told["settings"],
            clock=told["clock"],
            cut=told["cut"],
            given=tuple(_read_control(call) for call in told["given"]),
            steps=tuple(Step(number=row["number"], action=_read(row)) for row in told["steps"]),
            links=tuple(Link(**row) for row in told["links"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotRead(f"its story cannot be read: {type(error).__name__}: {error}") from error


def judge_as_json(judge: Judge, documents: Sequence[Document]) -> dict[str, Any]:
    """Write who judges; of a document its name, and the settings in which it differs from the run's."""
    match judge:
        case ByCheck():
            return {"by": "check", "check": judge.check, **_document(judge.document, documents)}
        case BySchemathesis():
            told = {"by": "schemathesis", "check": judge.check, "operation": judge.operation}
            return {**told, **_document(judge.document, documents)}
        case ByToldLife():
            return {"by": "told life", "name": judge.name}
        case ByLife():
            steps = [{"action": step.action, "arguments": dict(step.arguments)} for step in judge.steps]
            return {"by": "life", "part": judge.part, "steps": steps}
        case ByPhase():
            return {"by": "phase", "phase": judge.phase}


def judge_of(told: Mapping[str, Any], documents: Sequence[Document]) -> Judge:
    """Read who judges; raise NotRead where nobody can."""
    try:
        match told["by"]:
            case "check":
                return ByCheck(check=told["check"], document=_read_document(told, documents))
            case "schemathesis":
                document = _read_document(told, documents)
                return BySchemathesis(check=told["check"], document=document, operation=told["operation"])
            case "told life":
                return ByToldLife(name=told["name"])
            case "life":
                steps = tuple(LifeStep(action=row["action"], arguments=row["arguments"]) for row in told["steps"])
                return ByLife(part=told["part"], steps=steps)
            case "phase":
                return ByPhase(phase=told["phase"])
    except (KeyError, TypeError) as error:
        raise NotRead(f"who judges it cannot be read: {type(error).__name__}: {error}") from error
    raise NotRead(f"nobody here judges by {told['by']!r}")


def _action(action: Action) -> dict[str, Any]:
    match action:
        case ToFacade():
            return {"to": "facade", "operation": action.operation, "request": _request(action.request)}
        case ToSoap():
            return {"to": "soap", "request": _request(action.request)}
        case AtOnce():
            return {"to": "facade at once", "requests": [_request(each) for each in action.requests]}
        case ToControl():
            return {"to": "control", "method": action.method, "path": action.path, "body": action.body}


def _read(row: Mapping[str, Any]) -> Action:
    match row["to"]:
        case "facade":
            return ToFacade(request=_read_request(row["request"]), operation=row["operation"])
        case "soap":
            return ToSoap(request=_read_request(row["request"]))
        case "facade at once":
            return AtOnce(requests=tuple(map(_read_request, row["requests"])))
        case _:
            return _read_control(row)


def _read_control(row: Mapping[str, Any]) -> ToControl:
    return ToControl(method=row["method"], path=row["path"], body=row["body"])


def _request(request: Request) -> dict[str, Any]:
    told = {"method": request.method, "path": request.path, "headers": dict(request.headers)}
    try:
        return {**told, "body": request.body.decode("utf-8")}
    except UnicodeDecodeError:
        return {**told, "body_base64": base64.b64encode(request.body).decode("ascii")}


def _read_request(told: Mapping[str, Any]) -> Request:
    body = told["body"].encode("utf-8") if "body" in told else base64.b64decode(told["body_base64"], validate=True)
    return Request(method=told["method"], path=told["path"], headers=told["headers"], body=body)


def _document(document: Document, documents: Sequence[Document]) -> dict[str, Any]:
    usual = next((each.settings for each in documents if each.name == document.name), {})
    settings = {name: value for name, value in document.settings.items() if name not in usual or usual[name] != value}
    return {"document": document.name, "settings": settings}


def _read_document(told: Mapping[str, Any], documents: Sequence[Document]) -> Document:
    found = next((each for each in documents if each.name == told["document"]), None)
    if found is None:
        raise NotRead(f"this run has no document {told['document']!r}")
    return found.under(told["settings"]) if told["settings"] else found
