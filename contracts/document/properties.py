"""Reading the properties of a request or an answer."""

import re
from collections.abc import Mapping
from typing import Any

from contracts.document.access import Refused
from contracts.document.keys import PROPERTY_KEYS, Place, clauses_and_cases
from contracts.document.property import (
    Beside,
    Carrier,
    Outcome,
    OutcomeKind,
    Property,
    Reads,
    Text,
    TextKind,
    Unlisted,
)
from contracts.document.shapes import alternatives, needed, properties_of, required_alone, required_of, without_null
from contracts.document.where import read_refused

_OTHER_TYPES = ("refused", "json-text")
# What an element of the Scheduling interface names, and one that the emulator's default scenario has.
_NAMED: Mapping[tuple[str, ...], str] = {("jobID",): "job", ("FRUID",): "unit"}
_THERE = {"job": ("J-1001",), "unit": ("NORTH",)}
_CODE = re.compile(r"code: ?([0-9]+)")


def read_property(
    place: Place,
    *,
    tables: Mapping[str, Any],
    name: str = "",
    path: str = "",
    required: bool = False,
    clauses: tuple[str, ...] = (),
    carrier: Carrier = Carrier.BODY,
) -> Property:
    """Read a schema and what is inside it; a property without clauses of its own has those around it."""
    place, or_null = without_null(place)
    place.known_keys(PROPERTY_KEYS)
    schema = place.value
    types = schema.get("type", [])
    types = frozenset([types] if isinstance(types, str) else types)
    own, aspects = clauses_and_cases(place, "x-clauses", schema.get("x-clauses", []))
    own = own or clauses
    must = required_of(schema)
    older = schema.get("x-older-spelling-of")
    element = tuple(place.text("x-soap-element", "").split("/")) if schema.get("x-soap-element") else ()
    names = _one_of(place, "x-names", ("", "job", "unit")) or _NAMED.get(element)
    return Property(
        name=name,
        label=name if carrier is Carrier.BODY else name.strip("{?:}"),
        carrier=carrier,
        path=path,
        pointer=place.pointer,
        types=types - {"null"},
        nullable=or_null or "null" in types,
        required=required,
        min_length=schema.get("minLength"),
        max_length=schema.get("maxLength"),
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
        pattern=schema.get("pattern"),
        format=schema.get("format"),
        values=(schema["const"],) if "const" in schema else tuple(schema.get("enum", ())),
        soap_element=element,
        text=_text(place, tables),
        missing=_outcome(place, "x-missing", "refused" if required else "absent"),
        empty=_outcome(place, "x-empty", "refused" if schema.get("minLength") else "sent"),
        too_long=_outcome(place, "x-too-long", "refused"),
        characters=_outcome(place, "x-characters", "refused"),
        goes_into_xml=bool(element) or "x-characters" in schema,
        sendable=place.mapping("x-sendable").get("maxLength"),
        unsendable=_outcome(place.inside("x-sendable"), "otherwise", "refused"),
        other_types=_one_of(place, "x-other-types", _OTHER_TYPES),
        reads=_reads(place),
        unknown=() if isinstance(schema.get("x-unknown"), dict) else tuple(str(code) for code in schema.get("x-unknown", ())),
        older_spelling_of=older,
        dropped=schema.get("x-dropped") is True,
        has_absent="x-soap-absent" in schema,
        absent=schema.get("x-soap-absent"),
        echo=schema.get("x-echo"),
        names=names,
        examples=_example_values(schema) or _THERE.get(names or "", ()),
        clauses=own,
        aspects=aspects,
        beside=_beside(place, tables),
        alternatives=alternatives(schema),
        needed=needed(schema),
        apart=required_alone(schema.get("not")) or (),
        typed_rest=schema.get("additionalProperties", True) is not True,
        unique=schema.get("uniqueItems") is True,
        least_items=schema.get("minItems", 0),
        most_items=schema.get("maxItems"),
        refused=_refused(place, own),
        not_known=read_refused(place, "x-unknown", schema["x-unknown"], own)
        if isinstance(schema.get("x-unknown"), dict)
        else None,
        condition=read_refused(place, "x-condition", schema["x-condition"], own) if "x-condition" in schema else None,
        properties=tuple(
            read_property(inner, tables=tables, name=key, path=f"{path}.{key}".lstrip("."), required=key in must, clauses=own)
            for key, inner in properties_of(place)
        ),
        items=read_property(place.inside("items"), tables=tables, name="", path=f"{path}[]", clauses=own)
        if isinstance(schema.get("items"), dict)
        else None,
    )


