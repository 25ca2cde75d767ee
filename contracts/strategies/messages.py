"""Usual request bodies, and the values a single property of them can be tried with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.document import Carrier, Operation, Property, TextKind
from contracts.expected.rules import broken_rule, is_type
from contracts.inputs import ABSENT, carries
from contracts.strategies.patterns import a_fitting_text
from contracts.strategies.spellings import unknown_spellings
from contracts.strategies.texts import ASCII, AWKWARD
from contracts.strategies.ways import Way


@dataclass(frozen=True, slots=True)
class Trial:
    """A value to try a property with, and what is special about it; ABSENT leaves the property out.

    ``spelling`` is another name, under which the value is sent in the property's place.
    """

    name: str
    value: Any
    way: Way
    spelling: str | None = None


def trials(prop: Property) -> list[Trial]:
    """Values for one property, each told apart from the others: absent, null, empty, usual, awkward, of other types."""
    found = [Trial("absent", ABSENT, Way.ABSENT)]
    if prop.nullable:
        found.append(Trial("null", None, Way.NULL))
    if "object" in prop.types:
        found.append(Trial("empty", {}, Way.EMPTY))
        found.append(Trial("full", full(prop), Way.USUAL))
        found += [Trial(f"only {' and '.join(each)}", _chosen(prop, full, each), Way.USUAL) for each in prop.alternatives[1:]]
    if "array" in prop.types and prop.items is not None:
        found += [Trial("empty", [], Way.EMPTY)] if not prop.least_items else []
        found.append(Trial("full", full(prop), Way.USUAL))
    if "string" in prop.types:
        found += [Trial("empty", "", Way.EMPTY)] if prop.text.kind is not TextKind.DIGITS else []
        found += [Trial(each.name, each.text, each.way) for each in AWKWARD if broken_rule(prop, each.text) is None]
        found += [Trial(f"the example {each!r}", each, Way.USUAL) for each in prop.examples if broken_rule(prop, each) is None]
        found += _shortest(prop)
    if "boolean" in prop.types:
        found += [Trial("true", True, Way.USUAL), Trial("false", False, Way.USUAL)]
    if prop.types & {"integer", "number"}:
        found += [Trial(f"number {n}", n, _way_of(prop, n)) for n in numbers(prop)]
        if "string" in prop.types:
            found += [Trial(f"digits {int(n)}", str(int(n)), Way.NUMBER_AS_TEXT) for n in numbers(prop)]
    if prop.other_types == "json-text":
        others = (value for value in _OTHER_TYPES if not is_type(prop, value))
        found += [Trial(f"another type: {value!r}", value, Way.OTHER_TYPE) for value in others]
    return [each for each in found if carries(prop, each.value)]


def misspelt(operation: Operation, prop: Property) -> list[Trial]:
    """A usual value under names that are almost the property's: it must not count, as if the property were absent."""
    return [
        Trial(f"spelt {name!r}", full(prop), Way.UNKNOWN_SPELLING, spelling=name) for name in unknown_spellings(operation, prop)
    ]


def full(prop: Property) -> Any:
    """A usual value: an example where the document has one, every property of an object."""
    if "object" in prop.types or prop.properties:
        return _chosen(prop, full, next(iter(prop.alternatives), ()))
    if "array" in prop.types:
        return [full(prop.items)] if prop.items is not None else []
    if prop.values or prop.examples:
        return (prop.values or prop.examples)[0]
    if "boolean" in prop.types:
        return True
    if prop.types & {"integer", "number"}:
        return prop.minimum if prop.minimum is not None else 1
    return a_fitting_text(prop)


def least(prop: Property) -> Any:
    """Give the smallest usual value: of an object what it requires, and nothing else."""
    if "object" in prop.types or prop.properties:
        chosen = next(iter(prop.alternatives), ())
        return {each.name: least(each) for each in prop.properties if each.required or each.name in chosen}
    if "array" in prop.types:
        return [least(prop.items)] * prop.least_items if prop.items is not None else []
    return full(prop)


