"""The return codes of the Scheduling system, a row each (SCH-R-02, SCH-R-03)."""

from enum import Enum


class ResultType(Enum):
    """How a call ended; the values are the interface's own (SCH-R-01)."""

    OK = "OK"
    WARNING = "Warning"
    ERROR = "Error"


class ReturnCode(Enum):
    """number, type, the vendor's name, when."""

    OK = 0, ResultType.OK, "SP_OK", "the call did what it says"
    JOBID_INVALID = 1, ResultType.ERROR, "SP_JOBID_INVALID", "the job is unknown, empty, too long or outside the horizon"
    OPTIONS_INVALID = 80, ResultType.ERROR, "SP_OPTIONS_INVALID", "an option is unknown or has no valid value"
    FRUID_INVALID = 278, ResultType.ERROR, "SP_FRUID_INVALID", "the unit is unknown, empty or too long"
    MAX_INVALID = 281, ResultType.ERROR, "SP_MAX_INVALID", "the unit's max_work_items is not in 1..100000"
    TIMESTAMP_INVALID = 504, ResultType.ERROR, "SP_TIMESTAMP_INVALID", "the time stamp is none, or was never given out"

    def __init__(self, number: int, type_: ResultType, vendor_name: str, when: str) -> None:
        self.number = number
        self.type = type_
        self.vendor_name = vendor_name
        self.when = when


class Refused(Exception):  # noqa: N818 - the vendor's word for it; a refusal is a reply, not a failure
    """Say that the system refuses a call: nothing changed, and the reply carries ``code``."""

    def __init__(self, code: ReturnCode, field: str) -> None:
        super().__init__(f"{code.vendor_name} ({code.number}): {field}")
        self.code = code
        self.field = field
