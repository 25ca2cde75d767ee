"""A request made smaller, value by value: left out, made usual, cut; what cannot be is what the failure is about."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.again.smaller_values import simpler
from contracts.again.steps import ToFacade, ToSoap
from contracts.document import Operation, Property
from contracts.exchange import Request
from contracts.expected.json_body import UnreadableError, place, read_strictly
from contracts.inputs import ABSENT, body_with, carries, headers_with, path_with, values_of
from contracts.strategies.messages import full, with_value

Holds = Callable[[ToFacade | ToSoap], bool]


@dataclass(frozen=True, slots=True)
class Simplified:
    """What a request cannot do without for the failure to stay: elements, or properties that become none."""

    needs: tuple[str, ...] = ()


def simplified(action: ToFacade | ToSoap, operation: Operation | None, holds: Holds, *, over: Callable[[], bool]) -> Simplified:
    """Make a request smaller, as long as ``holds`` says of each smaller one that the failure is still there."""
    values = _values(action, operation)
    if values is None or operation is None or operation.request is None:
        _bytes_smaller(action, holds, over)
        return Simplified()
    assert isinstance(action, ToFacade)
    now = _Now(action, operation, values)
    # As it was sent, a request may be spelt in ways that its values do not tell.
    if not holds(now.action(values)):
        _bytes_smaller(action, holds, over)
        return Simplified()
    for name in [name for name in values if operation.request.child(name) is None]:
        _try(now, {key: value for key, value in now.values.items() if key != name}, holds, over)
    needs = [prop for prop in operation.request.walk() if not prop.properties and _is_needed(now, prop, holds, over)]
    for prop in needs:
        _shorten(now, prop, holds, over)
    for name in list(now.base.request.headers):
        _without_header(now, name, holds, over)
    # Two spellings of a property become one element.
    return Simplified(needs=tuple(dict.fromkeys("/".join(prop.soap_element) or prop.path for prop in needs)))


@dataclass(slots=True)
class _Now:
    """The smallest request so far."""

    base: ToFacade
    operation: Operation
    values: dict[str, Any]

    def action(self, values: Mapping[str, Any]) -> ToFacade:
        """Make the request of some values; everything else in it stays as it is."""
        request, operation = self.base.request, self.operation
        headers = {**request.headers, **headers_with(operation, values)}
        body = json.dumps(body_with(operation, values)).encode("ascii") if operation.has_body else request.body
        return replace(self.base, request=replace(request, path=path_with(operation, values), headers=headers, body=body))


def _values(action: ToFacade | ToSoap, operation: Operation | None) -> dict[str, Any] | None:
    """Read the values of a request; None where it has none that a document knows."""
    if not isinstance(action, ToFacade) or operation is None or operation.request is None:
        return None
    request = action.request
    if request.method != operation.method or operation.pattern.fullmatch(request.path.partition("?")[0]) is None:
        return None
    try:
        body = read_strictly(request.body) if operation.has_body else {}
    except UnreadableError:
        return None
    return values_of(operation, request, body) if isinstance(body, dict) else None


def _is_needed(now: _Now, prop: Property, holds: Holds, over: Callable[[], bool]) -> bool:
    """Leave a value out, else make it the usual one; tell whether the failure needs it.

    What must be there anyway is needed where the usual value does not do, what may be left out where it must be there.
    """
    root, value = now.operation.request, _at(now.values, prop)
    assert root is not None
    if value is ABSENT:
        return False
    if carries(prop, ABSENT) and _try(now, with_value(root, now.values, prop.path, ABSENT), holds, over):
        return False
    usual = full(prop)
    is_usual = usual == value and type(usual) is type(value)
    is_usual = is_usual or (carries(prop, usual) and _try(now, with_value(root, now.values, prop.path, usual), holds, over))
    return not (is_usual and prop.required)


def _shorten(now: _Now, prop: Property, holds: Holds, over: Callable[[], bool]) -> None:
    root = now.operation.request
    assert root is not None
    progress = True
    while progress and not over():
        value = _at(now.values, prop)
        candidates = (each for each in simpler(value) if carries(prop, each))
        progress = any(_try(now, with_value(root, now.values, prop.path, each), holds, over) for each in candidates)


def _without_header(now: _Now, name: str, holds: Holds, over: Callable[[], bool]) -> None:
    request = now.base.request
    smaller = replace(now.base, request=replace(request, headers={k: v for k, v in request.headers.items() if k != name}))
    before = now.base
    now.base = smaller
    if over() or not holds(now.action(now.values)):
        now.base = before


def _try(now: _Now, values: dict[str, Any], holds: Holds, over: Callable[[], bool]) -> bool:
    if over() or not holds(now.action(values)):
        return False
    now.values = values
    return True


def _at(values: Mapping[str, Any], prop: Property) -> Any:
    if prop.path in values:
        return values[prop.path]
    around, _, name = prop.path.rpartition(".")
    inner = place(values, around) if around else values
    return inner.get(name, ABSENT) if isinstance(inner, dict) else ABSENT


def _bytes_smaller(action: ToFacade | ToSoap, holds: Holds, over: Callable[[], bool]) -> None:
    """Cut what no document can read: parts of the body, headers."""
    for candidate in _cut_bodies(action.request):
        if over():
            return
        if holds(replace(action, request=candidate)):
            action = replace(action, request=candidate)
    for name in list(action.request.headers):
        headers = {key: value for key, value in action.request.headers.items() if key != name}
        if over():
            return
        if holds(replace(action, request=replace(action.request, headers=headers))):
            action = replace(action, request=replace(action.request, headers=headers))


def _cut_bodies(request: Request) -> Iterator[Request]:
    size = len(request.body)
    while size > 1:
        size //= 2
        yield replace(request, body=request.body[:size])
