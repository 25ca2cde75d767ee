"""A pytest test that asks our emulator in its own process: what it is set up as only the package can make."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.again.steps import Action, AtOnce, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.reports.repeat.promise import In, Promise
from contracts.reports.repeat.python_text import expression, expression_of_bytes, headers_of

# Plain ones first, ours below them.
_IMPORTS = {
    "os.": "import os",
    "closing(": "from contextlib import closing",
    "ElementTree.": "from xml.etree import ElementTree",
    "Request(": "\nfrom contracts.exchange import Request",
    "InProcess(": "from contracts.target import InProcess",
}


def written(name: str, told: str, actions: Sequence[Action], promise: Promise, *, settings: Mapping[str, Any]) -> str:
    """Write the file."""
    lines = [line for action in actions for line in _lines(action)]
    body = "\n".join(
        [
            f"def {name}():",
            f"    with closing(InProcess({dict(settings)!r})) as target:",
            *(f"        {line}" for line in lines),
            "",
            *(f"    {line}" for line in _checked(promise)),
            "",
        ]
    )
    imports = [line for used, line in _IMPORTS.items() if used in body]
    return "\n".join([f'"""{told}"""', "", *imports, "", "", body])


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
    path, body = expression(request.path), expression_of_bytes(request.body)
    return f"Request(method={request.method!r}, path={path}, headers={headers_of(request)}, body={body})"


def _checked(promise: Promise) -> Iterator[str]:
    match promise.where:
        case In.STATUS:
            yield f"assert exchange.response.status == {promise.value}"
        case In.BODY:
            yield f"assert exchange.response.json(){promise.at} == {promise.value}"
        case In.MESSAGE:
            yield "(call,) = exchange.soap"
            yield f'sent = ElementTree.fromstring(call.request).findtext("{promise.at}")'
            yield f"assert sent == {promise.value}"
