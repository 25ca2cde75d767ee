"""Azure Job Router's one call that reaches Scheduling (AZ-C-04)."""

from emulator.mapping.operation import OPTIONAL, REQUIRED, Field, Kind, Message, Operation
from emulator.mapping.servicebroker import RESULT, SINCE_11_3

# The body has no object around the reason, so that row has no JSON name.
CANCEL_JOB = Operation(
    name="CancelJob",
    request=Message("JobCancelRequest", (
        #     JSON               SOAP                             type         max   required
        Field("jobId",           "jobID",                         Kind.TEXT,   50,   REQUIRED),
        Field("",                "cancelReason",                  Kind.OBJECT, None, OPTIONAL, since=SINCE_11_3),
        Field("dispositionCode", "cancelReason/cancelReasonId",   Kind.NUMBER, None, OPTIONAL, since=SINCE_11_3),
        Field("note",            "cancelReason/cancelReasonDesc", Kind.TEXT,   500,  OPTIONAL, since=SINCE_11_3, cut=True),
    )),
    reply=Message("JobCancelResponse", RESULT),
)  # fmt: skip
