"""What the facade says no with: code, status, when; and what a person can act on (AZ-E-01, AZ-C-05, AZ-A-01)."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Refusal(Enum):
    """Code, HTTP status, when; the codes are the service's own as far as they are known."""

    DENIED = "Denied", 401, "the signature is missing, wrong, or too old or new"
    NOT_FOUND = "NotFound", 404, "the path, or the job, is not there"
    METHOD_NOT_ALLOWED = "MethodNotAllowed", 405, "the path takes another method"
    API_VERSION_UNSPECIFIED = "ApiVersionUnspecified", 400, "there is no api-version"
    AMBIGUOUS_API_VERSION = "AmbiguousApiVersion", 400, "there are several api-versions"
    UNSUPPORTED_API_VERSION = "UnsupportedApiVersion", 400, "the api-version is another"
    UNSUPPORTED_MEDIA_TYPE = "UnsupportedMediaType", 415, "the body is declared as something else"
    TOO_LARGE = "PayloadTooLarge", 413, "the body is larger than max_body_bytes"
    BAD_REQUEST = "BadRequest", 400, "the body is unreadable, or a value breaks a rule of its own"
    PRECONDITION_FAILED = "PreconditionFailed", 412, "the job is not, or not any more, as the request says it must be"
    CONFLICT = "Conflict", 409, "the job's status, or another job, is in the way"
    INTERNAL = "InternalServerError", 500, "Scheduling did not do it, or the facade failed"

    def __init__(self, code: str, status: int, when: str) -> None:
        self.code = code
        self.status = status
        self.when = when


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """Say no to a request; the text is the error's message."""

    def __init__(self, refusal: Refusal, message: str, *, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.refusal = refusal
        self.headers = headers


def bad_request(subject: str, rule: str, *, expected: str, found: str) -> Refused:
    """Refuse a value, naming it, its rule, what was expected and what was found."""
    return Refused(Refusal.BAD_REQUEST, f"{subject} {rule}: expected {expected}, found {found}")


def no_such_job() -> Refused:
    """Say that there is no such job, in the service's own words."""
    return Refused(Refusal.NOT_FOUND, "The item was not found.")
