"""The door of a facade, as its document tells: which operation cancels, which one polls, and where an answer says what."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from contracts.document import Document, Operation, Property, TextKind
from contracts.exchange import Exchange
from contracts.expected.json_body import place
from contracts.expected.seen import Seen as SeenExchange
from contracts.inputs import request_for
from contracts.machines.answer import Answer, Unexpected
from contracts.machines.model import Seen
from contracts.strategies.messages import least, with_value
from contracts.target import Target

# What a life of jobs shows of a facade whose document knows these; of any other, that answers say what replies say.
_CLAUSES = ("SB-C-04", "SB-G-01", "SB-G-02", "SB-G-07")
_ANY = "DOC-A-02"

# The elements of a work item that the model knows.
_ELEMENTS: Mapping[tuple[str, ...], str] = {
    ("workItemID",): "id",
    ("workItemType",): "activity",
    ("isFixed",): "fixed",
    ("attr", "empID"): "employee",
    ("attr", "start"): "start",
    ("attr", "arrival"): "arrival",
    ("attr", "finish"): "finish",
    ("attr", "disStatus"): "status",
}
_TIMES = ("start", "arrival", "finish")
# Nobody's job has no plan, whatever an answer gives in the place of one.
_OF_SOMEBODY = (*_TIMES, "status")


class RestDoor:
    """Call a facade's operations; what its answers have no property for, they do not show."""

    def __init__(self, target: Target, document: Document) -> None:
        self.name = document.name
        self.clauses = tuple(clause for clause in _CLAUSES if clause in document.clauses) or (_ANY,)
        self._target = target
        self._document = document

    @cached_property
    def cancels(self) -> bool:
        """Whether there is an operation that cancels a job by its id."""
        return self._cancel is not None

    @cached_property
    def polls(self) -> bool:
        """Whether there is an operation that asks a unit for changes since a stamp, and tells their ids and the next stamp."""
        return self._poll is not None and self._stamp is not None and self._next is not None and "id" in self._shown

    def cancel(self, item_id: str) -> Answer:
        """Cancel a job."""
        assert self._cancel is not None
        exchange = self._call(self._cancel, "job", item_id)
        return Answer(code=self._code(exchange), exchange=exchange)

    def poll(self, unit: str, since: int | None) -> Answer:
        """Ask for what changed in a unit since a stamp."""
        assert self._poll is not None
        assert self._stamp is not None
        stamp = {} if since is None else {self._stamp.path: str(since)}
        exchange = self._call(self._poll, "unit", unit, **stamp)
        code = self._code(exchange)
        if code != "0":
            return Answer(code=code, exchange=exchange)
        try:
            return self._told(exchange, exchange.response.json())
        except (LookupError, TypeError, ValueError) as error:
            raise Unexpected(exchange, f"{type(error).__name__}: {error}") from error

    def _call(self, operation: Operation, what: str, named: str, **values: str) -> Exchange:
        prop = operation.naming(what)
        assert operation.request is not None
        assert prop is not None
        body = with_value(operation.request, least(operation.request), prop.path, named)
        for path, value in values.items():
            body = with_value(operation.request, body, path, value)
        return self._target.rest(request_for(self._document, operation, body), operation=operation.name)

    def _code(self, exchange: Exchange) -> str:
        """Tell the return code: 0 for a success, else that of the answer, or of the SOAP reply where answers have none."""
        seen = SeenExchange(self._document, exchange)
        if seen.accepted:
            return "0"
        code = seen.refusal_code or (seen.result[1] if seen.result and not self._document.refusal.places.get("code") else None)
        if code is None:
            raise Unexpected(exchange, f"neither a success nor a refusal by Scheduling: {exchange.response.body[:200]!r}")
        return code

    def _told(self, exchange: Exchange, answer: Any) -> Answer:
        assert self._next is not None
        assert self._list is not None
        items = place(answer, self._list.path)
        if not isinstance(items, list):
            raise TypeError(f"{self._list.path} is no list: {items!r}")
        return Answer(
            code="0",
            stamp=int(place(answer, self._next.path)),
            items=tuple(self._seen(item) for item in items),
            shows=frozenset(self._shown),
            exchange=exchange,
        )

    def _seen(self, item: Any) -> Seen:
        found = {name: _read(prop, place(item, prop.path.rpartition("[].")[2])) for name, prop in self._shown.items()}
        if not isinstance(found["id"], str):
            raise TypeError(f"a work item without an id: {item!r}")
        if "employee" in found and found["employee"] is None:
            found |= dict.fromkeys(self._shown.keys() & set(_OF_SOMEBODY))
        return Seen(**found)

    @cached_property
    def _cancel(self) -> Operation | None:
        return self._naming("CancelJob", "job")

    @cached_property
    def _poll(self) -> Operation | None:
        return self._naming("GetChangedWorkItems", "unit")

    def _naming(self, soap_operation: str, what: str) -> Operation | None:
        found = (each for each in self._document.operations if each.soap_operation == soap_operation and each.naming(what))
        # Of jobs that others booked, a facade with records of its own knows nothing.
        return next((each for each in found if each.calls_accepted == "one" and each.needs is None), None)

    @cached_property
    def _stamp(self) -> Property | None:
        request = self._poll.request if self._poll is not None else None
        return next((prop for prop in (request.walk() if request else ()) if prop.soap_element == ("timeStampIn",)), None)

    @cached_property
    def _next(self) -> Property | None:
        return self._answered(("timeStampOut",))

    @cached_property
    def _list(self) -> Property | None:
        found = self._answered(("workItem",))
        return found if found is not None and found.items is not None else None

    def _answered(self, element: tuple[str, ...]) -> Property | None:
        answers = self._poll.answers.values() if self._poll is not None else ()
        properties = (prop for answer in answers for variant in answer.variants for prop in variant.root.walk())
        return next((prop for prop in properties if prop.soap_element == element), None)

    @cached_property
    def _shown(self) -> dict[str, Property]:
        """The properties of an item that show what the model knows."""
        if self._list is None or self._list.items is None:
            return {}
        shown = {
            _ELEMENTS[prop.soap_element[1:]]: prop
            for prop in self._list.items.walk()
            if prop.soap_element[1:] in _ELEMENTS and not prop.properties
        }
        if self._document.settings.get("scheduling_zone", "GMT") != "GMT":
            # The model's times are in GMT.
            shown = {name: prop for name, prop in shown.items() if name not in _TIMES or prop.text.kind is not TextKind.UTC}
        if "employee" not in shown:
            # Whether somebody has a job at all, such an answer does not say.
            shown = {name: prop for name, prop in shown.items() if name not in _OF_SOMEBODY}
        return shown


def _read(prop: Property, value: Any) -> Any:
    """Read a property's value as the model's: the text of its element, or what that means."""
    name = _ELEMENTS[prop.soap_element[1:]]
    if value is not None and prop.text.kind is TextKind.ENUM:
        value = {told: text for text, told in prop.text.table.items()}[value]
    if name == "activity":
        return value == "StandardActivity"
    if name == "fixed":
        return value in (True, "true", "1")
    return value[:16] if name in _TIMES and value is not None else value