def _beside(place: Place, tables: Mapping[str, Any]) -> tuple[Beside, ...]:
    found = []
    for element, row in place.mapping("x-soap-beside").items():
        path = tuple(element.split("/"))
        if isinstance(row, dict):
            if set(row) != {"table"} or row["table"] not in tables:
                raise place.wrong(f"x-soap-beside/{element}", f"a value, or {{table: one of {', '.join(tables)}}}", row)
            found.append(Beside(path=path, table={str(key): value for key, value in tables[row["table"]].items()}))
        else:
            found.append(Beside(path=path, value=row))
    return tuple(found)


def _refused(place: Place, clauses: tuple[str, ...]) -> dict[str, Refused]:
    row = place.mapping("x-refused")
    if "status" in row:
        return {"": read_refused(place, "x-refused", row, clauses)}
    return {
        "" if rule == "otherwise" else rule: read_refused(place, f"x-refused/{rule}", each, clauses)
        for rule, each in row.items()
    }


def _example_values(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    found = schema.get("examples", [schema["example"]] if "example" in schema else [])
    return tuple(found) if isinstance(found, list) else ()


def _outcome(place: Place, key: str, default: str) -> Outcome:
    found = str(place.value.get(key, default))
    match = _CODE.fullmatch(found)
    if match:
        return Outcome(kind=OutcomeKind.CODE, code=match[1])
    others = {OutcomeKind.CODE} if key == "x-missing" else {OutcomeKind.CODE, OutcomeKind.RECORD}
    words = [kind.value for kind in OutcomeKind if kind not in others]
    if found not in words:
        raise place.wrong(key, f"one of {', '.join(words)} or 'code: n'", place.value.get(key))
    return Outcome(kind=OutcomeKind(found))


def _one_of(place: Place, key: str, words: tuple[str, ...]) -> str:
    found = place.text(key, words[0])
    if found not in words:
        raise place.wrong(key, f"one of {', '.join(words)}", found)
    return found


def _reads(place: Place) -> Reads | None:
    row = place.mapping("x-reads")
    if not row:
        return None
    code = _CODE.fullmatch(str(row.get("otherwise")))
    try:
        re.compile(row.get("pattern", 0))
    except (re.error, TypeError):
        raise place.wrong("x-reads/pattern", "a regular expression", row.get("pattern")) from None
    if code is None:
        raise place.wrong("x-reads/otherwise", "'code: n'", row.get("otherwise"))
    return Reads(pattern=row["pattern"], otherwise=code[1])


def _text(place: Place, tables: Mapping[str, Any]) -> Text:
    match place.value.get("x-soap-text", "plain"):
        case "plain" | "digits" | "utc" | "names" | "record" as word:
            return Text(kind=TextKind(word))
        case {"cut": int(length), **rest} if not rest and length > 0:
            return Text(kind=TextKind.CUT, cut=length)
        case {"enum": dict(table), **rest} if not rest:
            return Text(kind=TextKind.ENUM, table={str(key): value for key, value in table.items()})
        case {"table": str(name), **rest} if set(rest) <= {"unlisted", "most"} and name in tables:
            table = {str(key): value for key, value in tables[name].items()}
            most = place.mapping("x-soap-text").get("most", 2**32 - 1)
            return Text(kind=TextKind.ENUM, table=table, unlisted=_unlisted(place), most=most)
        case found:
            known = f"{{table: one of {', '.join(tables) or 'x-tables, which has none'}}}"
            raise place.wrong(
                "x-soap-text", f"plain, digits, utc, names, record, {{cut: n}}, {{enum: {{...}}}} or {known}", found
            )


def _unlisted(place: Place) -> Unlisted:
    words, found = [each.value for each in Unlisted], place.mapping("x-soap-text").get("unlisted", "sent")
    if found not in words:
        raise place.wrong("x-soap-text/unlisted", f"one of {', '.join(words)}", found)
    return Unlisted(found)
