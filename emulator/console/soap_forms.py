"""The SOAP messages that can be sent, out of the WSDL: each element with its place, its type and its limits."""

from collections.abc import Iterator
from typing import Any

_XS = "{http://www.w3.org/2001/XMLSchema}"
_LIMITS = {"minLength": "from {} characters", "maxLength": "up to {} characters", "maxInclusive": "up to {}"}
# What makes a message that the default scenario answers well.
_EXAMPLES = {
    "databaseUser": "SCHEMA",
    "password": "secret",
    "spUser": "console",
    "jobID": "J-1004",
    "FRUID": "NORTH",
    "cancelReasonId": "1",
    "cancelReasonDesc": "customer called off",
}


def soap_forms(wsdl: bytes) -> list[dict[str, Any]]:
    """List the requests of a WSDL, an operation each."""
    from lxml import etree

    root = etree.fromstring(wsdl)
    types = {each.get("name"): each for each in root.iter(f"{_XS}complexType", f"{_XS}simpleType")}
    namespace = next(iter(root.iter(f"{_XS}schema"))).get("targetNamespace")
    requests = [str(name) for name in types if str(name).endswith("Request")]
    return [
        {
            "id": request.removesuffix("Request"),
            "method": "POST",
            "path": "/soap",
            "summary": f"{request} of the Scheduling system",
            "soap": request.removesuffix("Request"),
            "security": [],
            "parameters": [],
            "body": {
                "type": "application/soap+xml",
                "required": True,
                "examples": [],
                "message": request,
                "namespace": namespace,
                "fields": list(_fields(types, types[request], (), required=True)),
            },
        }
        for request in requests
    ]


def _fields(types: dict[Any, Any], type_: Any, path: tuple[str, ...], *, required: bool) -> Iterator[dict[str, Any]]:
    for element in type_.iter(f"{_XS}element"):
        name, kind = element.get("name"), element.get("type").rpartition(":")[2]
        here, needed = (*path, name), required and element.get("minOccurs") != "0"
        found = types.get(kind)
        if found is not None and found.tag == f"{_XS}complexType":
            yield from _fields(types, found, here, required=needed)
            continue
        limits = [] if found is None else [_told(each) for each in found.iter() if _name(each) in _LIMITS]
        yield {
            "path": here,
            "type": "string",
            "enum": ["true", "false"] if kind == "boolean" else [],
            "required": needed,
            "element": "",
            "says": "; ".join((kind, *limits)),
            "value": _EXAMPLES.get(name, "") if needed or "cancelReason" in path else "",
        }


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _told(limit: Any) -> str:
    return _LIMITS[_name(limit)].format(limit.get("value"))
