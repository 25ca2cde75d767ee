"""A pytest test that asks a facade by its URL, and the emulator behind it what SOAP that caused: it needs pytest alone."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from contracts.again.steps import Action, AtOnce, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.reports.repeat.place import Places
from contracts.reports.repeat.promise import In, Promise
from contracts.reports.repeat.python_text import expression, expression_of_bytes, headers_of

_IMPORTS = {
    "json.": "import json",
    "os.": "import os",
    "HTTPConnection": "from http.client import HTTPConnection, HTTPSConnection",
    "urlsplit(": "from urllib.parse import urlsplit",
    "ElementTree.": "from xml.etree import ElementTree",
}
_ASK = '''def ask(url, method, path, headers=None, body=b""):
    """Send a request; give the status and the body of its answer."""
    place = urlsplit(url)
    connection = {"http": HTTPConnection, "https": HTTPSConnection}[place.scheme](place.netloc, timeout=30)
    connection.request(method, place.path + path, body or None, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()
'''
_TOKEN = re.compile(r"[A-Z]+")
_BY_ITSELF = ("content-length", "transfer-encoding", "host", "connection", "expect")


def can_send(action: Action) -> bool:
    """Tell whether Python's own HTTP client sends an action as it was sent."""
    match action:
        case ToControl():
            return True
        case AtOnce():
            return False
        case ToFacade(request=request) | ToSoap(request=request):
            headers = "".join(f"{name}{value}" for name, value in request.headers.items())
            plain = request.path.isascii() and request.path.isprintable() and " " not in request.path
            known = not any(name.lower() in _BY_ITSELF for name in request.headers)
            return bool(_TOKEN.fullmatch(request.method)) and plain and known and headers.isascii() and headers.isprintable()


def written(name: str, told: str, actions: Sequence[Action], promise: Promise, places: Places) -> str:
    """Write the file; where the facade and the emulator are stands in it, and may be said anew."""
    soap = any(isinstance(action, ToSoap) for action in actions)
    *before, last = (line for action in actions for line in _lines(action, places))
    body = "\n".join(
        [
            f'FACADE = os.environ.get("FACADE_URL", {places.facade!r})',
            f'EMULATOR = os.environ.get("EMULATOR_URL", {places.control!r})',
            *([f'SOAP = os.environ.get("SOAP_URL", {places.soap_host!r})'] if soap else ()),
            "",
            "",
            _ASK,
            "",
            f"def {name}():",
            *(f"    {line}" for line in before),
            *(f"    {line}" for line in _checked(promise, last)),
            "",
        ]
    )
    imports = [line for used, line in _IMPORTS.items() if used in body]
    return "\n".join([f'"""{told}"""', "", *imports, "", body])


def _lines(action: Action, places: Places) -> Iterator[str]:
    match action:
        case ToControl(method=method, path=path, body=body):
            more = "" if body is None else f', {{"Content-Type": "application/json"}}, {json.dumps(body).encode()!r}'
            yield f'ask(EMULATOR, "{method}", {f"/_emulator{path}"!r}{more})'
        case ToFacade(request=request):
            yield f"ask(FACADE, {_request(request, places.headers)})"
        case ToSoap(request=request):
            yield f"ask(SOAP, {_request(request, {})})"


def _request(request: Request, more: Mapping[str, str]) -> str:
    named = {name.lower() for name in request.headers}
    headers = {**request.headers, **{name: value for name, value in more.items() if name.lower() not in named}}
    asked = Request(method=request.method, path=request.path, headers=headers, body=request.body)
    return f"{request.method!r}, {expression(request.path)}, {headers_of(asked)}, {expression_of_bytes(request.body)}"


def _checked(promise: Promise, last: str) -> Iterator[str]:
    """Send the last request, and look at what came of it."""
    match promise.where:
        case In.STATUS:
            yield f"status, body = {last}"
            yield ""
            yield f"assert status == {promise.value}, body"
        case In.BODY:
            yield f"status, body = {last}"
            yield ""
            yield f"assert json.loads(body){promise.at} == {promise.value}"
        case In.MESSAGE:
            yield 'before = json.loads(ask(EMULATOR, "GET", "/_emulator/journal?limit=1")[1])["last"]'
            yield last
            yield 'journal = json.loads(ask(EMULATOR, "GET", f"/_emulator/journal?after={before}&limit=1000")[1])'
            yield ""
            yield '(call,) = [call for exchange in journal["exchanges"] for call in exchange["soap"]]'
            yield f'sent = ElementTree.fromstring(call["request"]).findtext("{promise.at}")'
            yield f"assert sent == {promise.value}"
