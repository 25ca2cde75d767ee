"""What the facade itself says no with: a text code, a status, and a message that a person can act on (SB-H-05)."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Refusal(Enum):
    """Code, HTTP status, when."""

    NOT_FOUND = "not-found", 404, "the path is none of the facade's"
    METHOD_NOT_ALLOWED = "method-not-allowed", 405, "the path takes another method"
    UNAUTHORISED = "unauthorised", 401, "the token is missing, wrong or of the wrong kind"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type", 415, "the body is not declared as application/json"
    TOO_LARGE = "too-large", 413, "the body is larger than max_body_bytes"
    BAD_JSON = "bad-json", 400, "the body is no JSON object, or says a thing twice"
    BAD_REQUEST = "bad-request", 400, "a property breaks a rule of its own"
    NOT_CONFIGURED = "not-configured", 400, "no Scheduling system is configured"
    UNREACHABLE = "unreachable", 502, "no connection to Scheduling, or one broken before any reply"
    TIMEOUT = "timeout", 504, "the whole reply was not there in time"
    FAULT = "fault", 502, "Scheduling answered with a SOAP fault"
    NOT_SOAP = "not-soap", 502, "what came back is no reply to the call"
    INTERNAL = "internal", 500, "the facade itself failed"

    def __init__(self, code: str, status: int, when: str) -> None:
        self.code = code
        self.status = status
        self.when = when


class Refused(Exception):  # noqa: N818 - the vendor's word for it
    """Say no to a request, naming the property, its rule, what was expected and what was found."""

    def __init__(
        self,
        refusal: Refusal,
        subject: str,
        rule: str,
        *,
        expected: str,
        found: str,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(f"{subject} {rule}: expected {expected}, found {found}")
        self.refusal = refusal
        self.headers = headers


def bad_request(subject: str, rule: str, *, expected: str, found: str) -> Refused:
    """Refuse a property's value."""
    return Refused(Refusal.BAD_REQUEST, subject, rule, expected=expected, found=found)
