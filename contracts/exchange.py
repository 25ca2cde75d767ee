"""One request with its answer and the SOAP it caused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from shlex import quote
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.again.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request; ``path`` begins with a slash and holds the query."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def curl(self, base_url: str = "http://127.0.0.1:8010") -> str:
        """Write the request as a command that a person can repeat, in a shell that knows $'...'."""
        headers = "".join(f" -H {_quote(_bytes(f'{name}: {value}'))}" for name, value in self.headers.items())
        # --data-binary would send a file for a body that begins with @.
        flag = "--data-raw" if self.body.startswith(b"@") else "--data-binary"
        body = f" {flag} {_quote(self.body)}" if self.body else ""
        return f"curl -X {self.method} {_quote(_bytes(base_url + self.path))}{headers}{body}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response; header names are lower case.

    Where no whole answer came, ``broken`` says why, where the request was not sent at all, ``withheld``; the status is 0 then
    and there is nothing else. ``moment`` knows what led to it, where the target remembers that; no report shows it as it is.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    broken: str = ""
    withheld: str = ""
    moment: "Moment | None" = field(default=None, repr=False, compare=False)

    def json(self) -> Any:
        """Read the body as JSON; raise ValueError where it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapCall:
    """One SOAP call that an exchange caused, as the emulator's journal kept it."""

    operation: str | None
    request: str
    response: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A REST request, its answer, and the SOAP calls it caused, in the order sent.

    ``operation`` is the operationId of the document; None where the request fits none.
    """

    operation: str | None
    request: Request
    response: Response
    soap: tuple[SoapCall, ...] = ()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _quote(raw: bytes) -> str:
    """Quote bytes for a shell; what no terminal can show as it is stands as an escape."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and (text or not raw):
        return quote(text)
    return "$'" + "".join(_ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in raw) + "'"


_ESCAPES = {0x27: "\\'", 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}
