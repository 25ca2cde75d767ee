"""Mutants of the SOAP messages that the facade writes, and of how it reads replies (SB-C-01, SB-G-01, SB-P-01)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_written = partial(Mutant, module="emulator.soap_client.writer")
_read = partial(Mutant, module="emulator.soap_client.reader")

_VALUES = ("SB-C-01", "SB-C-02", "SB-G-01", "SB-G-05", "SB-G-06")

# fmt: off
MUTANTS = (
    _written(
        id="markup-not-escaped", clauses=(*_VALUES, "SB-P-01"), defect="&, < and > in a value stand in the message as they are",
        old="parts.append(value.translate(_ESCAPES))", new="parts.append(value)"),
    _written(
        id="markup-escaped-twice", clauses=(*_VALUES, "SB-P-01"), defect="& in a value is escaped twice",
        old='"&": "&amp;"', new='"&": "&amp;amp;"'),
    _written(
        id="carriage-returns-lost", clauses=_VALUES, defect="a CR in a value arrives as a line feed",
        old=', "\\r": "&#13;"}', new="}"),
    _written(
        id="children-qualified", clauses=(*_VALUES, "SB-P-01", "SCH-T-03"), defect="the children of a message are in its namespace",
        old='start=f"<{name}>", end=f"</{name}>"', new='start=f"<sp:{name}>", end=f"</sp:{name}>"'),
    _written(
        id="login-last", clauses=("SB-P-01", "SCH-L-01"), defect="the login is the last child of a message",
        old="_elements((*LOGIN, *operation.request.fields), \"\")", new="_elements((*operation.request.fields, *LOGIN), \"\")"),
    _written(
        id="login-left-out", clauses=("SB-P-01", "SCH-L-01"), defect="a message has no login",
        old="_elements((*LOGIN, *operation.request.fields), \"\")", new="_elements(operation.request.fields, \"\")"),
    _written(
        id="empty-elements-left-out", clauses=("SB-C-05", "SB-C-07", "SB-C-01", "SB-C-02", "SB-G-01", "SB-G-04"),
        defect="an element without a text is not written",
        old="        if value is None:\n", new="        if not value and not element.children:\n"),
    _written(
        id="root-in-no-namespace", clauses=("SB-P-01", "SB-E-01", "SB-C-01", "SCH-T-03"), defect="a message's root is in no namespace",
        old='root = f"sp:{operation.request.element}"', new="root = operation.request.element"),
    _read(
        id="fault-of-soap-1-1-unknown", clauses=("SB-E-05",), defect="a fault of SOAP 1.1 is told as not-soap",
        old='_FAULTS = {f"{{{version}}}Fault" for version in (SOAP_11, SOAP_12)}', new='_FAULTS = {f"{{{SOAP_12}}}Fault"}'),
    _read(
        id="status-before-fault", clauses=("SB-E-05",), defect="a fault with another status than 200 is told as not-soap",
        old="    if message.tag in _FAULTS:", new="    if message.tag in _FAULTS and status == 200:"),
    _read(
        id="any-reply-will-do", clauses=("SB-E-05",), defect="another operation's reply is taken for the answer",
        old='if message.tag != f"{{{MESSAGES}}}{operation.reply.element}":',
        new='if not message.tag.startswith(f"{{{MESSAGES}}}"):'),
    _read(
        id="reply-in-any-namespace", clauses=("SB-E-05",), defect="a reply in no namespace is taken for the answer",
        old='if message.tag != f"{{{MESSAGES}}}{operation.reply.element}":',
        new='if message.tag.rpartition("}")[2] != operation.reply.element:'),
    _read(
        id="upstream-text-shown", clauses=("SB-E-05",), defect="what came back in the place of a reply is shown to the caller",
        old='raise NotSoap("no XML, or not all of it") from None',
        new='raise NotSoap(f"no XML: {body[:200]!r}") from None'),
)
# fmt: on
