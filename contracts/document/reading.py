"""From an OpenAPI document to what the harness knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.document.access import Callers, Credentials, Obtaining
from contracts.document.keys import DOCUMENT_KEYS, OPERATION_KEYS, Place, clauses_and_cases, clauses_named
from contracts.document.model import (
    Answer,
    Carrier,
    Document,
    Example,
    Operation,
    UpstreamFailure,
    Variant,
    Where,
)
from contracts.document.parameters import path_pattern, read_parameters, with_parameters
from contracts.document.properties import read_property
from contracts.document.source import DocumentError, applied, find, holds, parse, resolve
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
    return Document(
        name=name,
        file=file,
        source=source,
        raw=raw,
        settings=in_force,
        interface=interface,
        clauses=frozenset(clauses_named(source)),
        soap_namespace=root.text("x-soap-namespace", _namespace(interface)),
        soap_result=_result(_where(root, "x-soap-result", in_force)),
        refusal=_where(root, "x-refusal", in_force),
        own_refusal=_where(root, "x-own-refusal", in_force),
        http_rules=_where(root, "x-http-rules", in_force),
        pass_through=_where(root, "x-pass-through", in_force),
        upstream_failures=_upstream_failures(root),
        credentials=_credentials(root, in_force),
        operations=tuple(
            _operation(root.inside("paths", path, method), path, method, _Whole(root, tables, in_force, interface))
            for path, item in root.mapping("paths").items()
            for method in _METHODS
            if method in item
        ),
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What an operation is read with: the document's root, its tables, the settings in force, the SOAP side's interface."""

    root: Place
    tables: Mapping[str, Any]
    settings: Mapping[str, Any]
    interface: Interface


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


def _where(root: Place, key: str, settings: Mapping[str, Any]) -> Where:
    places = dict(root.mapping(key))
    clauses, cases = clauses_and_cases(root, f"{key}/clauses", places.pop("clauses", []))
    return Where(places=_filled(root, key, places, settings), clauses=clauses, cases=cases)


def _filled(root: Place, key: str, found: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Put settings' values in the place of their names in braces."""
    filled = dict(found)
    for name, value in found.items():
        if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
            setting = value[1:-1]
            if setting not in settings:
                raise root.wrong(f"{key}/{name}", f"a setting of x-settings in braces, one of {', '.join(settings)}", value)
            filled[name] = settings[setting]
    return filled


def _upstream_failures(root: Place) -> dict[str, UpstreamFailure]:
    ways = dict(root.mapping("x-upstream-failures"))
    clauses = tuple(ways.pop("clauses", ()))
    for way, answer in ways.items():
        if not isinstance(answer, dict) or set(answer) != {"status", "code"}:
            raise root.wrong(f"x-upstream-failures/{way}", "a map with status and code", answer)
    return {way: UpstreamFailure(way=way, status=row["status"], code=row["code"], clauses=clauses) for way, row in ways.items()}


def _credentials(root: Place, settings: Mapping[str, Any]) -> Credentials | None:
    for name, scheme in root.inside("components").mapping("securitySchemes").items():
        place = root.inside("components", "securitySchemes", name)
        row = place.mapping("x-credentials")
        if row:
            condition = row.get("required-when")
            return Credentials(
                header=row["header"],
                value=str(row["value"]).format_map(settings),
                required=condition is None or holds(condition, settings, where=f"{place.where}/x-credentials"),
                obtaining=_obtaining(place.inside("x-credentials"), settings),
                clauses=tuple(scheme.get("x-clauses", ())),
            )
    return None


def _obtaining(place: Place, settings: Mapping[str, Any]) -> Obtaining | None:
    row = place.mapping("obtain")
    if not row:
        return None
    if set(row) != {"operation", "body", "at"}:
        raise place.wrong("obtain", "a map with operation, body and at", row)
    body = _filled(place.inside("obtain"), "body", row["body"], settings)
    return Obtaining(operation=row["operation"], body=body, at=row["at"])


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
    request = read_property(body.inside("schema"), tables=tables) if body else None
    parameters = read_parameters(place, whole.root.inside("paths", path), tables=tables)
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
        continued=_where(place, "x-continue", {}),
        parameters=tuple(each for each in parameters if each.carrier is Carrier.QUERY),
        notices=_where(place, "x-notices", settings),
        callers=_callers(place, settings),
        request=with_parameters(request, parameters) if "x-soap-operation" in place.value else request,
        has_body=body is not None,
        media_types=tuple(contents),
        examples=tuple(_examples(body)) if body else (),
        answers={
            int(status): _answer(place.inside("responses", status), int(status), tables)
            for status in place.mapping("responses")
            if str(status).isdigit()
        },
        secured=bool(place.value.get("security", whole.root.value.get("security"))),
        pattern=path_pattern(path),
    )


def _callers(place: Place, settings: Mapping[str, Any]) -> Callers | None:
    row = place.mapping("x-callers")
    if not row:
        return None
    condition = row.get("when")
    return Callers(
        known=_filled(place, "x-callers/known", row["known"], settings),
        anybody=condition is None or holds(condition, settings, where=f"{place.where}/x-callers"),
        otherwise=int(row["otherwise"]),
        clauses=tuple(row.get("clauses", ())),
    )


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


def _answer(place: Place, status: int, tables: Mapping[str, Any]) -> Answer:
    contents = place.mapping("content")
    media_type = next(iter(contents), None)
    schema = place.inside("content", media_type, "schema") if media_type else None
    places = []
    if schema is not None:
        branches = schema.value.get("oneOf", ())
        places = [schema.inside("oneOf", str(n)) for n in range(len(branches))] or [schema]
    headers = place.mapping("headers")
    return Answer(
        status=status,
        pointer=place.pointer,
        media_types=tuple(contents),
        variants=tuple(Variant(schema=each.value, root=read_property(each, tables=tables)) for each in places),
        required_headers=tuple(name for name, row in headers.items() if row.get("required")),
        clauses=place.texts("x-clauses"),
    )
