"""JOC's cancel of an order: JSON to SOAP (JOC-M-01). Each selected order makes one call."""

from emulator.mapping.operation import OPTIONAL, REQUIRED, Field, Kind, Message, Operation
from emulator.mapping.servicebroker import RESULT, SINCE_11_3

CANCEL_JOB = Operation(
    name="CancelJob",
    request=Message("JobCancelRequest", (
        #     JSON, or setting       SOAP                             type         max   required
        Field("orderIds",            "jobID",                         Kind.TEXT,   50,   REQUIRED),
        Field("auditLog",            "cancelReason",                  Kind.OBJECT, None, OPTIONAL, since=SINCE_11_3),
        Field("joc_default_reason_id", "cancelReason/cancelReasonId", Kind.NUMBER, None, OPTIONAL, since=SINCE_11_3),
        Field("auditLog.comment",    "cancelReason/cancelReasonDesc", Kind.TEXT,   255,  OPTIONAL, since=SINCE_11_3),
    )),
    reply=Message("JobCancelResponse", RESULT),
)  # fmt: skip
