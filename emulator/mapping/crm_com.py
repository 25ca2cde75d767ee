"""CRM.COM's calls: the parameters of each and since when, and what a cancel becomes in SOAP (CRM-R-01, CRM-R-03, CRM-M-01)."""

from dataclasses import KW_ONLY, dataclass
from enum import Enum

from emulator.mapping.operation import OPTIONAL, REQUIRED, Field, Kind, Message, Operation, Presence
from emulator.mapping.servicebroker import RESULT, SINCE_11_3

Release = tuple[int, ...]
R10, R12, R13, R14, R14_5 = (10,), (12,), (13,), (14,), (14, 5)


class Takes(Enum):
    """What a parameter's value is, in the JSON of a POST; in the query of a GET it is a text."""

    TEXT = "a string"
    FLAG = "true or false"
    WHOLE = "a whole number"
    NAMES = "a string of names, divided by commas"
    OBJECT = "an object, of which nothing is read"
    IDENTIFIER = "an object with one, and only one, of some members, which are strings; in a query name=value"


# The members that identify a job, an accounts receivable, or a row of the configuration (CRM-R-02).
OF_A_JOB = ("id", "number")
OF_AN_ACCOUNT = ("id", "number")
OF_A_ROW = ("id", "name", "alternative_code")


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """One parameter: an identifier has ``members``; it is required up to ``required_before``, and unknown before ``since``."""

    name: str
    takes: Takes
    presence: Presence
    _: KW_ONLY
    members: tuple[str, ...] = ()
    since: Release = R10
    required_before: Release = R10
    missing: str = "INVALID_PARAMETERS"  # the code that a request without it gets, where it is required
    secret: bool = False  # its value is never shown
    least: int = 0
    default: int | None = None

    def required(self, release: Release) -> bool:
        """Whether the release insists on it."""
        return self.presence is REQUIRED or release < self.required_before


LARGEST_WHOLE = 2**31 - 1

TOKEN = Parameter("token", Takes.TEXT, REQUIRED, missing="INVALID_TOKEN", secret=True)
LOG_IN = (
    #         parameter       takes       required
    Parameter("username",     Takes.TEXT, REQUIRED),
    Parameter("password",     Takes.TEXT, REQUIRED, secret=True),
    Parameter("organisation", Takes.TEXT, REQUIRED),
    Parameter("unit",         Takes.TEXT, OPTIONAL),
)  # fmt: skip

_JOB = Parameter("job_identifier", Takes.IDENTIFIER, REQUIRED, members=OF_A_JOB)
_STATUS = Parameter("status_identifier", Takes.IDENTIFIER, OPTIONAL, members=OF_A_ROW)
_FIELDS_SET = Parameter("fields_set", Takes.NAMES, OPTIONAL)

CREATE = (
    #         parameter                         takes             required
    Parameter("type_identifier",                Takes.IDENTIFIER, REQUIRED, members=OF_A_ROW),
    _STATUS,
    Parameter("accounts_receivable_identifier", Takes.IDENTIFIER, OPTIONAL, members=OF_AN_ACCOUNT, required_before=R14),
    Parameter("accounts_receivable",            Takes.OBJECT,     OPTIONAL, since=R14),
    Parameter("description",                    Takes.TEXT,       OPTIONAL),
    _FIELDS_SET,
)  # fmt: skip
SHOW = (_JOB, _FIELDS_SET)
LIST = (
    #         parameter            takes        required
    Parameter("number_of_results", Takes.WHOLE, OPTIONAL, least=1, default=50),
    Parameter("offset",            Takes.WHOLE, OPTIONAL, default=0),
    _FIELDS_SET,
)  # fmt: skip
START_PROGRESS = (_JOB, _STATUS, _FIELDS_SET)
COMPLETE = (_JOB, _STATUS, _FIELDS_SET)
CANCEL = (
    #         parameter                         takes             required
    _JOB,
    _STATUS,
    Parameter("cancellation_reason_identifier", Takes.IDENTIFIER, OPTIONAL, members=OF_A_ROW, required_before=R13,
              missing="CANCELLATION_REASON_REQUIRED"),
    Parameter("cancel_provided_items",          Takes.FLAG,       OPTIONAL, since=R13),
    _FIELDS_SET,
)  # fmt: skip
CANCELLATION_REASONS = (
    #         parameter              takes             required
    Parameter("job_type_identifier", Takes.IDENTIFIER, REQUIRED, members=OF_A_ROW, since=R13),
    _FIELDS_SET,
)  # fmt: skip

CANCEL_JOB = Operation(
    name="CancelJob",
    request=Message("JobCancelRequest", (
        #     of the job, and of the reason  SOAP                             type         max   required
        Field("number",                      "jobID",                         Kind.TEXT,   50,   REQUIRED),
        Field("cancellation_reason",         "cancelReason",                  Kind.OBJECT, None, OPTIONAL,
              since=SINCE_11_3),
        # A reason's number in Scheduling stands in the setting crm_reasons; CRM.COM's own callers never see it.
        Field("cancellation_reason.number",  "cancelReason/cancelReasonId",   Kind.NUMBER, None, OPTIONAL,
              since=SINCE_11_3),
        Field("cancellation_reason.name",    "cancelReason/cancelReasonDesc", Kind.TEXT,   500,  OPTIONAL,
              since=SINCE_11_3),
    )),
    reply=Message("JobCancelResponse", RESULT),
)  # fmt: skip
