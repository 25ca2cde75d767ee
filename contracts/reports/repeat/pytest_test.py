"""A failure as a pytest test: it fails now, and passes once the promise holds."""

import json
import re
from collections.abc import Iterator

from contracts.again.steps import Action, AtOnce, Story, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.failures import Failure
from contracts.reports.repeat.place import Places

_PLAIN = (str, int, float, bool, type(None))
_ELEMENT = re.compile(r"[A-Za-z]+(Request)((?:/[A-Za-z]+)+)")


def as_test(id_: str, failure: Failure, story: Story, places: Places) -> str:
    """Write a file of its own; where the promise is not about one place in the last answer, it replays the report."""
    checked = _assertion(failure)
    if (
        checked is None
        or story.links
        or not story.steps
        or places.control is None
        or not isinstance(story.steps[-1].action, ToFacade)
    ):
        return _replayed(id_, failure)
    lines = [line for action in (*story.given, _RESET, *(step.action for step in story.steps)) for line in _lines(action)]
    body = "\n".join(
        [
            f"def test_{id_.lower()}_{_words(failure.message)}():",
            f"    with closing({_target(story, places)}) as target:",
            *(f"        {line}" for line in lines),
            "",
            *(f"    {line}" for line in checked),
            "",
        ]
    )
    imports = [line for name, line in _IMPORTS.items() if f"{name}(" in body or f"{name}." in body]
    return "\n".join([f'"""{_told(failure)}"""', "", *imports, "", "", body])


# Plain ones first, ours below them.
_IMPORTS = {
    "os": "import os",
    "closing": "from contextlib import closing",
    "ElementTree": "from xml.etree import ElementTree",
    "Request": "\nfrom contracts.exchange import Request",
    "InProcess": "from contracts.target import InProcess",
    "Urls": "from contracts.targets.urls import Urls",
}
_RESET = ToControl(method="POST", path="/reset")


def _target(story: Story, places: Places) -> str:
    if not places.by_url:
        return f"InProcess({ {**places.settings, **story.settings}!r})"
    headers = "".join(f"{name!r}: os.path.expandvars({value!r}), " for name, value in places.headers.items())
    return f"Urls({places.facade!r}, {places.control!r}, headers={{{headers.removesuffix(', ')}}})"


def _lines(action: Action) -> Iterator[str]:
    match action:
        case ToControl(method=method, path=path, body=body):
            yield f"target.control({method!r}, {path!r}{'' if body is None else f', {body!r}'})"
        case ToFacade(request=request):
            yield f"exchange = target.rest({_request(request)})"
        case AtOnce(requests=requests):
            yield f"target.rest_at_once([{', '.join(map(_request, requests))}])"
        case ToSoap(request=request):
            yield f"target.soap({_request(request)})"


def _request(request: Request) -> str:
    headers = ", ".join(f"{name!r}: os.path.expandvars({value!r})" for name, value in request.headers.items())
    return f"Request(method={request.method!r}, path={request.path!r}, headers={{{headers}}}, body={request.body!r})"


def _assertion(failure: Failure) -> list[str] | None:
    """Say what must be at the place of the failure: a status, a member of the body, an element of the SOAP message."""
    if not isinstance(failure.expected, _PLAIN):
        return None
    if failure.where == "status" and isinstance(failure.expected, int):
        return [f"assert exchange.response.status == {failure.expected!r}"]
    if re.fullmatch(r"body(\.[A-Za-z_]\w*)+", failure.where):
        steps = "".join(f"[{json.dumps(name)}]" for name in failure.where.split(".")[1:])
        return [f"assert exchange.response.json(){steps} == {failure.expected!r}"]
    element = _ELEMENT.fullmatch(failure.where)
    if element is not None and isinstance(failure.expected, str):
        return [
            "(call,) = exchange.soap",
            f'sent = ElementTree.fromstring(call.request).findtext(".//{{*}}Body/*{element[2]}")',
            f"assert sent == {failure.expected!r}",
        ]
    return None


def _replayed(id_: str, failure: Failure) -> str:
    return "\n".join(
        [
            f'"""{_told(failure)}"""',
            "",
            "import subprocess",
            "import sys",
            "",
            "",
            f"def test_{id_.lower()}_{_words(failure.message)}():",
            "    # What was promised is not one value in one place: the harness looks again, from its report.",
            f'    command = [sys.executable, "-m", "contracts", "replay", "{id_}", "--report", "reports/contracts.jsonl"]',
            "    again = subprocess.run(command, capture_output=True, text=True)",
            "",
            "    assert again.returncode == 0, again.stdout + again.stderr",
            "",
        ]
    )


def _told(failure: Failure) -> str:
    told = " ".join(f"{' '.join(failure.clauses)}: {failure.message}".split())
    return told.replace("\\", "\\\\").replace('"', "'")


def _words(message: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", message.lower()))[:60] or "fails"
