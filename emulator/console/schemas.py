"""JSON Schemas of the contracts, told in rows: a member each, with its type, its limits, its SOAP element, its clauses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from emulator.console.documents import resolved

_DEEPEST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member at ``path`` (a dot goes one level deeper, brackets into each row of a list), or an alternative's name."""

    path: str
    type: str
    limits: str
    required: bool
    element: str
    clauses: tuple[str, ...]
    says: str
    alternative: bool = False


def members(name: str, schema: Any) -> list[Member]:
    """List the members of a schema of a document, deepest ones too, in the document's order."""
    return list(_walk(name, schema, "", depth=0))


def described(name: str, path: str, schema: Any, *, required: bool) -> Member:
    """Tell one value: a member's, or a parameter's."""
    found = resolved(name, schema)
    return Member(
        path=path,
        type=type_of(name, found),
        limits=limits(found),
        required=required,
        element=str(found.get("x-soap-element", "")),
        clauses=clauses(found),
        says=_line(found.get("description")),
    )


def _walk(name: str, schema: Any, path: str, *, depth: int) -> Iterator[Member]:
    found = resolved(name, schema)
    if not isinstance(found, dict) or depth > _DEEPEST:
        return
    for number, choice in enumerate(found.get("oneOf") or found.get("anyOf") or (), 1):
        each = resolved(name, choice)
        if isinstance(each, dict) and ("properties" in each or each.get("type") == "array"):
            title = str(choice.get("$ref", "")).rpartition("/")[2] or f"form {number}"
            says = _line(each.get("description"))
            yield Member(
                path=title, type="", limits="", required=False, element="", clauses=clauses(each), says=says, alternative=True
            )
            yield from _walk(name, choice, path, depth=depth + 1)
    for part in found.get("allOf") or ():
        yield from _walk(name, part, path, depth=depth + 1)
    for key, member in (found.get("properties") or {}).items():
        here = f"{path}.{key}" if path else str(key)
        yield described(name, here, member, required=key in (found.get("required") or ()))
        yield from _walk(name, member, here, depth=depth + 1)
    if isinstance(found.get("items"), dict):
        yield from _walk(name, found["items"], f"{path}[]", depth=depth + 1)
    more = found.get("additionalProperties")
    if isinstance(more, dict) and more:
        here = f"{path}.*" if path else "*"
        yield described(name, here, more, required=False)
        yield from _walk(name, more, here, depth=depth + 1)


def type_of(name: str, schema: Any) -> str:
    """Say what kind of value a schema allows, in a word or a few."""
    found = resolved(name, schema)
    if not isinstance(found, dict):
        return "any"
    if "const" in found or "enum" in found:
        return "one of" if "enum" in found else "always"
    type_ = found.get("type")
    if type_ == "array":
        return f"list of {type_of(name, found.get('items', {}))}"
    if isinstance(type_, list):
        return " or ".join(map(str, type_))
    if type_:
        return str(found.get("format", type_)) if type_ == "string" else str(type_)
    choices = found.get("oneOf") or found.get("anyOf") or ()
    return " or ".join(dict.fromkeys(type_of(name, choice) for choice in choices)) or "any"


_BOUNDS = (("minLength", "maxLength", "characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", "rows"))


def limits(found: dict[str, Any]) -> str:
    """Say what a value must keep to."""
    told = []
    if "const" in found:
        told.append(_shown(found["const"]))
    if "enum" in found:
        told.append(", ".join(map(_shown, found["enum"])))
    for least, most, of in _BOUNDS:
        if least in found or most in found:
            low, high = found.get(least), found.get(most)
            span = f"up to {high}" if low is None else f"from {low}" if high is None else f"{low} to {high}"
            told.append(f"{span} {of}".strip())
    if "default" in found:
        told.append(f"default {_shown(found['default'])}")
    return "; ".join(told)


def clauses(found: dict[str, Any]) -> tuple[str, ...]:
    """List the clauses that a part of a document names, once each."""
    named = found.get("x-clauses") or ()
    if isinstance(named, dict):
        named = [clause for each in named.values() for clause in (each if isinstance(each, list) else [each])]
    return tuple(dict.fromkeys(map(str, named)))


def _shown(value: Any) -> str:
    return {None: "null", True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


def _line(text: Any) -> str:
    return " ".join(str(text or "").split())
