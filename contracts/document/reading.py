"""From an OpenAPI document to what the harness knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contracts.document.access import Credentials
from contracts.document.access_reading import read_callers, read_refusals, read_schemes
from contracts.document.keys import DOCUMENT_KEYS, OPERATION_KEYS, Place, clauses_named
from contracts.document.model import Answer, Document, Example, Operation, UpstreamFailure, Variant, Where
from contracts.document.parameters import path_pattern, read_parameters, with_parameters
from contracts.document.properties import read_property
from contracts.document.property import Carrier, Property
from contracts.document.records_reading import read_ended, read_needs, read_records
from contracts.document.source import DocumentError, applied, find, parse, resolve
from contracts.document.where import filled, read_where
from contracts.wsdl import Interface, packaged

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_CALLS = ("one", "each", "none")


def load(name: str | Path, settings: Mapping[str, Any] | None = None, *, interface: Interface | None = None) -> Document:
    """Read a document by its name or path, under other settings than its defaults where some are given.

    ``interface`` is the WSDL of the SOAP side, by default the Scheduling system's: what the document does not say of the SOAP
    messages comes from there. Raise DocumentError that names the file, the JSON pointer, what was expected and what was found.
    """
    path = find(name)
    source = parse(path)
    return read(source, name=path.stem, file=str(path), settings=settings or {}, interface=interface or packaged())


def read(source: Mapping[str, Any], *, name: str, file: str, settings: Mapping[str, Any], interface: Interface) -> Document:
    """Read a document that is already parsed; ``settings`` override the defaults of its x-settings."""
    in_force = {**_defaults(Place(source.get("x-settings") or {}, file, "/x-settings")), **settings}
    raw = applied(source, in_force, file=file)
    whole = resolve(raw, raw, file=file)
    root = Place(whole, file, "")
    root.known_keys(DOCUMENT_KEYS)
    tables = root.mapping("x-tables")
    schemes = read_schemes(root, in_force)
    return Document(
        name=name,
        file=file,
        source=source,
        raw=raw,
        settings=in_force,
        interface=interface,
        clauses=frozenset(clauses_named(source)),
        soap_namespace=root.text("x-soap-namespace", _namespace(interface)),
        soap_result=_result(read_where(root, "x-soap-result", in_force)),
        refusal=read_where(root, "x-refusal", in_force),
        own_refusal=read_where(root, "x-own-refusal", in_force),
        http_rules=read_where(root, "x-http-rules", in_force),
        pass_through=read_where(root, "x-pass-through", in_force),
        upstream_failures=_upstream_failures(root),
        schemes=schemes,
        operations=tuple(
            _operation(root.inside("paths", path, method), path, method, _Whole(root, tables, in_force, interface, schemes))
            for path, item in root.mapping("paths").items()
            for method in _METHODS
            if method in item
        ),
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What an operation is read with: the document's root, its tables, settings and credentials, the SOAP side's interface."""

    root: Place
    tables: Mapping[str, Any]
    settings: Mapping[str, Any]
    interface: Interface
    schemes: Mapping[str, Credentials]


def _namespace(interface: Interface) -> str:
    return next((operation.request.namespace for operation in interface.operations.values()), "")


def _result(told: Where) -> Where:
    """Read every reply of the interface as one with a result, unless the document says where else the result is."""
    places = told.places or {"type": "result/type", "code": "result/code"}
    return Where(places=places, clauses=told.clauses, cases=told.cases or dict.fromkeys(("OK", "Warning", "Error"), ()))


def _defaults(place: Place) -> dict[str, Any]:
    for name, row in place.value.items():
        if not isinstance(row, dict) or "default" not in row:
            raise DocumentError(f"{place.file}#/x-settings/{name}: expected a map with the key default, found {row!r}")
    return {name: row["default"] for name, row in place.value.items()}


def _upstream_failures(root: Place) -> dict[str, UpstreamFailure]:
    ways = dict(root.mapping("x-upstream-failures"))
    clauses, tells = tuple(ways.pop("clauses", ())), ways.pop("reason", True) is True
    for way, answer in ways.items():
        if not isinstance(answer, dict) or set(answer) != {"status", "code"}:
            raise root.wrong(f"x-upstream-failures/{way}", "a map with status and code", answer)
    return {
        way: UpstreamFailure(way=way, status=row["status"], code=row["code"], tells_reason=tells, clauses=clauses)
        for way, row in ways.items()
    }


