"""What the forms of "Try it" are made of, as JSON: operations with their parameters, bodies, examples and credentials."""

from collections.abc import Iterator
from typing import Any

from emulator.console.documents import TITLES, document, resolved
from emulator.console.reference import body_of, operations
from emulator.console.schemas import limits, type_of
from emulator.console.soap_forms import soap_forms

# A form with fields for deeper objects, or for rows of lists, would hide what it sends: those are written as JSON.
_DEEPEST = 3
_SCALARS = {"string", "integer", "number", "boolean"}


def operations_of(name: str) -> dict[str, Any]:
    """Show the forms of a document; raise KeyError for an unknown one."""
    raw = document(name)
    schemes = raw.get("components", {}).get("securitySchemes", {})
    return {
        "title": TITLES[name],
        "settings": {key: row.get("default") for key, row in raw.get("x-settings", {}).items() if isinstance(row, dict)},
        "credentials": {key: _credentials(scheme) for key, scheme in schemes.items()},
        "operations": [_operation(name, *each) for each in operations(name)],
    }


def soap_operations(wsdl: bytes) -> dict[str, Any]:
    """Show the forms of the SOAP messages."""
    return {"title": "SOAP", "settings": {}, "credentials": {}, "operations": soap_forms(wsdl)}


def fault_fields() -> list[dict[str, Any]]:
    """Show a field for each key of a fault rule."""
    schema = resolved("control", {"$ref": "#/components/schemas/FaultRule"})
    return [
        _field("control", (str(key),), resolved("control", member), required=key in schema.get("required", ()))
        for key, member in schema["properties"].items()
    ]


def _operation(
    name: str, method: str, path: str, operation: dict[str, Any], parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    required, media_type, content = body_of(name, operation)
    security = operation.get("security", document(name).get("security", []))
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation.get("summary", ""),
        "soap": operation.get("x-soap-operation"),
        "security": [scheme for row in security for scheme in row],
        "parameters": [_parameter(name, each) for each in parameters],
        "body": {
            "type": media_type,
            "required": required,
            "examples": _examples(name, content),
            "fields": list(_fields(name, content.get("schema", {}), (), depth=1)),
        }
        if media_type
        else None,
    }


def _credentials(scheme: dict[str, Any]) -> dict[str, Any]:
    given = scheme.get("x-credentials", {})
    # Under a setting a token is obtained elsewhere: whoever has it wants the same button.
    obtain = given.get("obtain") or next((row["obtain"] for row in given.get("x-when", {}).values() if "obtain" in row), None)
    return {key: given.get(key) for key in ("header", "value", "basic", "query", "body", "required-when")} | {
        "obtain": obtain,
        "signs": "sign" in given,
        "says": scheme.get("description", ""),
    }


def _parameter(name: str, parameter: dict[str, Any]) -> dict[str, Any]:
    schema = resolved(name, parameter.get("schema", {}))
    return {
        "name": parameter["name"],
        "in": parameter["in"],
        "required": bool(parameter.get("required")),
        "says": parameter.get("description", ""),
        "enum": [str(value) for value in schema.get("enum", ())],
        # What may be left out is left out until somebody wants it.
        "value": str(parameter.get("example", schema.get("default", ""))) if parameter.get("required") else "",
        "hint": str(parameter.get("example", "")),
    }


def _examples(name: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    if "example" in content:
        return [{"name": "example", "summary": "An example", "value": content["example"]}]
    rows = ((key, resolved(name, example)) for key, example in content.get("examples", {}).items())
    return [{"name": key, "summary": row.get("summary", key), "value": row.get("value")} for key, row in rows]


def _fields(name: str, schema: Any, path: tuple[str, ...], *, depth: int) -> Iterator[dict[str, Any]]:
    found = resolved(name, schema)
    for key, member in (found.get("properties") or {}).items():
        row = resolved(name, member)
        here = (*path, str(key))
        types = row.get("type")
        kinds = types if isinstance(types, list) else [types]
        if "object" in kinds and "properties" in row:
            if depth < _DEEPEST:
                yield from _fields(name, row, here, depth=depth + 1)
        elif "enum" in row or "const" in row or _SCALARS & {*kinds} or (types is None and "items" not in row):
            yield _field(name, here, row, required=key in (found.get("required") or ()))


def _field(name: str, path: tuple[str, ...], row: dict[str, Any], *, required: bool) -> dict[str, Any]:
    types = row.get("type")
    kinds = types if isinstance(types, list) else [types]
    told = () if "enum" in row or "const" in row else (type_of(name, row), limits(row))
    return {
        "path": path,
        "type": next((kind for kind in kinds if kind in _SCALARS), "any"),
        "enum": [value for value in row.get("enum", [row["const"]] if "const" in row else []) if value is not None],
        "required": required,
        "element": row.get("x-soap-element", ""),
        # What can be chosen is seen in the choice.
        "says": "; ".join(filter(None, (*told, " ".join(row.get("description", "").split())))),
    }