def whole(operation: Operation, body: Any) -> Any:
    """Give an example of a body with the parameters that a request must have beside it."""
    if not isinstance(body, dict) or operation.request is None:
        return body
    beside = (prop for prop in operation.request.properties if prop.carrier is not Carrier.BODY and prop.required)
    return {**{prop.name: full(prop) for prop in beside}, **body}


def with_value(root: Property, body: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Put a value at a dotted path of a body; ABSENT takes the property out, and with it its older spelling."""
    # The name of a parameter may have a dot in it.
    name, _, rest = path.partition(".") if root.child(path) is None else (path, "", "")
    copy = dict(body)
    if name.endswith("[]"):
        copy[name[:-2]] = _with_entry(root, copy.get(name[:-2]), name[:-2], rest, value)
        return copy
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


def _with_entry(root: Property, entries: Any, name: str, rest: str, value: Any) -> list[Any]:
    """Put a value into the first entry of a list, or in its place where nothing else is said; ABSENT empties the list."""
    prop = root.child(name)
    assert prop is not None
    assert prop.items is not None
    others = entries if isinstance(entries, list) else []
    if rest:
        first = others[0] if others and isinstance(others[0], dict) else full(prop.items)
        return [with_value(prop.items, first, rest, value), *others[1:]]
    return others[1:] if value is ABSENT else [value, *others[1:]]


def _chosen(prop: Property, make: Callable[[Property], Any], chosen: tuple[str, ...]) -> dict[str, Any]:
    """Make an object of all properties but those of the alternatives that were not chosen."""
    others = {name for each in prop.alternatives for name in each} - set(chosen) | set(prop.apart[1:])
    # A condition says what the record is like already, which a usual request does not know.
    usual = (each for each in prop.properties if each.older_spelling_of is None and each.condition is None)
    return {each.name: make(each) for each in usual if each.name not in others}


def tried(root: Property, body: Mapping[str, Any], prop: Property, trial: Trial) -> dict[str, Any]:
    """Put a trial's value into a body: in the property's place, or in that of a name that is almost its own."""
    if trial.spelling is None:
        return with_value(root, body, prop.path, trial.value)
    around, dot, _ = prop.path.rpartition(".") if root.child(prop.path) is None else ("", "", "")
    without = with_value(root, body, prop.path, ABSENT)
    return with_value(root, without, f"{around}{dot}{trial.spelling}", trial.value)


def with_both_spellings(root: Property, body: Mapping[str, Any], older: Property) -> dict[str, Any]:
    """Give a property in its newer and its older spelling, each with a value of its own."""
    prefix, _, _ = older.path.rpartition(".")
    newer = f"{prefix}.{older.older_spelling_of}".lstrip(".")
    number = bool(older.types & {"integer", "number"})
    first, second = (11, 22) if number else ("the newer", "the older")
    return with_value(root, with_value(root, body, older.path, second), newer, first)


def _shortest(prop: Property) -> list[Trial]:
    """Give the shortest text that keeps the rules, if one of a few does: a pattern may ask for anything."""
    length = prop.min_length or 1
    fitting = (each * length for each in (ASCII, ASCII.upper(), "1", " ") if broken_rule(prop, each * length) is None)
    return [Trial("shortest", text, Way.SHORTEST) for text in fitting][:1]


def _way_of(prop: Property, number: float) -> Way:
    if number == prop.minimum:
        return Way.SHORTEST
    return Way.LONGEST if number == prop.maximum else Way.USUAL


def numbers(prop: Property) -> list[int | float]:
    """Give numbers at both ends of what a property admits, and next to them."""
    low, high = prop.minimum or 0, prop.maximum if prop.maximum is not None else 2**53
    numbers: list[int | float] = [low, low + 1, high - 1, high, 1.0, 1e2]
    return [number for number in numbers if low <= number <= high]


_OTHER_TYPES: tuple[Any, ...] = (1, 0, -1, 1.5, 1e2, True, "true", " false ", "1", "yes", [], [1, "a"], {}, {"a": None})