def _operation(place: Place, path: str, method: str, whole: _Whole) -> Operation:
    tables, settings = whole.tables, whole.settings
    place.known_keys(OPERATION_KEYS)
    name = place.text("operationId", f"{method} {path}")
    calls = {"accepted": "one", "refused": "none", **place.mapping("x-soap-calls")}
    for key, value in calls.items():
        if value not in _CALLS or key not in ("accepted", "refused"):
            raise place.wrong(f"x-soap-calls/{key}", f"accepted or refused: {', '.join(_CALLS)}", value)
    soap = whole.interface.operations.get(place.text("x-soap-operation", ""))
    messages = place.mapping("x-soap-messages")
    contents = place.inside("requestBody").mapping("content")
    media_type = next(iter(contents), None)
    body = place.inside("requestBody", "content", media_type) if media_type else None
    scheme = _scheme(place, whole)
    request = read_property(body.inside("schema"), tables=tables) if body else None
    parameters = read_parameters(place, whole.root.inside("paths", path), tables=tables)
    if scheme is not None:
        request, parameters = _without(whole.schemes[scheme], request, parameters)
    if request is not None and "x-characters" in whole.root.value:
        request = _into_xml(request)
    if "x-characters" in whole.root.value:
        parameters = tuple(_into_xml(each) for each in parameters)
    told_login = whole.root.texts("x-soap-login")
    # Not every message begins with a login: a Login is one.
    login = told_login if soap is None else [each for each in told_login or soap.request.login if soap.request.has(each)]
    return Operation(
        name=name,
        method=method.upper(),
        path=path,
        pointer=place.pointer,
        clauses=place.texts("x-clauses"),
        soap_operation=place.value.get("x-soap-operation"),
        soap_request=messages.get("request", soap.request.root if soap else None),
        soap_reply=messages.get("reply", soap.reply.root if soap else None),
        soap_login=tuple(tuple(each.split("/")) for each in login),
        calls_accepted=calls["accepted"] if "x-soap-operation" in place.value else "none",
        calls_refused=calls["refused"],
        codes={str(code): tuple(clauses) for code, clauses in place.mapping("x-codes").items()},
        continued=read_where(place, "x-continue", {}),
        parameters=tuple(each for each in parameters if each.carrier is Carrier.QUERY),
        notices=read_where(place, "x-notices", settings),
        callers=read_callers(place, settings),
        request=request if _are_beside(place, parameters) else with_parameters(request, parameters),
        has_body=body is not None,
        body_required=place.inside("requestBody").value.get("required") is True,
        media_types=tuple(contents),
        examples=tuple(_examples(body)) if body else (),
        answers={
            int(status if status != "default" else 0): _answer(place.inside("responses", status), status, tables)
            for status in place.mapping("responses")
            if str(status).isdigit() or status == "default"
        },
        secured=_is_secured(place, whole),
        scheme=scheme,
        turned_away=read_refusals(place),
        needs=read_needs(place, settings),
        records=read_records(place),
        ended=read_ended(place),
        soap_default={
            tuple(element.split("/")): str(value)
            for element, value in filled(place, "x-soap-default", place.mapping("x-soap-default"), settings).items()
        },
        pattern=path_pattern(path),
    )


def _into_xml(prop: Property) -> Property:
    """Let a property, and all inside it, refuse what XML cannot carry, as every text of such a document does."""
    items = _into_xml(prop.items) if prop.items is not None else None
    return replace(prop, goes_into_xml=True, properties=tuple(_into_xml(each) for each in prop.properties), items=items)


def _is_secured(place: Place, whole: _Whole) -> bool:
    return bool(place.value.get("security", whole.root.value.get("security")))


def _scheme(place: Place, whole: _Whole) -> str | None:
    """Find the scheme by which a caller of the operation shows who it is: the one that is named, or the only one there is."""
    if not _is_secured(place, whole):
        return None
    named = (name for row in place.value.get("security", whole.root.value.get("security")) for name in row)
    return next((name for name in named if name in whole.schemes), next(iter(whole.schemes), None))


def _without(
    credentials: Credentials, request: Property | None, parameters: tuple[Property, ...]
) -> tuple[Property | None, tuple[Property, ...]]:
    """Leave out what carries the credentials: it is no value of the caller's."""
    if request is not None and credentials.member:
        request = replace(request, properties=tuple(each for each in request.properties if each.name != credentials.member))
    shown = {(Carrier.QUERY, credentials.query), (Carrier.HEADER, credentials.header)}
    return request, tuple(each for each in parameters if (each.carrier, each.label) not in shown)


def _are_beside(place: Place, parameters: tuple[Property, ...]) -> bool:
    """Tell whether parameters are judged as a query alone: they ask for notices, and all may be left out."""
    plain = all(each.carrier is Carrier.QUERY and not each.required for each in parameters)
    return "x-notices" in place.value and plain


def _examples(body: Place) -> list[Example]:
    examples = []
    rows = body.mapping("examples") or ({"example": {"value": body.value["example"]}} if "example" in body.value else {})
    for name, row in rows.items():
        answer = row.get("x-answer", {})
        if not isinstance(answer, dict) or not set(answer) <= {"status", "code"}:
            raise body.wrong(f"examples/{name}/x-answer", "a map with status and code", answer)
        examples.append(
            Example(
                name=name,
                summary=row.get("summary", name),
                value=row.get("value"),
                status=answer.get("status"),
                code=answer.get("code"),
            )
        )
    return examples


def _answer(place: Place, status: str | int, tables: Mapping[str, Any]) -> Answer:
    contents = place.mapping("content")
    media_type = next(iter(contents), None)
    schema = place.inside("content", media_type, "schema") if media_type else None
    places = []
    if schema is not None:
        branches = schema.value.get("oneOf", ())
        places = [schema.inside("oneOf", str(n)) for n in range(len(branches))] or [schema]
    headers = place.mapping("headers")
    return Answer(
        status=int(status) if status != "default" else 0,
        pointer=place.pointer,
        media_types=tuple(contents),
        variants=tuple(Variant(schema=each.value, root=read_property(each, tables=tables)) for each in places),
        required_headers=tuple(name for name, row in headers.items() if row.get("required")),
        header_places={name: row["x-same-as"] for name, row in headers.items() if "x-same-as" in row},
        clauses=place.texts("x-clauses"),
    )
