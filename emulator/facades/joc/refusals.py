"""What JOC says no with: status, code, and the class that the product names before the text (JOC-E-02)."""

from enum import Enum


class Refusal(Enum):
    """HTTP status, code, exception class, when."""

    NO_BASIC_HEADER = 420, "JOC-420", "JocAuthenticationException", "log-in without a Basic header"
    NO_TOKEN = 420, "JOC-420", "JocException", "log-out without a token"
    BAD_JSON = 420, "JOC-420", "com.fasterxml.jackson.core.JsonParseException", "the body is no JSON object"
    SCHEMA = 420, "JOC-420", "com.sos.schema.exception.SOSJsonSchemaException", "the body breaks the schema"
    COMMENT_REQUIRED = 420, "JOC-300", "JocMissingCommentException", "the audit comment is required and missing"
    UNKNOWN_CONTROLLER = 420, "JOC-404", "DBMissingDataException", "the controller is unknown"
    BAD_REQUEST = 420, "JOC-400", "JocBadRequestException", "what was asked for makes no sense"
    BAD_DATE = 420, "JOC-405", "SOSInvalidDataException", "a date cannot be read"
    NOT_FOUND = 420, "JOC-161", "ControllerObjectNotExistException", "no such order"
    NOT_CONNECTED = 420, "JOC-402", "ControllerConnectionRefusedException", "Scheduling is not reachable, or too slow"
    FAILED = 420, "JOC-420", "ControllerInvalidResponseDataException", "Scheduling refused, or gave no reply to the call"
    # The product's server shows HTML for the rest; this is the emulator's own.
    UNKNOWN_PATH = 404, "JOC-420", "NotFoundException", "the path is none of the facade's"
    WRONG_METHOD = 405, "JOC-420", "NotAllowedException", "the path takes POST alone"
    TOO_LARGE = 413, "JOC-420", "RequestEntityTooLargeException", "the body is larger than max_body_bytes"
    INTERNAL = 500, "JOC-420", "InternalServerErrorException", "the facade itself failed"

    def __init__(self, status: int, code: str, exception: str, when: str) -> None:
        self.status = status
        self.code = code
        self.exception = exception
        self.when = when


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """Say no to a request; the text says what is wrong with it."""

    def __init__(self, refusal: Refusal, text: str) -> None:
        super().__init__(text)
        self.refusal = refusal


class Turned(Enum):
    """Status and text for a caller who is turned away by who they are: the answer is about the account (JOC-A-01, JOC-E-03)."""

    WRONG_PASSWORD = 401, "There is no such account, or its password is another"
    NO_SESSION = 440, "SessionNotExistException: Session has expired. New login is neccessary"
    NOT_PERMITTED = 403, "Access denied"

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        self.text = text


class TurnedAway(Exception):  # noqa: N818 - it reads as what happened
    """Turn a caller away; ``account`` is who it is, where that is known."""

    def __init__(self, why: Turned, *, account: str = "") -> None:
        super().__init__(why.text)
        self.why = why
        self.account = account
