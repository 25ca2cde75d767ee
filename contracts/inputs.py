"""What goes into a request, body and parameters in one map: written into path, headers and body, and read back from there."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from contracts.credentials import showing
from contracts.document import Carrier, Document, Operation, Property
from contracts.exchange import Request

ABSENT = object()
# ASCII JSON can say everything, lone surrogates too, which UTF-8 cannot.
_JSON = "application/json"
_BRACES = re.compile(r"\{[^{}]+\}")
# A path has no room for these: servers take them apart, or put them together, before anybody reads them.
_NO_SEGMENT = re.compile(r"^\.{1,2}$|[/\\\x00-\x1f\x7f;]")
_NO_HEADER = re.compile(r"^\s|\s$|[^\x20-\x7e\xa0-\xff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def request_for(document: Document, operation: Operation, values: Any) -> Request:
    """Make a request of an operation: parameters in their places, the credentials, and a JSON body where it has one."""
    known = values if isinstance(values, dict) else {}
    content = json.dumps(body_with(operation, values)).encode("ascii") if operation.has_body else b""
    headers = {"Content-Type": next(iter(operation.media_types), _JSON)} if operation.has_body else {}
    request = Request(
        method=operation.method,
        path=path_with(operation, known),
        headers=headers | headers_with(operation, known),
        body=content,
    )
    credentials = document.credentials_of(operation)
    if credentials is None or not credentials.value or (operation.has_body and credentials.member in known):
        return request
    return showing(credentials, request, credentials.value, has_body=operation.has_body)


def carries(prop: Property, value: Any) -> bool:
    """Tell whether a property's place in the request has room for a value; ABSENT stands for none."""
    if prop.carrier is Carrier.BODY:
        return True
    if value is ABSENT:
        return prop.carrier is not Carrier.PATH
    if isinstance(value, list):
        return prop.carrier is Carrier.QUERY and "array" in prop.types and all(_is_scalar(each) for each in value)
    if not _is_scalar(value):
        return False
    text = spelt(value)
    match prop.carrier:
        case Carrier.PATH:
            return bool(text) and not _NO_SEGMENT.search(text) and not _SURROGATE.search(text)
        case Carrier.HEADER:
            return not _NO_HEADER.search(text)
        case _:
            return not _SURROGATE.search(text)


def spelt(value: Any) -> str:
    """Write a value as a parameter's text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def parameters_of(operation: Operation) -> dict[str, Property]:
    """Give the parameters among an operation's properties, by their names."""
    found = operation.request.properties if operation.request is not None else ()
    return {prop.name: prop for prop in found if prop.carrier is not Carrier.BODY}


def path_with(operation: Operation, values: Mapping[str, Any]) -> str:
    """Write the path and the query of a request.

    Without a body, what no property is named like goes into the query: somebody may well send it, and it must not matter.
    """
    parameters = parameters_of(operation)
    path = _BRACES.sub(lambda found: _quoted(values.get(found[0], "x")), operation.path)
    asked = [
        (parameters[name].label, value)
        for name, value in values.items()
        if name in parameters and parameters[name].carrier is Carrier.QUERY
    ]
    if not operation.has_body:
        asked += [(name, value) for name, value in values.items() if name not in parameters and _is_scalar(value)]
    query = "&".join(f"{_quoted(name)}={_quoted(each)}" for name, value in asked for each in _listed(value))
    return f"{path}?{query}" if query else path


def headers_with(operation: Operation, values: Mapping[str, Any]) -> dict[str, str]:
    """Write the headers that carry parameters."""
    parameters = parameters_of(operation)
    return {
        parameters[name].label: spelt(value)
        for name, value in values.items()
        if name in parameters and parameters[name].carrier is Carrier.HEADER
    }


def body_with(operation: Operation, values: Any) -> Any:
    """Give what goes into the body: all that no parameter is named like."""
    if not isinstance(values, dict):
        return values
    parameters = parameters_of(operation)
    return {name: value for name, value in values.items() if name not in parameters}


def values_of(operation: Operation, request: Request, body: Mapping[str, Any]) -> dict[str, Any]:
    """Read the values of a request back, as far as the document knows them: the body's and the parameters'."""
    return {**body, **dict(_parameters(operation, request))}


def repeated(operation: Operation, request: Request) -> bool:
    """Tell whether a parameter that is no list stands in the query more than once: which one counts, no document says."""
    labels = [prop.label for prop in parameters_of(operation).values() if prop.carrier is Carrier.QUERY]
    names = [name for name, _ in _query(request)]
    return any(names.count(label) > 1 for label in labels if "array" not in _types(operation, label))


def _parameters(operation: Operation, request: Request) -> Iterator[tuple[str, Any]]:
    parameters = parameters_of(operation)
    if not parameters:
        return
    match = operation.pattern.fullmatch(request.path.partition("?")[0])
    segments = dict(zip(_BRACES.findall(operation.path), match.groups() if match else (), strict=False))
    headers = {name.lower(): value for name, value in request.headers.items()}
    query: dict[str, list[str]] = {}
    for label, text in _query(request):
        query.setdefault(label, []).append(text)
    for name, prop in parameters.items():
        match prop.carrier:
            case Carrier.PATH if name in segments:
                yield name, _read(prop, _unquoted(segments[name]))
            case Carrier.HEADER if prop.label.lower() in headers:
                yield name, _read(prop, headers[prop.label.lower()])
            case Carrier.QUERY if prop.label in query:
                texts = query[prop.label]
                yield name, [_read(prop, text) for text in texts] if "array" in prop.types else _read(prop, texts[0])


def _query(request: Request) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in request.path.partition("?")[2].split("&") if part]
    return [(_unquoted(name.replace("+", " ")), _unquoted(text.replace("+", " "))) for name, _, text in parts]


def _read(prop: Property, text: str) -> Any:
    """Read a parameter's text as a value of the property's type; a text that is none stays one, and breaks a rule."""
    kind = prop.items if "array" in prop.types and prop.items is not None else prop
    if kind.types & {"integer", "number"} and re.fullmatch("-?[0-9]{1,300}", text):
        return int(text)
    if "boolean" in kind.types and text in ("true", "false"):
        return text == "true"
    return text


def _types(operation: Operation, label: str) -> frozenset[str]:
    return next((prop.types for prop in parameters_of(operation).values() if prop.label == label), frozenset())


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _quoted(value: Any) -> str:
    return quote(spelt(value), safe="", errors="surrogatepass")


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "replace")
