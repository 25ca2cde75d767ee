"""What a request shows of its caller: put into a request, and read back."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote_plus

from contracts.document.access import Credentials
from contracts.exchange import Request


def shown(credentials: Credentials, request: Request, *, has_body: bool) -> str | None:
    """Tell what a request shows; None where it shows nothing."""
    if credentials.header:
        headers = {name.lower(): value for name, value in request.headers.items()}
        return headers.get(credentials.header.lower())
    if credentials.member and has_body:
        found = _object(request.body).get(credentials.member)
        return None if found is None else found if isinstance(found, str) else json.dumps(found)
    values = [value for name, value in _query(request.path) if name == credentials.query]
    return unquote_plus(values[0]) if len(values) == 1 else None


def shows_any(credentials: Credentials, value: str | None) -> bool:
    """Tell whether a value shows who somebody is, rightly or not: an empty one does not, nor what is no HTTP Basic there."""
    if not value or not credentials.basic:
        return bool(value)
    scheme, _, encoded = value.strip().partition(" ")
    try:
        return scheme.lower() == "basic" and b":" in b64decode(encoded.strip(), validate=True)
    except ValueError:
        return False


def showing(credentials: Credentials, request: Request, value: str | None, *, has_body: bool) -> Request:
    """Give the request as it shows a value, None for nothing; a body that is no object has no room for it."""
    if credentials.header:
        others = {name: each for name, each in request.headers.items() if name.lower() != credentials.header.lower()}
        return replace(request, headers=others if value is None else {**others, credentials.header: value})
    if credentials.member and has_body:
        return replace(request, body=_with_member(request.body, credentials.member, value))
    return replace(request, path=_with_query(request.path, credentials.query, value))


def _with_member(body: bytes, name: str, value: str | None) -> bytes:
    found = _object(body)
    if not found and body.strip() != b"{}":
        return body
    others = {key: each for key, each in found.items() if key != name}
    return json.dumps(others if value is None else {name: value, **others}).encode("ascii")


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _with_query(path: str, name: str, value: str | None) -> str:
    plain, _, query = path.partition("?")
    parts = [part for part in query.split("&") if part and unquote_plus(part.partition("=")[0]) != name]
    if value is not None:
        parts.append(f"{quote(name, safe='')}={quote(value, safe='', errors='surrogatepass')}")
    return f"{plain}?{'&'.join(parts)}" if parts else plain


def _query(path: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in path.partition("?")[2].split("&") if part)
    return [(unquote_plus(name), value) for name, _, value in parts]
