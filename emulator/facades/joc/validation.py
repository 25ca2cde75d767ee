"""Does a body keep its route's schema? All that is wrong is told at once, as the product does (JOC-E-02)."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from emulator.facades.joc.refusals import Refusal, Refused
from emulator.facades.joc.routes import Route
from emulator.facades.json_text import BadJson, plain, read_object
from emulator.facades.xml_text import NO_XML

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

# So much is told of each member, and so much is looked through for it.
_TOLD_OF_ONE = 3
_LOOKED_THROUGH = 1000


def read_body(body: bytes, route: Route) -> dict[str, Any]:
    """Read a body; raise Refused where it is no JSON object, says a thing twice, or breaks the schema."""
    try:
        document: dict[str, Any] = plain(read_object(body))
    except BadJson as error:
        raise Refused(Refusal.BAD_JSON, str(error)) from None
    wrong = list(_worth_telling(islice(_validator(route).iter_errors(document), _LOOKED_THROUGH)))
    if wrong:
        raise Refused(Refusal.SCHEMA, " or ".join(wrong))
    return document


def _worth_telling(errors: "Iterator[ValidationError]") -> Iterator[str]:
    told: Counter[object] = Counter()
    for error in errors:
        member = next(iter(error.absolute_path), None)
        told[member] += 1
        if member is None or told[member] <= _TOLD_OF_ONE:
            yield _told(error)


@cache
def _validator(route: Route) -> "Validator":
    # It takes a while to load, and only this needs it.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    assert route.schema is not None
    kind: Any = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _pattern, "x-xml": _xml}
    )
    validator: Validator = kind(route.schema)
    return validator


def _pattern(_validator: Any, pattern: str, value: object, _schema: Any) -> "Iterator[ValidationError]":
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str) and not _compiled(pattern).search(value):
        yield ValidationError("does not match")


def _xml(_validator: Any, _rule: object, value: object, _schema: Any) -> "Iterator[ValidationError]":
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str) and NO_XML.search(value):
        yield ValidationError("holds a character that XML cannot carry")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # In these schemas $ is the end, not the place before a last line feed, and \d is an ASCII digit.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


def _told(error: "ValidationError") -> str:
    path = "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    rule: Any = error.validator_value
    found: Any = error.instance
    match error.validator:
        case "required":
            missing = next(name for name in rule if name not in found)
            return f"{path}.{missing}: is missing but it is required"
        case "type":
            return f"{path}: {rule} expected, {_kind(found)} found"
        case "maxLength" | "minLength":
            bound = "at most" if error.validator == "maxLength" else "at least"
            return f"{path}: must be {bound} {rule} characters long, {len(found)} found"
        case "pattern":
            return f"{path}: must match {rule}, {_cut(found)} found"
        case "enum":
            return f"{path}: must be one of {', '.join(rule)}, {_cut(found)} found"
        case "x-xml":
            return f"{path}: must hold characters that XML 1.0 allows, {_cut(found)} found"
        case "uniqueItems":
            return f"{path}: must not hold the same item twice"
        case "minItems":
            return f"{path}: must hold at least {rule} item, {len(found)} found"
    return f"{path}: must keep {error.validator} {rule}, {_cut(found)} found"


def _kind(value: object) -> str:
    return next(name for kind, name in _KINDS.items() if isinstance(value, kind))


# A boolean is an int in Python: it comes first.
_KINDS: dict[type, str] = {
    bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object", type(None): "null",
}  # fmt: skip


def _cut(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
