"""An exchange as the checks see it: what was asked, what the document demands of it, what came back."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from contracts.document import Answer, Callers, Document, Operation, Refused, UpstreamFailure, Variant
from contracts.exchange import Exchange, SoapCall
from contracts.expected.calls import ExpectedCall, Made, expected_calls, matched, selected_call
from contracts.expected.findings import ExpectedMessage, Sent
from contracts.expected.http_rules import Refusal, http_refusal, owned
from contracts.expected.json_body import UnreadableError, place, read_strictly, values_at
from contracts.expected.message import expected_message
from contracts.expected.refusals import for_records
from contracts.expected.soap import Message, read_message
from contracts.inputs import repeated, values_of


class Seen:
    """A view of one exchange under one document; everything is worked out when it is first asked for, and once.

    ``made`` are the records that were made for the request, by what it calls them; None where nothing is known of records.
    """

    def __init__(self, document: Document, exchange: Exchange, made: Made | None = None) -> None:
        self.document = document
        self.exchange = exchange
        self.made = made

    @cached_property
    def ours(self) -> bool:
        """Whether the request was the facade's to answer."""
        return owned(self.document, self.exchange.request)

    @cached_property
    def operation(self) -> Operation | None:
        """The operation that the request's method and path name."""
        request = self.exchange.request
        return next((each for each in self.document.at(request.path) if each.method == request.method), None)

    @cached_property
    def http_refusal(self) -> Refusal | None:
        """The refusal that the request earns before its body is looked into."""
        return http_refusal(self.document, self.exchange.request)

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The request's JSON object, {} where it has none, and its parameters."""
        try:
            value = read_strictly(self.exchange.request.body)
        except UnreadableError:
            value = {}
        body = value if isinstance(value, dict) else {}
        return values_of(self.operation, self.exchange.request, body) if self.operation is not None else body

    @cached_property
    def demanded(self) -> ExpectedMessage | None:
        """What the body must become; None where it is not looked into."""
        if self.operation is None or self.operation.request is None or self.http_refusal is not None:
            return None
        if repeated(self.operation, self.exchange.request):
            return None
        return expected_message(self.operation.request, self.body)

    @cached_property
    def unknown_caller(self) -> Callers | None:
        """Whom the operation knows, where the caller is none of them and nothing else is wrong with the body."""
        callers = self.operation.callers if self.operation else None
        if callers is None or self.demanded is None or self.demanded.objections:
            return None
        return None if callers.knows(self.body) else callers

    @cached_property
    def answer(self) -> Any:
        """The answer's JSON; None where it is none."""
        try:
            return json.loads(self.exchange.response.body)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def accepted(self) -> bool:
        """Whether the answer says that all went well, at the place the document names."""
        where, status = self.document.refusal.places, self.exchange.response.status
        if "at" not in where:
            return status < 400 and status not in where.get("statuses", ())
        if status < 400 and not self._tells_at(where["at"]):
            return True
        found = place(self.answer, where["at"])
        return type(found) is type(where["accepts"]) and found == where["accepts"]

    def _tells_at(self, path: str) -> bool:
        """Tell whether the answer has a place for what shows acceptance; without one its status does."""
        variants = self.documented.variants if self.documented is not None else ()
        return not variants or any(prop.path == path for each in variants for prop in each.root.walk())

    @cached_property
    def refusal_code(self) -> str | None:
        """The SOAP side's code in a refusal of its own; None where the answer is no such refusal."""
        where = self.document.refusal.places.get("code")
        found = place(self.answer, where) if where else None
        return None if self.accepted or found is None else str(found)

    @cached_property
    def own_code(self) -> str | None:
        """The facade's code in a refusal of its own; None where the answer is no such refusal."""
        where = self.document.own_refusal.places.get("code")
        found = place(self.answer, where) if where else None
        return found if isinstance(found, str) and not self.accepted and self.refusal_code is None else None

    @cached_property
    def own_message(self) -> str:
        """What the facade says of a refusal of its own, at all the places that the document names."""
        where = self.document.own_refusal.places.get("message", [])
        places = [where] if isinstance(where, str) else where
        return "; ".join(str(text) for each in places for text in values_at(self.answer, each) if text is not None)

    @cached_property
    def refused_for_records(self) -> bool:
        """Whether the answer is a refusal that the facade's own records can earn the request."""
        if self.accepted or self.operation is None or self.demanded is None:
            return False
        return any(self.is_refused_as(each) for each in for_records(self.operation, self.body, self.made))

    def is_refused_as(self, refused: Refused) -> bool:
        """Tell whether the answer has the status of a refusal, and its code where that has one."""
        return self.exchange.response.status == refused.status and refused.code in (None, self.own_code)

    @cached_property
    def upstream_failures(self) -> tuple[UpstreamFailure, ...]:
        """The ways in which the SOAP side may have failed, by what the answer says."""
        ways = self.document.upstream_failures.values()
        status = self.exchange.response.status
        return tuple(way for way in ways if (way.status, way.code) == (status, self.own_code))

    @cached_property
    def not_configured(self) -> bool:
        """Whether the answer says that there is no SOAP side."""
        names = [way.way for way in self.upstream_failures]
        return names == ["not-configured"] or (not self.exchange.soap and "not-configured" in names)

    @cached_property
    def refused_here(self) -> bool:
        """Whether the facade refused the request itself, for what stands in it.

        Where the document does not say how a refusal by the SOAP side looks, the SOAP reply tells whose it is.
        """
        status = self.exchange.response.status
        theirs = self.refusal_code is not None
        if "code" not in self.document.refusal.places:
            theirs = self.result is not None and self.result[0] == "Error"
        refused = 400 <= status < 500 or (not self.accepted and status in self._statuses_of_refusals)
        # What the facade says of itself and of a SOAP side that failed may be the same.
        failed = self.not_configured or (bool(self.upstream_failures) and bool(self.exchange.soap))
        return refused and not theirs and not failed

    @cached_property
    def _statuses_of_refusals(self) -> set[int]:
        """The statuses of the facade's own refusals, where they are among those of successes."""
        where = self.document.refusal.places
        return {*where.get("statuses", ()), *(self.document.own_statuses if "at" in where else ())}

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The SOAP messages that were sent and can be read."""
        return tuple(found for found in (read_message(call.request) for call in self.exchange.soap) if found is not None)

    @cached_property
    def expected_calls(self) -> tuple[ExpectedCall, ...] | None:
        """The calls that the request must cause; None where the document leaves their number to the facade's records."""
        if self.demanded is None or self.operation is None:
            return None
        return expected_calls(self.operation, self.demanded, self.made)

    @cached_property
    def compared(self) -> tuple[tuple[Message, tuple[Sent, ...]], ...]:
        """The messages with what each must hold; one that nothing asked for, or that was not sent, is another check's."""
        if self.demanded is None or self.operation is None:
            return ()
        if self.expected_calls is None:
            return tuple((message, selected_call(self.operation, self.demanded)) for message in self.messages)
        return tuple(matched(self.operation, self.expected_calls, self.messages))

    @cached_property
    def call(self) -> SoapCall | None:
        """The SOAP call whose reply the answer was made from: the last, or of several the first that did what it says."""
        calls = self.exchange.soap
        if len(calls) > 1 and self.operation is not None and self.operation.calls_accepted == "each":
            return next((each for each in calls if self._says(each) not in (None, "Error")), calls[-1])
        return calls[-1] if calls else None

    def _says(self, call: SoapCall) -> str | None:
        reply, where = read_message(call.response), self.document.soap_result.places.get("type")
        kind = reply.element.first(tuple(where.split("/"))) if reply is not None and where else None
        return kind.text if kind is not None else None

    @cached_property
    def reply(self) -> Message | None:
        """That call's reply; None where there is none, or none that can be read."""
        return read_message(self.call.response) if self.call is not None and self.call.response else None

    @cached_property
    def result(self) -> tuple[str, str] | None:
        """The type and the code in the reply; None where it is no reply of the operation with a result."""
        operation, reply, where = self.operation, self.reply, self.document.soap_result.places
        if operation is None or reply is None or reply.fault is not None or not where:
            return None
        if (reply.root, reply.namespace) != (operation.soap_reply, self.document.soap_namespace):
            return None
        kind, code = (reply.element.first(tuple(where[name].split("/"))) for name in ("type", "code"))
        if kind is None or code is None or kind.text not in self.document.soap_result.cases:
            return None
        return (kind.text, code.text) if code.text.isascii() and code.text.isdigit() else None

    @cached_property
    def documented(self) -> Answer | None:
        """What the document says of an answer with this status."""
        operation = self.operation or next(iter(self.document.at(self.exchange.request.path)), None)
        operation = operation or next(iter(self.document.operations), None)
        return operation.answer(self.exchange.response.status) if operation else None

    @cached_property
    def variant(self) -> Variant | None:
        """The variant of the documented answer that this answer has to be.

        The SOAP reply decides whether it is a success or the SOAP side's refusal; without a reply, what the answer says.
        """
        if self.documented is None:
            return None
        where = self.document.refusal.places
        refused_there = self.result[0] == "Error" if self.result else self.refusal_code is not None
        accepted = not refused_there and (self.result is not None or self.accepted)
        fitting = (
            each
            for each in self.documented.variants
            if _has(each, where.get("code")) == refused_there and _accepts(each, where) in (accepted, None)
        )
        return next(fitting, next(iter(self.documented.variants), None))


def _has(variant: Variant, path: str | None) -> bool:
    return path is not None and any(each.path == path for each in variant.root.walk())


def _accepts(variant: Variant, where: Mapping[str, Any]) -> bool | None:
    prop = next((each for each in variant.root.walk() if each.path == where.get("at")), None)
    return (where["accepts"] in prop.values) if prop is not None and prop.values else None
