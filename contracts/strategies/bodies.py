"""Random request bodies that the document admits."""

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.document import OutcomeKind, Property, TextKind
from contracts.inputs import carries
from contracts.strategies.messages import full, numbers
from contracts.strategies.patterns import fitting_texts


def valid_bodies(root: Property) -> SearchStrategy[dict[str, Any]]:
    """Bodies that are right in form: optional properties there or not, null where it may be, older spellings."""
    return _objects(root)


def values(prop: Property) -> SearchStrategy[Any]:
    """Values that one property admits."""
    if prop.values:
        return st.sampled_from(prop.values)
    choices: list[SearchStrategy[Any]] = []
    if prop.examples:
        choices.append(st.sampled_from(prop.examples))
    if "object" in prop.types:
        choices.append(_objects(prop))
    if "array" in prop.types:
        choices.append(_lists(prop))
    if "boolean" in prop.types:
        choices.append(st.booleans())
    if prop.types & {"integer", "number"}:
        low, high = prop.minimum or 0, prop.maximum if prop.maximum is not None else 2**53
        choices += [st.integers(low, high), st.sampled_from(numbers(prop))]
    if "string" in prop.types:
        choices.append(_strings(prop))
    if prop.nullable and prop.missing.kind is not OutcomeKind.REFUSED:
        choices.append(st.none())
    return st.one_of(choices)


def _strings(prop: Property) -> SearchStrategy[str]:
    if prop.text.kind is TextKind.DIGITS:
        return st.integers(prop.minimum or 0, prop.maximum or 2**32).map(str)
    return fitting_texts(prop).filter(lambda text: carries(prop, text))


def _lists(prop: Property) -> SearchStrategy[list[Any]]:
    if prop.items is None:
        return st.builds(list)
    # Null is no entry of a list, whatever its type says.
    entries = values(prop.items).filter(lambda value: value is not None)
    most = min(prop.most_items if prop.most_items is not None else 3, max(3, prop.least_items))
    spelt = (lambda value: json.dumps(value, sort_keys=True)) if prop.unique else None
    return st.lists(entries, min_size=prop.least_items, max_size=most, unique_by=spelt)


def _objects(prop: Property) -> SearchStrategy[dict[str, Any]]:
    if prop.alternatives:
        everything = {name for each in prop.alternatives for name in each}
        return st.one_of([_objects_of(prop, set(each), everything - set(each)) for each in prop.alternatives])
    return _objects_of(prop, set(), set())


def _objects_of(prop: Property, chosen: set[str], left_out: set[str]) -> SearchStrategy[dict[str, Any]]:
    older = {each.older_spelling_of: each.name for each in prop.properties if each.older_spelling_of}
    there = [each for each in prop.properties if each.name not in left_out]
    required = {each.name: _given(each, chosen) for each in there if each.required or each.name in chosen}
    optional = {each.name: values(each) for each in there if each.name not in required and not each.older_spelling_of}
    unknown: SearchStrategy[dict[str, Any]] = st.dictionaries(
        st.sampled_from(["Unknown", "x", "ID"]), st.sampled_from([1, "y", None, [], {}]), max_size=0 if prop.typed_rest else 1
    )

    def put_together(drawn: tuple[dict[str, Any], dict[str, Any], bool]) -> dict[str, Any]:
        known, more, old = drawn
        for rule in prop.needed:
            if known.get(rule.name) == rule.value:
                lacking = [each for each in prop.properties if each.name in rule.needed and known.get(each.name) is None]
                known = known | {each.name: full(each) for each in lacking}
        if prop.apart and all(known.get(name) is not None for name in prop.apart):
            known = {name: value for name, value in known.items() if name not in prop.apart[1:]}
        renamed = {older[name] if old and name in older and value is not None else name: value for name, value in known.items()}
        return renamed | {name: value for name, value in more.items() if name not in renamed}

    return st.tuples(st.fixed_dictionaries(required, optional=optional), unknown, st.booleans()).map(put_together)


def _given(prop: Property, chosen: set[str]) -> SearchStrategy[Any]:
    return values(prop).filter(lambda value: value is not None) if prop.name in chosen else values(prop)
