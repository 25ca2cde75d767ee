"""A Scheduling system that keeps what it is sent, and answers what it is told."""

from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

SOAP = "http://www.w3.org/2003/05/soap-envelope"
SP = "http://www.servicepower.com/sp.xsd1"


def envelope(inner: str) -> bytes:
    """Put an envelope around what is inside the body."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<E:Envelope xmlns:E="{SOAP}" xmlns:sp2="{SP}"><E:Header></E:Header><E:Body>{inner}</E:Body></E:Envelope>'
    ).encode()


def cancelled(type_: str = "OK", code: str = "0", rest: str = "") -> bytes:
    """Answer a cancel."""
    result = f"<result><type>{type_}</type><code>{code}</code></result>"
    return envelope(f"<sp2:JobCancelResponse>{result}{rest}</sp2:JobCancelResponse>")


def changed(*items: str, type_: str = "OK", code: str = "0", stamp: str = "<timeStampOut>17</timeStampOut>") -> bytes:
    """Answer a poll."""
    result = f"<result><type>{type_}</type><code>{code}</code></result>"
    inner = f"{result}{stamp}{''.join(f'<workItem>{item}</workItem>' for item in items)}"
    return envelope(f"<sp2:GetChangedWorkItemsResponse>{inner}</sp2:GetChangedWorkItemsResponse>")


def fault(reason: str = "jobID is too long") -> bytes:
    """Answer with a fault."""
    code = "<E:Code><E:Value>E:Sender</E:Value></E:Code>"
    text = f'<E:Reason><E:Text xml:lang="en">{reason}</E:Text></E:Reason>'
    return envelope(f"<E:Fault>{code}{text}</E:Fault>")


class FakeScheduling:
    """The WSGI application; ``raises`` breaks the connection instead of answering."""

    def __init__(self, answer: bytes = b"", *, status: str = "200 OK", raises: Exception | None = None) -> None:
        self.answer = answer
        self.status = status
        self.raises = raises
        self.requests: list[bytes] = []
        self.environs: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.environs.append(environ)
        self.requests.append(environ["wsgi.input"].read())
        if self.raises:
            raise self.raises
        start_response(self.status, [("Content-Type", "application/soap+xml; charset=utf-8")])
        return [self.answer]

    @property
    def sent(self) -> dict[str, str]:
        """Show the message of the one request: texts by path, in the order they stand there, the login left out."""
        (request,) = self.requests
        return {path: text for path, text in contents(request).items() if not path.startswith("login")}


def contents(request: bytes) -> dict[str, str]:
    """Show a request's message: texts by path, in the order they stand there."""
    message = etree.fromstring(request)[0][0]
    return dict(_paths(message, ""))


def _paths(parent: Any, above: str) -> Iterable[tuple[str, str]]:
    for child in parent:
        yield above + child.tag, child.text or ""
        yield from _paths(child, f"{above}{child.tag}/")
