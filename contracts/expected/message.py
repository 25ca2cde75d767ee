"""From a JSON body to the SOAP message it must become: what is refused, what is sent, which code it earns."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.document import Operation, Outcome, OutcomeKind, Property, TextKind
from contracts.expected.json_body import json_text, texts_in
from contracts.expected.rules import broken_rule, carried_by_xml, is_type, reads_as

_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A property that the document refuses: which rule it breaks, and the clauses that say so."""

    property: Property
    rule: str
    expected: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An element that the message must have: the value it carries, or None for one that only holds others.

    ``entry`` is the place, in a list, of the entry it comes from; None where it comes from no list.
    """

    path: tuple[str, ...]
    property: Property
    value: Any
    clauses: tuple[str, ...]
    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A code that a value earns on the SOAP side."""

    code: str
    property: Property
    rule: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """That a promise was put to the test by a value that keeps it."""

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A property of which the document does not say what becomes of it."""

    property: Property
    why: str


Finding = Objection | Sent | Promised | Told | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedMessage:
    """What a body must become; where something is unclear, neither acceptance nor the message is judged."""

    objections: tuple[Objection, ...]
    sent: tuple[Sent, ...]
    promised: tuple[Promised, ...]
    kept: tuple[str, ...]
    unclear: tuple[Unclear, ...]

    def messages(self, operation: Operation) -> list[tuple[Sent, ...]]:
        """Give what is sent, message by message: one, or where the operation calls for each entry of a list one for each."""
        if operation.calls_accepted != "each":
            return [self.sent]
        entries = dict.fromkeys(each.entry for each in self.sent if each.entry is not None)
        return [tuple(each for each in self.sent if each.entry in (None, entry)) for entry in entries]


def expected_message(root: Property, body: Mapping[str, Any]) -> ExpectedMessage:
    """Work out what a JSON object must become."""
    found = list(_object(root, body, dropped=False))
    return ExpectedMessage(
        objections=tuple(each for each in found if isinstance(each, Objection)),
        sent=tuple(each for each in found if isinstance(each, Sent)),
        promised=tuple(each for each in found if isinstance(each, Promised)),
        kept=tuple(dict.fromkeys(clause for each in found if isinstance(each, Told) for clause in each.clauses)),
        unclear=tuple(each for each in found if isinstance(each, Unclear)),
    )


def _object(parent: Property, value: Mapping[str, Any], *, dropped: bool) -> Iterator[Finding]:
    older = {each.older_spelling_of: each for each in parent.properties if each.older_spelling_of}
    for prop in parent.properties:
        if prop.older_spelling_of is not None:
            continue
        spelling, found = prop, value.get(prop.name, _MISSING)
        elder = older.get(prop.name)
        if elder is not None and elder.name in value:
            if found is _MISSING:
                spelling, found = elder, value[elder.name]
            elif found is None:
                yield Unclear(property=prop, why=f"{prop.name} is null and {elder.name} is there")
            elif value[elder.name] is not None and broken_rule(elder, value[elder.name]):
                yield Unclear(property=prop, why=f"{elder.name} breaks a rule where {prop.name} wins")
        yield from _value(spelling, found, dropped=dropped or prop.dropped)


def _value(prop: Property, value: Any, *, dropped: bool) -> Iterator[Finding]:
    if value is _MISSING or (value is None and prop.nullable):
        rule = "missing" if value is _MISSING else "null"
        yield Told(prop.clauses_of("null" if value is None else "length"))
        yield from _outcome(prop, prop.missing, rule, value=None, aspect="length", dropped=dropped)
    elif not is_type(prop, value):
        yield from _other_type(prop, value, dropped=dropped)
    elif isinstance(value, dict) and "object" in prop.types:
        yield Told(prop.clauses_of("type"))
        if prop.dropped:
            yield Told(prop.clauses_of("element"))
        if prop.soap_element and not dropped:
            yield Sent(path=prop.soap_element, property=prop, value=None, clauses=prop.clauses_of("element"))
        yield from _object(prop, value, dropped=dropped)
    elif isinstance(value, list) and prop.items is not None:
        for entry, each in enumerate(value):
            for found in _value(prop.items, each, dropped=dropped):
                yield replace(found, entry=entry) if isinstance(found, Sent) else found
    else:
        yield from _scalar(prop, value, dropped=dropped)


def _scalar(prop: Property, value: Any, *, dropped: bool) -> Iterator[Finding]:
    if isinstance(value, str) and not value and (prop.empty.kind is not OutcomeKind.SENT or prop.min_length):
        yield from _outcome(prop, prop.empty, "empty", value=value, aspect="length", dropped=dropped)
        return
    rule = broken_rule(prop, value)
    if rule is not None and rule.name == "too long":
        yield from _outcome(prop, prop.too_long, rule.expected, value=value, aspect="length", dropped=dropped)
    elif rule is not None:
        yield Objection(property=prop, rule=rule.name, expected=rule.expected, clauses=prop.clauses_of(rule.aspect))
    else:
        yield Told(prop.clauses_of("type"))
        if prop.max_length is not None and isinstance(value, str) and len(value) == prop.max_length:
            yield Told(prop.clauses_of("length"))
        yield from _sent(prop, value, dropped=dropped, aspect="element")


def _other_type(prop: Property, value: Any, *, dropped: bool) -> Iterator[Finding]:
    if prop.other_types == "refused" or value is None:
        kinds = " or ".join(sorted(prop.types))
        yield Objection(property=prop, rule="type", expected=kinds, clauses=prop.clauses_of("type"))
    elif isinstance(value, str) and not carried_by_xml(value):
        clauses = prop.clauses_of("characters")
        yield Objection(property=prop, rule="characters", expected="characters that XML 1.0 can carry", clauses=clauses)
    elif not isinstance(value, str) and not all(carried_by_xml(each) for each in texts_in(value)):
        # Whether the JSON text escapes what XML cannot carry is the facade's own affair.
        yield Unclear(property=prop, why="a text inside it has characters that XML cannot carry")
    else:
        yield from _sent(prop, value, dropped=dropped, aspect="type")


def _sent(prop: Property, value: Any, *, dropped: bool, aspect: str) -> Iterator[Finding]:
    if dropped or not prop.soap_element:
        return
    yield Sent(path=prop.soap_element, property=prop, value=value, clauses=prop.clauses_of(aspect))
    if prop.reads is not None and not reads_as(prop.reads.pattern, json_text(value)):
        yield Promised(code=prop.reads.otherwise, property=prop, rule="reads", clauses=prop.clauses_of("type"))


def _outcome(prop: Property, outcome: Outcome, rule: str, *, value: Any, aspect: str, dropped: bool) -> Iterator[Finding]:
    clauses = prop.clauses_of(aspect)
    match outcome.kind:
        case OutcomeKind.REFUSED | OutcomeKind.NOT_FOUND:
            yield Objection(property=prop, rule=rule, expected=rule, clauses=clauses)
        case OutcomeKind.CODE:
            if value is not None and not dropped:
                yield Sent(path=prop.soap_element, property=prop, value=value, clauses=clauses)
            yield Promised(code=outcome.code or "", property=prop, rule=rule, clauses=clauses)
        case OutcomeKind.SENT if value is not None:
            yield from _sent(prop, value, dropped=dropped, aspect=aspect)
        case _:
            yield Told(clauses)


def says(prop: Property, value: Any, text: str) -> bool:
    """Tell whether an element's text is what a value must be written as."""
    if prop.text.kind is TextKind.CUT and isinstance(value, str):
        return text == value[: prop.text.cut]
    if prop.text.kind is TextKind.ENUM:
        return text == str(prop.text.table.get(str(value), value))
    if prop.text.kind is TextKind.DIGITS:
        return text.isascii() and text.isdigit() and int(text) == int(value)
    if isinstance(value, str):
        return text == value
    if isinstance(value, float | list | dict):
        return _same_json(text, value)
    return text == json.dumps(value)


def _same_json(text: str, value: Any) -> bool:
    if isinstance(value, float) and value.is_integer():
        return text.removeprefix("-").isdigit() and float(text) == value
    try:
        return bool(json.loads(text) == value)
    except ValueError:
        return False
