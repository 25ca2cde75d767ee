"""The message that a facade sent, sent once more to the SOAP server itself: both doors must tell the same result."""

import re
from dataclasses import replace
from xml.sax.saxutils import escape

from contracts.document import Document, Operation
from contracts.exchange import Request, SoapCall
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.run.asking import Asked
from contracts.run.events import Reached
from contracts.scenarios.messages import CONTENT_TYPES, ENVELOPES
from contracts.target import Target

# The journal of an emulator elsewhere does not show passwords.
_MASKED = re.compile(r"(<(?:[\w.-]+:)?password\s*>)\*\*\*(?=<)")


def reached_by_rest(document: Document, operation: Operation, asked: Asked, *, how: str) -> Reached | None:
    """Tell which code came back through REST; None where no result of the SOAP side did."""
    seen = Seen(document, asked.exchange)
    if seen.result is None or not _tells(seen, seen.result):
        return None
    kind, code = seen.result
    return Reached(code=code, type=kind, door="REST", operation=_name(operation), how=how)


def straight_to_soap(
    target: Target, document: Document, operation: Operation, asked: Asked, *, how: str
) -> tuple[Reached | None, list[Failure]]:
    """Send the last SOAP message of an exchange to the SOAP server; give the code it got, and where REST told another one."""
    rest = Seen(document, asked.exchange)
    request = _request(document, asked.exchange.soap[-1])
    response = target.soap(request)
    if response.withheld:
        return None, []
    call = SoapCall(
        operation=asked.exchange.soap[-1].operation,
        request=request.body.decode("utf-8"),
        response=response.body.decode("utf-8", "replace"),
        status=response.status,
    )
    found = Seen(document, replace(asked.exchange, soap=(call,))).result
    shown = replace(asked.exchange, soap=(*asked.exchange.soap, call))
    if found is None:
        told = f"HTTP {response.status}, no result that can be read"
        return None, [Failure("sent straight to SOAP, the message gets no result", "code", rest.result, told, exchange=shown)]
    reached = Reached(code=found[1], type=found[0], door="SOAP", operation=_name(operation), how=how)
    if _tells(rest, found):
        return reached, []
    answer = ("accepted", rest.result) if rest.accepted else ("refused", rest.refusal_code or rest.own_code)
    message = "sent straight to SOAP, the message gets another result than REST tells"
    return reached, [Failure(message, "code", found, answer, exchange=shown)]


def _tells(seen: Seen, result: tuple[str, str]) -> bool:
    """Tell whether an answer says what a result says, as far as its document has a place for it."""
    kind, code = result
    if kind != "Error":
        return seen.accepted and seen.result == result
    return not seen.accepted and (seen.refusal_code == code or "code" not in seen.document.refusal.places)


def _name(operation: Operation) -> str:
    return operation.soap_operation or operation.name


def _request(document: Document, call: SoapCall) -> Request:
    version = next((version for version, namespace in ENVELOPES.items() if namespace in call.request), "1.2")
    password = str(document.settings.get("login", "::")).split(":")[1]
    text = _MASKED.sub(lambda found: found[1] + escape(password), call.request) if password else call.request
    headers = {"Content-Type": f"{CONTENT_TYPES[version]}; charset=utf-8"}
    return Request(method="POST", path="/soap", headers=headers, body=text.encode("utf-8"))
