"""Requests of the control API, read strictly: JSON without duplicate keys, and no query that means nothing."""

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from werkzeug import Request
from werkzeug.exceptions import RequestEntityTooLarge

from emulator.control.answers import Problem


def json_body(request: Request, *, most: int) -> Any:
    """Read the body as JSON; raise Problem with 400, 413 or 415."""
    if request.mimetype != "application/json":
        found = request.content_type or "none"
        raise Problem(
            415, "content-type", "the body needs the content type application/json", expected="application/json", found=found
        )
    request.max_content_length = most
    try:
        data = request.get_data()
    except RequestEntityTooLarge:
        raise Problem(413, "too-large", "the body is larger than max_body_bytes", expected=f"at most {most} bytes") from None
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise Problem(400, "json", "the body is nested too deeply", expected="JSON of moderate depth") from None
    except ValueError as error:
        raise Problem(400, "json", f"the body is no JSON: {error}", expected="JSON in UTF-8", found=str(error)) from None


def query(request: Request, *, allowed: Sequence[str]) -> dict[str, str]:
    """Read the query, each name at most once; an empty value counts as absent. Raise Problem with 400."""
    for name in request.args:
        if name not in allowed:
            known = ", ".join(allowed) or "no query"
            raise Problem(400, "query", f"the query has no {name!r}", field=name, expected=known, found=name)
        if len(request.args.getlist(name)) > 1:
            raise Problem(400, "query", f"the query has {name!r} twice", field=name, expected="one value", found="several")
    return {name: value for name, value in request.args.items() if value}


def whole(values: dict[str, str], name: str, *, least: int) -> int | None:
    """Read a whole number of a query; raise Problem with 400."""
    if name not in values:
        return None
    text = values[name]
    if text.isascii() and text.isdigit() and len(text) <= 18 and int(text) >= least:
        return int(text)
    expected = f"a whole number from {least}"
    raise Problem(400, "query", f"{name}: expected {expected}; found {text!r}", field=name, expected=expected, found=text)


def truth(values: dict[str, str], name: str) -> bool:
    """Read true or false of a query, false where it is left out; raise Problem with 400."""
    return one_of(values, name, ("false", "true")) == "true"


def one_of(values: dict[str, str], name: str, allowed: Sequence[str]) -> str | None:
    """Read one of some words of a query, None where it is left out; raise Problem with 400."""
    text = values.get(name)
    if text is None or text in allowed:
        return text
    expected = f"one of {', '.join(allowed)}"
    raise Problem(400, "query", f"{name}: expected {expected}; found {text!r}", field=name, expected=expected, found=text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} is there twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
