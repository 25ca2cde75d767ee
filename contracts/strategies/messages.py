"""Whole request bodies that the document admits, and the values a single property can be tried with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.document import OutcomeKind, Property, TextKind
from contracts.expected.rules import broken_rule, is_type
from contracts.inputs import ABSENT, carries
from contracts.strategies.texts import AWKWARD, texts


@dataclass(frozen=True, slots=True)
class Trial:
    """A value to try a property with, and what is special about it; ABSENT leaves the property out."""

    name: str
    value: Any


def valid_bodies(root: Property) -> SearchStrategy[dict[str, Any]]:
    """Bodies that are right in form: optional properties there or not, null where it may be, older spellings."""
    return _objects(root)


def trials(prop: Property) -> list[Trial]:
    """Values for one property, each told apart from the others: absent, null, empty, usual, awkward, of other types."""
    found = [Trial("absent", ABSENT)]
    if prop.nullable:
        found.append(Trial("null", None))
    if "object" in prop.types:
        found.append(Trial("empty", {}))
        found.append(Trial("full", full(prop)))
    if "string" in prop.types:
        found += [Trial("empty", "")] if prop.text.kind is not TextKind.DIGITS else []
        found += [Trial(each.name, each.text) for each in AWKWARD if broken_rule(prop, each.text) is None]
    if "boolean" in prop.types:
        found += [Trial("true", True), Trial("false", False)]
    if prop.types & {"integer", "number"}:
        found += [Trial(f"number {n}", n) for n in _numbers(prop)]
        if "string" in prop.types:
            found += [Trial(f"digits {int(n)}", str(int(n))) for n in _numbers(prop)]
    if prop.other_types == "json-text":
        found += [Trial(f"another type: {value!r}", value) for value in _OTHER_TYPES if not is_type(prop, value)]
    return [each for each in found if carries(prop, each.value)]


def full(prop: Property) -> Any:
    """A usual value: an example where the document has one, every property of an object."""
    if "object" in prop.types or prop.properties:
        return {each.name: full(each) for each in prop.properties if each.older_spelling_of is None}
    if prop.values or prop.examples:
        return (prop.values or prop.examples)[0]
    if "boolean" in prop.types:
        return True
    if prop.types & {"integer", "number"}:
        return prop.minimum if prop.minimum is not None else 1
    return "x" * max(1, prop.min_length or 1)


def least(prop: Property) -> Any:
    """Give the smallest usual value: of an object what it requires, and nothing else."""
    if "object" in prop.types or prop.properties:
        return {each.name: least(each) for each in prop.properties if each.required}
    return full(prop)


def with_value(root: Property, body: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Put a value at a dotted path of a body; ABSENT takes the property out, and with it its older spelling."""
    # The name of a parameter may have a dot in it.
    name, _, rest = path.partition(".") if root.child(path) is None else (path, "", "")
    copy = dict(body)
    if rest:
        inner = copy.get(name)
        prop = root.child(name)
        assert prop is not None
        copy[name] = with_value(prop, inner if isinstance(inner, dict) else {}, rest, value)
        return copy
    prop = root.child(name)
    if prop is not None and prop.older_spelling_of is not None:
        copy.pop(prop.older_spelling_of, None)
    if value is ABSENT:
        copy.pop(name, None)
    else:
        copy[name] = value
    return copy


def with_both_spellings(root: Property, body: Mapping[str, Any], older: Property) -> dict[str, Any]:
    """Give a property in its newer and its older spelling, each with a value of its own."""
    prefix, _, _ = older.path.rpartition(".")
    newer = f"{prefix}.{older.older_spelling_of}".lstrip(".")
    number = bool(older.types & {"integer", "number"})
    first, second = (11, 22) if number else ("the newer", "the older")
    return with_value(root, with_value(root, body, older.path, second), newer, first)


def values(prop: Property) -> SearchStrategy[Any]:
    """Values that one property admits."""
    if prop.values:
        return st.sampled_from(prop.values)
    choices: list[SearchStrategy[Any]] = []
    if prop.examples:
        choices.append(st.sampled_from(prop.examples))
    if "object" in prop.types:
        choices.append(_objects(prop))
    if "boolean" in prop.types:
        choices.append(st.booleans())
    if prop.types & {"integer", "number"}:
        low, high = prop.minimum or 0, prop.maximum if prop.maximum is not None else 2**53
        choices += [st.integers(low, high), st.sampled_from(_numbers(prop))]
    if "string" in prop.types:
        choices.append(_strings(prop))
    if prop.nullable and prop.missing.kind is not OutcomeKind.REFUSED:
        choices.append(st.none())
    return st.one_of(choices)


def _strings(prop: Property) -> SearchStrategy[str]:
    if prop.text.kind is TextKind.DIGITS:
        return st.integers(prop.minimum or 0, prop.maximum or 2**32).map(str)
    strategy = texts(least=prop.min_length or 0, most=prop.max_length)
    return strategy.filter(lambda text: broken_rule(prop, text) is None and carries(prop, text))


def _objects(prop: Property) -> SearchStrategy[dict[str, Any]]:
    older = {each.older_spelling_of: each.name for each in prop.properties if each.older_spelling_of}
    required = {each.name: values(each) for each in prop.properties if each.required}
    optional = {each.name: values(each) for each in prop.properties if not each.required and not each.older_spelling_of}
    unknown: SearchStrategy[dict[str, Any]] = st.dictionaries(
        st.sampled_from(["Unknown", "x", "ID"]), st.sampled_from([1, "y", None, [], {}]), max_size=1
    )

    def put_together(drawn: tuple[dict[str, Any], dict[str, Any], bool]) -> dict[str, Any]:
        known, more, old = drawn
        renamed = {older[name] if old and name in older and value is not None else name: value for name, value in known.items()}
        return renamed | {name: value for name, value in more.items() if name not in renamed}

    return st.tuples(st.fixed_dictionaries(required, optional=optional), unknown, st.booleans()).map(put_together)


def _numbers(prop: Property) -> list[int | float]:
    low, high = prop.minimum or 0, prop.maximum if prop.maximum is not None else 2**53
    numbers: list[int | float] = [low, low + 1, high - 1, high, 1.0, 1e2]
    return [number for number in numbers if low <= number <= high]


_OTHER_TYPES: tuple[Any, ...] = (1, 0, -1, 1.5, 1e2, True, "true", " false ", "1", "yes", [], [1, "a"], {}, {"a": None})
