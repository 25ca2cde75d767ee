"""An exchange as the checks see it: what was asked, what the document demands of it, what came back."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from contracts.document import Answer, Callers, Document, Operation, UpstreamFailure, Variant
from contracts.exchange import Exchange, SoapCall
from contracts.expected.http_rules import Refusal, http_refusal, owned
from contracts.expected.json_body import UnreadableError, place, read_strictly
from contracts.expected.message import ExpectedMessage, Sent, expected_message
from contracts.expected.soap import Message, read_message
from contracts.inputs import repeated, values_of


class Seen:
    """A view of one exchange under one document; everything is worked out when it is first asked for, and once."""

    def __init__(self, document: Document, exchange: Exchange) -> None:
        self.document = document
        self.exchange = exchange

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
        known = callers.anybody and all(self.body.get(name) == value for name, value in callers.known.items())
        return None if known else callers

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
        where = self.document.refusal.places
        if "at" not in where:
            return self.exchange.response.status < 400
        found = place(self.answer, where["at"])
        return type(found) is type(where["accepts"]) and found == where["accepts"]

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
    def upstream_failure(self) -> UpstreamFailure | None:
        """The way in which the SOAP side failed, by what the answer says."""
        ways = self.document.upstream_failures.values()
        status = self.exchange.response.status
        return next((way for way in ways if (way.status, way.code) == (status, self.own_code)), None)

    @cached_property
    def refused_here(self) -> bool:
        """Whether the facade refused the request itself, for what stands in it.

        Where the document does not say how a refusal by the SOAP side looks, the SOAP reply tells whose it is.
        """
        status = self.exchange.response.status
        theirs = self.refusal_code is not None
        if "code" not in self.document.refusal.places:
            theirs = self.result is not None and self.result[0] == "Error"
        return 400 <= status < 500 and not theirs and self.upstream_failure is None

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The SOAP messages that were sent and can be read."""
        return tuple(found for found in (read_message(call.request) for call in self.exchange.soap) if found is not None)

    @cached_property
    def compared(self) -> tuple[tuple[Message, tuple[Sent, ...]], ...]:
        """The messages with what each must hold; one that nothing asked for, or that was not sent, is another check's."""
        if self.demanded is None or self.operation is None:
            return ()
        return tuple(zip(self.messages, self.demanded.messages(self.operation), strict=False))

    @cached_property
    def call(self) -> SoapCall | None:
        """The last SOAP call, whose reply the answer was made from."""
        return self.exchange.soap[-1] if self.exchange.soap else None

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
        return operation.answers.get(self.exchange.response.status) if operation else None

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
