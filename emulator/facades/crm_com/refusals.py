"""What CRM.COM says no with: a code of our own, since none is published, its HTTP status, and a message (CRM-E-02)."""

from enum import Enum


class Refusal(Enum):
    """HTTP status and when; the name is the code."""

    INVALID_TOKEN = 401, "the token is missing, unknown, released or expired"
    INVALID_CREDENTIALS = 401, "no user has this name, password and organisation, and may use this unit"
    INVALID_PARAMETERS = 400, "the body is no JSON, or a parameter is missing or breaks a rule of its own"
    JOB_NOT_FOUND = 404, "no job has this id or number"
    JOB_TYPE_NOT_FOUND = 404, "no job type is identified so"
    STATUS_NOT_FOUND = 404, "the job's type has no such status in the life cycle state that the job would be in"
    CANCELLATION_REASON_NOT_FOUND = 404, "the job's type has no such cancellation reason"
    CANCELLATION_REASON_REQUIRED = 400, "a cancellation reason must be given"
    INVALID_LIFE_CYCLE_STATE = 409, "the job is in no state from which this can be done"
    SYSTEM_ERROR = 500, "Scheduling did not do it, or did not answer"
    # -- what a web server says
    UNKNOWN_METHOD = 404, "there is no such path"
    METHOD_NOT_ALLOWED = 405, "the path takes another HTTP method"
    TOO_LARGE = 413, "the body is larger than max_body_bytes"

    def __init__(self, status: int, when: str) -> None:
        self.status = status
        self.when = when


class Refused(Exception):  # noqa: N818 - it reads as what happened to the request
    """Say no to a request: what of it, its rule, what was expected and what was found.

    A request that is ``unread`` never got as far as CRM.COM's own rules: crm_error_status does not change its status.
    """

    def __init__(
        self, refusal: Refusal, subject: str, rule: str, *, expected: str, found: str, unread: bool = False, allow: str = ""
    ) -> None:
        super().__init__(f"{subject} {rule}: expected {expected}, found {found}")
        self.refusal = refusal
        self.unread = unread
        self.allow = allow


def invalid(subject: str, rule: str, *, expected: str, found: str) -> Refused:
    """Refuse a parameter's value."""
    return Refused(Refusal.INVALID_PARAMETERS, subject, rule, expected=expected, found=found)
