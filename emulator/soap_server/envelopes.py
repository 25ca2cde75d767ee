"""SOAP 1.1 and 1.2: what differs between them, and what their replies and faults look like."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from emulator.soap_server.types import INTERFACE, MESSAGES
from emulator.soap_server.writing import escape


class FaultCode(Enum):
    """Who is at fault (SCH-T-08): its name in SOAP 1.2, in SOAP 1.1, and the HTTP status in 1.2; in 1.1 that is always 500."""

    SENDER = "Sender", "Client", 400
    RECEIVER = "Receiver", "Server", 500
    VERSION_MISMATCH = "VersionMismatch", "VersionMismatch", 500
    MUST_UNDERSTAND = "MustUnderstand", "MustUnderstand", 500

    def __init__(self, in_12: str, in_11: str, status_12: int) -> None:
        self.in_12 = in_12
        self.in_11 = in_11
        self.status_12 = status_12


class SoapFault(Exception):  # noqa: N818 - the standard's word for it
    """Say that a request cannot be answered by an ordinary reply, and why; ``version`` None: that of the request."""

    def __init__(self, code: FaultCode, reason: str, version: "Version | None" = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.version = version


def sender_fault(reason: str) -> SoapFault:
    """Make the fault of whoever sent the request."""
    return SoapFault(FaultCode.SENDER, reason)


@dataclass(frozen=True)  # without slots, which leave no place for what is written once
class Version:
    """A version of SOAP: its envelope's namespace and its media type; the rest follows from these."""

    name: str
    namespace: str
    media_type: str
    encoding: str

    @cached_property
    def content_type(self) -> str:
        """The Content-Type of replies."""
        return f"{self.media_type}; charset=utf-8"

    @cached_property
    def opening(self) -> str:
        """All that stands before the reply's root; the real system declares all its prefixes here."""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<SOAP-ENV:Envelope xmlns:SOAP-ENV="{self.namespace}" xmlns:SOAP-ENC="{self.encoding}"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
            f' xmlns:sp1="{INTERFACE}" xmlns:sp2="{MESSAGES}">'
            "<SOAP-ENV:Header></SOAP-ENV:Header><SOAP-ENV:Body>"
        )

    def fault(self, fault: SoapFault) -> tuple[int, str]:
        """Write a fault: the HTTP status and the whole envelope."""
        reason = escape(fault.reason)
        if self is SOAP_12:
            status = fault.code.status_12
            told = (
                f"<SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:{fault.code.in_12}</SOAP-ENV:Value></SOAP-ENV:Code>"
                f'<SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">{reason}</SOAP-ENV:Text></SOAP-ENV:Reason>'
            )
        else:
            status = 500
            told = f"<faultcode>SOAP-ENV:{fault.code.in_11}</faultcode><faultstring>{reason}</faultstring>"
        return status, f"{self.opening}<SOAP-ENV:Fault>{told}</SOAP-ENV:Fault>{CLOSING}"


CLOSING = "</SOAP-ENV:Body></SOAP-ENV:Envelope>"

SOAP_11 = Version("1.1", "http://schemas.xmlsoap.org/soap/envelope/", "text/xml", "http://schemas.xmlsoap.org/soap/encoding/")
SOAP_12 = Version(
    "1.2", "http://www.w3.org/2003/05/soap-envelope", "application/soap+xml", "http://www.w3.org/2003/05/soap-encoding"
)
VERSIONS = {f"{{{version.namespace}}}Envelope": version for version in (SOAP_11, SOAP_12)}


def version_by_media_type(content_type: str) -> Version:
    """Tell the version that a fault takes when the envelope tells none: by Content-Type, else 1.2."""
    return SOAP_11 if content_type.partition(";")[0].strip().lower() == SOAP_11.media_type else SOAP_12
