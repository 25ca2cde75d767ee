"""ServiceBroker's two operations: JSON to SOAP and back (SB-C-01, SB-C-02, SB-G-01, SB-G-02, SB-G-07)."""

from emulator.mapping.operation import OPTIONAL, REQUIRED, Field, Judge, Kind, Message, Null, Operation

# The login comes from the tenant, never from the caller (SB-P-01); it is the first child of every request.
LOGIN = (
    #     tenant's               SOAP                  type         max   required
    Field("login",               "login",              Kind.OBJECT, None, REQUIRED),
    Field("login.database_user", "login/databaseUser", Kind.TEXT,   30,   REQUIRED),
    Field("login.password",      "login/password",     Kind.TEXT,   50,   REQUIRED),
    Field("login.sp_user",       "login/spUser",       Kind.TEXT,   256,  REQUIRED),
)  # fmt: skip

RESULT_TYPES = {"OK": "OK", "Warning": "Warning", "Error": "Error"}
# errNote has no row: it is never passed on (SB-E-01, SB-E-02).
RESULT = (
    #     JSON           SOAP           type         max   required
    Field("result",      "result",      Kind.OBJECT, None, REQUIRED),
    Field("result.type", "result/type", Kind.CHOICE, None, REQUIRED, table=RESULT_TYPES),
    Field("result.code", "result/code", Kind.DIGITS, None, REQUIRED),
)  # fmt: skip

# The numbers of the interface's dispatch statuses (SB-G-07).
WORK_STATUS = {
    "Tentative": 0,
    "Fixed": 1,
    "Earmarked": 2,
    "Contacted": 3,
    "Travelling": 4,
    "LoggedOn": 5,
    "LoggedOff": 6,
    "Cleared": 7,
    "Cancelled": 8,
}
STATUS_NAMES = {name: name for name in WORK_STATUS}
TYPES = {"Job": "Job", "StandardActivity": "Activity"}
JEOPARDY = (
    "unscheduled", "missedApptEarly", "missedApptLate", "pastContract", "beforeContract", "promise", "missedAppt",
    "ovlShift", "ovlOT", "ovlJob", "ovlStdAct", "lateEarmark", "lateContact", "lateTravel", "lateLogon", "lateLogoff",
    "dispFailEarmark", "dispFailUnearmark", "dispFailReearmark", "dispFailBatch", "ADJUnsuitableShift", "noGo",
    "outsideAccHours", "outsideServHours", "depUnscheduled", "depNotSameOper", "depNotDiffOper", "depMissedTime",
    "sparesNotInVan",
)  # fmt: skip

# What version 11.3 brought; an older Scheduling does not get it (SB-C-03).
SINCE_11_3 = (11, 3)

CANCEL_JOB = Operation(
    name="CancelJob",
    request=Message("JobCancelRequest", (
        #     JSON                              SOAP                             type         max   required
        Field("Id",                             "jobID",                         Kind.TEXT,   50,   REQUIRED,
              judge=Judge.SCHEDULING, null=Null.REFUSED),
        Field("CancelReason",                   "cancelReason",                  Kind.OBJECT, None, OPTIONAL,
              since=SINCE_11_3),
        Field("CancelReason.cancelReasonId",    "cancelReason/cancelReasonId",   Kind.NUMBER, None, OPTIONAL,
              since=SINCE_11_3, older="CancelReasonId"),
        Field("CancelReason.cancelReasonDesc",  "cancelReason/cancelReasonDesc", Kind.TEXT,   500,  OPTIONAL,
              since=SINCE_11_3, older="CancelReasonDesc"),
    )),
    reply=Message("JobCancelResponse", (
        *RESULT,
        Field("jobInfo",                        "jobInfo",                       Kind.OBJECT, None, OPTIONAL),
        Field("jobInfo.jobID",                  "jobInfo/jobID",                 Kind.TEXT,   50,   REQUIRED),
        Field("jobInfo.onHold",                 "jobInfo/onHold",                Kind.FLAG,   None, REQUIRED),
        Field("jobInfo.bookDuration",           "jobInfo/bookDuration",          Kind.NUMBER, None, REQUIRED),
        # The interface requires it; a Scheduling that goes by the vendor's pages leaves it out (SCH-C-04).
        Field("jobInfo.disStatus",              "jobInfo/disStatus",             Kind.CHOICE, None, OPTIONAL,
              table=STATUS_NAMES),
        Field("jobInfo.empID",                  "jobInfo/empID",                 Kind.TEXT,   25,   OPTIONAL),
    )),
)  # fmt: skip

WORK_ITEM = Message("workItem", (
    #     JSON                  SOAP              type          max   required
    Field("Id",                 "workItemID",     Kind.TEXT,    50,   REQUIRED),
    Field("Type",               "workItemType",   Kind.CHOICE,  None, REQUIRED, table=TYPES),
    Field("Flags.Fixed",        "isFixed",        Kind.FLAG,    None, REQUIRED),
    Field("AtRisk.Type",        "jobJeopardy",    Kind.STATES,  None, OPTIONAL),
    Field("Booking",            "attr",           Kind.OBJECT,  None, OPTIONAL),
    Field("Booking.Tech",       "attr/empID",     Kind.TEXT,    25,   REQUIRED),
    Field("Booking.SchdStart",  "attr/start",     Kind.TIME,    None, REQUIRED),
    Field("Booking.SchdArr",    "attr/arrival",   Kind.TIME,    None, REQUIRED),
    Field("Booking.SchdEnd",    "attr/finish",    Kind.TIME,    None, REQUIRED),
    Field("WorkStatus",         "attr/disStatus", Kind.CHOICE,  None, REQUIRED, table=WORK_STATUS, default=0),
    Field("AtRisk.Offset",      "attr/overdue",   Kind.INTEGER, None, REQUIRED, beside="AtRisk"),
))  # fmt: skip

GET_CHANGED_WORK_ITEMS = Operation(
    name="GetChangedWorkItems",
    request=Message("GetChangedWorkItemsRequest", (
        #     JSON                SOAP                type         max   required
        Field("FRU",              "FRUID",            Kind.TEXT,   8,    REQUIRED,
              judge=Judge.SCHEDULING, null=Null.REFUSED),
        Field("OffsetId",         "timeStampIn",      Kind.ANY,    None, OPTIONAL, empty_is_absent=True),
        Field("Options",          "options",          Kind.OBJECT, None, REQUIRED, judge=Judge.SCHEDULING),
        Field("Options.JeopOnly", "options/JeopOnly", Kind.ANY,    None, OPTIONAL),
    )),
    reply=Message("GetChangedWorkItemsResponse", (
        *RESULT,
        Field("OffsetId",         "timeStampOut",     Kind.DIGITS, None, REQUIRED),
        Field("WorkItems",        "workItem",         Kind.ITEMS,  None, OPTIONAL, item=WORK_ITEM),
    )),
)  # fmt: skip

OPERATIONS = (CANCEL_JOB, GET_CHANGED_WORK_ITEMS)
