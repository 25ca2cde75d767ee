"""A SOAP request as bytes: an envelope around a message, in a version, under a Content-Type."""

from dataclasses import dataclass, field

from contracts.exchange import Request
from contracts.scenarios.messages import CONTENT_TYPES, ENVELOPES, NAMESPACE
from contracts.strategies.soap_tree import XSI, Node

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
OPENING, CLOSING = "<env:Body>", "</env:Body>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What goes out; ``content_type`` None sends none."""

    body: bytes
    content_type: str | None
    headers: tuple[tuple[str, str], ...] = ()

    def request(self, path: str) -> Request:
        """Make the request."""
        typed = {} if self.content_type is None else {"Content-Type": self.content_type}
        return Request(method="POST", path=path, headers=typed | dict(self.headers), body=self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A valid envelope that can be spoiled as a text: ``message`` is what stands in its Body."""

    version: str
    message: str
    most: int
    seed: int = 0
    namespace: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "namespace", ENVELOPES[self.version])

    @property
    def content_type(self) -> str:
        """The Content-Type of its version."""
        return f"{CONTENT_TYPES[self.version]}; charset=utf-8"

    @property
    def without_declaration(self) -> str:
        """The envelope from its root element on."""
        return self.around(f"{OPENING}{self.message}{CLOSING}")

    @property
    def text(self) -> str:
        """The whole envelope."""
        return DECLARATION + self.without_declaration

    def around(self, inside: str, *, namespace: str | None = None, root: str = "Envelope") -> str:
        """Write an envelope without its declaration around other content."""
        named = self.namespace if namespace is None else namespace
        declared = f'xmlns:env="{named}" xmlns:sp="{NAMESPACE}" xmlns:xsi="{XSI}"'
        return f"<env:{root} {declared}>{inside}</env:{root}>"

    def packet(self, text: str | bytes | None = None, content_type: str | None = "", **headers: str) -> Packet:
        """Make a packet of this text, the envelope's own unless another is given; "" is the Content-Type of its version."""
        body = self.text if text is None else text
        return Packet(
            body=body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body,
            content_type=self.content_type if content_type == "" else content_type,
            headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        )


def packed(root: Node, *, version: str) -> Packet:
    """Write a message in a usual envelope."""
    return enveloped(root, version=version).packet()


def enveloped(root: Node, *, version: str, most: int = 10 * 2**20, seed: int = 0) -> Envelope:
    """Put a message into a usual envelope; a root in no namespace, or in another than ours, says so itself."""
    prefix = "sp" if root.namespace == NAMESPACE else ""
    return Envelope(version=version, message=root.written(prefix), most=most, seed=seed)
