"""From a JSON body to the SOAP message it must become: what is refused, what is sent, which code it earns."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from contracts.document import Outcome, OutcomeKind, Property, TextKind, Unlisted
from contracts.expected.findings import ExpectedMessage, Finding, Objection, Promised, Sent, Told, Unclear
from contracts.expected.json_body import json_text, texts_in
from contracts.expected.rules import broken_rule, carried_by_xml, is_type, reads_as

_MISSING = object()
_BY_RECORD = "what the record has stands for it, and nobody here knows the record"


def expected_message(root: Property, body: Mapping[str, Any]) -> ExpectedMessage:
    """Work out what a JSON object must become."""
    found = list(_object(root, body, dropped=False))
    found += _beside([each for each in found if isinstance(each, Sent)])
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

    if parent.alternatives and sum(_is_chosen(each, value) for each in parent.alternatives) != 1:
        expected = " or ".join(" with ".join(each) for each in parent.alternatives)
        clauses = parent.clauses_of("type")
        yield Objection(property=parent, rule="alternatives", expected=f"one and only one of {expected}", clauses=clauses)
    for rule in parent.needed:
        if value.get(rule.name) == rule.value:
            for prop in (each for each in parent.properties if each.name in rule.needed and value.get(each.name) is None):
                yield from _needed_with(prop, f"missing beside {rule.name} {rule.value}")
    if parent.apart and _is_chosen(parent.apart, value):
        expected = f"not all of {', '.join(parent.apart)}"
        yield Objection(property=parent, rule="apart", expected=expected, clauses=parent.clauses_of("type"))


def _needed_with(prop: Property, rule: str) -> Iterator[Finding]:
    if prop.missing.kind is OutcomeKind.RECORD:
        yield Unclear(property=prop, why=_BY_RECORD)
    else:
        yield Objection(property=prop, rule="missing", expected=rule, clauses=prop.clauses_of("length"))


def _is_chosen(names: tuple[str, ...], value: Mapping[str, Any]) -> bool:
    return all(value.get(name) is not None for name in names)


def _beside(sent: list[Sent]) -> Iterator[Sent]:
    """Give what is sent beside the values of properties, unless a property brings it."""
    brought = {each.path for each in sent}
    for each in sent:
        for beside in each.property.beside if each.value is not None else ():
            value = beside.value if beside.table is None else beside.table.get(str(each.value))
            if beside.path not in brought and value is not None:
                yield Sent(path=beside.path, property=each.property, value=value, clauses=each.clauses, text=json_text(value))


def _value(prop: Property, value: Any, *, dropped: bool) -> Iterator[Finding]:
    if value is _MISSING or (value is None and prop.nullable):
        rule = "missing" if value is _MISSING else "null"
        yield Told(prop.clauses_of("null" if value is None else "length"))
        yield from _outcome(prop, prop.missing, rule, value=None, aspect="length", dropped=dropped)
    elif not is_type(prop, value):
        yield from _other_type(prop, value, dropped=dropped)
    elif isinstance(value, dict) and "object" in prop.types:
        if prop.typed_rest and value.keys() - {each.name for each in prop.properties}:
            yield Unclear(property=prop, why="members that have no names in the document have a type there")
        yield Told(prop.clauses_of("type"))
        if prop.dropped:
            yield Told(prop.clauses_of("element"))
        if prop.soap_element and not dropped:
            yield Sent(path=prop.soap_element, property=prop, value=None, clauses=prop.clauses_of("element"))
        yield from _object(prop, value, dropped=dropped)
    elif isinstance(value, list) and prop.items is not None:
        yield from _length_of_list(prop, value)
        for entry, each in enumerate(value):
            for found in _value(prop.items, each, dropped=dropped):
                if isinstance(found, Sent):
                    yield replace(found, entry=entry)
                elif isinstance(found, Objection) and found.not_found:
                    # One entry that names nothing is passed over.
                    yield Told(found.clauses)
                else:
                    yield found
    else:
        yield from _scalar(prop, value, dropped=dropped)


def _length_of_list(prop: Property, value: list[Any]) -> Iterator[Finding]:
    clauses = prop.clauses_of("type")
    if prop.unique and len({json.dumps(each, sort_keys=True) for each in value}) != len(value):
        yield Objection(property=prop, rule="unique", expected="no entry twice", clauses=clauses)
    if len(value) < prop.least_items or (prop.most_items is not None and len(value) > prop.most_items):
        expected = f"{prop.least_items} to {prop.most_items} entries"
        yield Objection(property=prop, rule="entries", expected=expected, clauses=clauses)


def _scalar(prop: Property, value: Any, *, dropped: bool) -> Iterator[Finding]:
    if isinstance(value, str) and not value and (prop.empty.kind is not OutcomeKind.SENT or prop.min_length):
        yield from _outcome(prop, prop.empty, "empty", value=value, aspect="length", dropped=dropped)
        return
    rule = broken_rule(prop, value)
    if rule is not None and rule.name == "too long":
        yield from _outcome(prop, prop.too_long, rule.expected, value=value, aspect="length", dropped=dropped)
    elif rule is not None and rule.name == "characters" and prop.characters.kind is OutcomeKind.NOT_FOUND:
        yield from _outcome(prop, prop.characters, rule.name, value=value, aspect=rule.aspect, dropped=dropped)
    elif rule is not None:
        yield Objection(property=prop, rule=rule.name, expected=rule.expected, clauses=prop.clauses_of(rule.aspect))
    elif prop.sendable is not None and isinstance(value, str) and len(value) > prop.sendable:
        rule_of_length = f"up to {prop.sendable} characters"
        yield from _outcome(prop, prop.unsendable, rule_of_length, value=value, aspect="length", dropped=dropped)
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
    if prop.text.kind is TextKind.ENUM and str(value) not in prop.text.table and prop.text.unlisted is not Unlisted.SENT:
        yield from _unlisted(prop, value, dropped=dropped, aspect=aspect)
        return
    if dropped or not prop.soap_element:
        return
    yield Sent(path=prop.soap_element, property=prop, value=value, clauses=prop.clauses_of(aspect))
    if prop.reads is not None and not reads_as(prop.reads.pattern, json_text(value)):
        yield Promised(code=prop.reads.otherwise, property=prop, rule="reads", clauses=prop.clauses_of("type"))


def _unlisted(prop: Property, value: Any, *, dropped: bool, aspect: str) -> Iterator[Finding]:
    text, clauses = json_text(value), prop.clauses_of(aspect)
    if prop.text.unlisted is Unlisted.REFUSED:
        expected = f"one of {', '.join(prop.text.table)}"
        yield Objection(property=prop, rule="unlisted", expected=expected, clauses=clauses)
    elif prop.text.unlisted is Unlisted.DIGITS and text.isascii() and text.isdigit() and int(text) <= prop.text.most:
        if prop.soap_element and not dropped:
            yield Sent(path=prop.soap_element, property=prop, value=value, clauses=clauses)
    else:
        yield Told(clauses)


def _outcome(prop: Property, outcome: Outcome, rule: str, *, value: Any, aspect: str, dropped: bool) -> Iterator[Finding]:
    clauses = prop.clauses_of(aspect)
    match outcome.kind:
        case OutcomeKind.REFUSED | OutcomeKind.NOT_FOUND:
            not_found = outcome.kind is OutcomeKind.NOT_FOUND
            yield Objection(property=prop, rule=rule, expected=rule, clauses=clauses, not_found=not_found)
        case OutcomeKind.RECORD if prop.required:
            yield Unclear(property=prop, why=_BY_RECORD)
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
        if prop.text.unlisted is Unlisted.DIGITS and str(value) not in prop.text.table:
            return text.isascii() and text.isdigit() and int(text) == int(value)
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
