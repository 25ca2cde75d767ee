"""What came of an exchange, read from the beginning of its messages: enough for a line of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from emulator.control.secrets import masked_xml
from emulator.control.texts import text_of_xml
from emulator.journal import Entry, SoapExchange

# A result stands before all else in a reply, and what a request is about right after the login; a poll's reply may be long.
_BEGINNING = 4000
_TYPE = re.compile(r"<(?:[\w.-]+:)?type\b[^>]*>\s*(OK|Warning|Error)\s*<")
_CODE = re.compile(r"<(?:[\w.-]+:)?code\b[^>]*>\s*(\d{1,10})\s*<")
_FAULT = re.compile(r"<(?:[\w.-]+:)?Fault[\s/>]")
_ABOUT = re.compile(r"<(?:[\w.-]+:)?(?:jobID|FRUID)\b[^>]*>([^<]{1,200})<")
# Facades that may say no with a status that says yes (settings error_status, crm_error_status).
_REFUSED_IN_THE_BODY = {
    "servicebroker": re.compile(rb'\A\{"Success": false'),
    "crm-com": re.compile(rb'\A\{"status": \{"code": "(?!OK")'),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A SOAP call's: ``kind`` is OK, Warning or Error with the return code, fault, or none where no reply can be read."""

    kind: str
    code: str | None = None

    @property
    def refused(self) -> bool:
        """Whether Scheduling did not do what it was asked."""
        return self.kind in ("Error", "fault", "none")


def outcome(call: SoapExchange) -> Outcome:
    """Read what a SOAP call came to; one whose response was too large to keep went well."""
    if call.left_out:
        return Outcome(kind="OK", code="0")
    text = text_of_xml(call.response[:_BEGINNING])
    if _FAULT.search(text):
        return Outcome(kind="fault")
    kind, code = _TYPE.search(text), _CODE.search(text)
    return Outcome(kind=kind[1], code=code[1]) if kind and code else Outcome(kind="none")


def about(entry: Entry) -> str | None:
    """Tell the job or the unit that the first call named; several calls are about several, and None tells so."""
    if len(entry.soap) != 1:
        return None
    found = _ABOUT.search(masked_xml(text_of_xml(entry.soap[0].request[:_BEGINNING])))
    return found[1] if found else None


def is_refused(entry: Entry) -> bool:
    """Tell whether the caller did not get what it asked for, whoever of facade and Scheduling refused."""
    rest = entry.rest
    if rest is None:
        return any(outcome(call).refused for call in entry.soap)
    sign = _REFUSED_IN_THE_BODY.get(entry.facade or "")
    return rest.status >= 400 or bool(sign and sign.search(rest.response_body[:_BEGINNING]))


def messages(entry: Entry) -> Iterator[bytes]:
    """Walk the messages of an exchange as they were sent."""
    if entry.rest is not None:
        yield from (entry.rest.path.encode(), entry.rest.request_body, entry.rest.response_body)
        for header in (*entry.rest.request_headers, *entry.rest.response_headers):
            yield ": ".join(header).encode("utf-8", "replace")
    for call in entry.soap:
        yield from (call.request, call.response)
