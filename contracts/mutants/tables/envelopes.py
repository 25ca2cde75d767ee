"""Mutants of the SOAP side's envelopes, faults and HTTP (SCH-T-01, SCH-T-02, SCH-T-06 to SCH-T-08)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_enveloped = partial(Mutant, module="emulator.soap_server.envelopes")
_served = partial(Mutant, module="emulator.soap_server.server")
_wired = partial(Mutant, module="emulator.soap_server.wire")

# fmt: off
MUTANTS = (
    _enveloped(
        id="sender-faults-with-500", clauses=("SCH-T-08",), defect="a Sender fault of SOAP 1.2 comes with HTTP 500",
        old='SENDER = "Sender", "Client", 400', new='SENDER = "Sender", "Client", 500'),
    _enveloped(
        id="codes-of-1-2-in-1-1", clauses=("SCH-T-08",), defect="a fault of SOAP 1.1 says Sender, not Client",
        old='SENDER = "Sender", "Client", 400', new='SENDER = "Sender", "Sender", 400'),
    _enveloped(
        id="faults-of-1-1-with-400", clauses=("SCH-T-08",), defect="a Client fault of SOAP 1.1 comes with HTTP 400",
        old="            status = 500\n", new="            status = fault.code.status_12\n"),
    _enveloped(
        id="fault-version-by-nothing", clauses=("SCH-T-08",), defect="what is no XML gets a fault of SOAP 1.2 though it came as text/xml",
        old='return SOAP_11 if content_type.partition(";")[0].strip().lower() == SOAP_11.media_type else SOAP_12', new="return SOAP_12"),
    _enveloped(
        id="no-declaration", clauses=("SCH-T-09",), defect="replies have no XML declaration",
        old="            '<?xml version=\"1.0\" encoding=\"UTF-8\"?>\\n'\n", new=""),
    _enveloped(
        id="replies-in-another-namespace", clauses=("SCH-T-03",), defect="the root of a reply is in the WSDL's namespace",
        old="xmlns:sp2=\"{MESSAGES}\">", new="xmlns:sp2=\"{INTERFACE}\">"),
    _enveloped(
        id="media-type-of-1-1", clauses=("SCH-T-01", "SCH-T-02"), defect="SOAP 1.2 replies come as text/xml",
        old='"1.2", "http://www.w3.org/2003/05/soap-envelope", "application/soap+xml"',
        new='"1.2", "http://www.w3.org/2003/05/soap-envelope", "text/xml"'),
    _served(
        id="business-errors-with-500", clauses=("SCH-T-07",), defect="a business error comes with HTTP 500",
        old="return Answer(status=200, content_type=call.version.content_type",
        new="return Answer(status=500 if b'<type>Error<' in b''.join(reply) else 200, content_type=call.version.content_type"),
    _served(
        id="soap-405-without-allow", clauses=("SCH-T-08",), defect="a GET without ?wsdl gets 405 without Allow",
        old='                allow="POST, GET",\n', new=""),
    _served(
        id="wsdl-by-any-method", clauses=("SCH-T-08", "SCH-T-05"), defect="a HEAD or PUT with ?wsdl is answered with the WSDL",
        old='if method == "GET" and asks_for_wsdl(environ):', new='if method != "POST" and asks_for_wsdl(environ):'),
    _wired(
        id="always-soap-1-2", clauses=("SCH-T-02",), defect="a SOAP 1.1 request is answered with a 1.2 envelope",
        old=" = [version.opening]", new=" = [SOAP_12.opening]"),
    _wired(
        id="soap-1-1-not-switched-off", clauses=("SCH-T-02",), defect="soap_versions=1.2 takes SOAP 1.1 all the same",
        old="    if version.name not in offered:", new="    if not offered:"),
    _wired(
        id="two-messages-in-a-body", clauses=("SCH-T-08",), defect="of two messages in a Body the first is answered",
        old="    if len(body) != 1:", new="    if len(body) < 1:"),
    _wired(
        id="must-understand-ignored", clauses=("SCH-T-08",), defect="a header that must be understood is passed over",
        old='    if wanted in ("1", "true") and role in _NO_ROLE:', new='    if wanted == "yes" and role in _NO_ROLE:'),
    _wired(
        id="must-understand-true-ignored", clauses=("SCH-T-08",), defect="mustUnderstand is read where it is 1, not where it is true",
        old='    if wanted in ("1", "true") and', new='    if wanted == "1" and'),
    _wired(
        id="any-message-namespace", clauses=("SCH-T-08", "SCH-T-06", "SCH-T-03"), defect="a message in a wrong namespace is answered",
        old="        operation = self._operations.get(message.tag)\n",
        new="        operation = self._operations.get(f\"{{{MESSAGES}}}{etree.QName(message).localname}\")\n"),
    _wired(
        id="any-envelope-is-soap-1-2", clauses=("SCH-T-08",), defect="an envelope of an unknown namespace is a Sender fault",
        old="        raise SoapFault(FaultCode.VERSION_MISMATCH, f\"the root element is",
        new="        raise SoapFault(FaultCode.SENDER, f\"the root element is"),
    Mutant(
        id="soap-at-one-path-only", clauses=("SCH-T-06",), module="emulator.front",
        defect="a POST to a path of no one else is 404, not SOAP",
        old=' or environ["REQUEST_METHOD"] == "POST"', new=""),
)
# fmt: on
