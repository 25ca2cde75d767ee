"""Mutants of the mapping table: names, order, lengths, kinds (SB-C-01, SB-C-02, SB-G-01, SB-G-07)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_mapped = partial(Mutant, module="emulator.mapping.servicebroker")

# fmt: off
MUTANTS = (
    _mapped(
        id="job-id-misspelt", clauses=("SB-C-01",), defect="jobID goes out as jobId",
        old='"jobID",                         Kind.TEXT', new='"jobId",                         Kind.TEXT'),
    _mapped(
        id="reason-text-under-its-older-name", clauses=("SB-C-02",), defect="cancelReasonDesc goes out as cancelDescription",
        old='"cancelReason/cancelReasonDesc", Kind.TEXT', new='"cancelReason/cancelDescription", Kind.TEXT'),
    _mapped(
        id="reason-before-the-job", clauses=("SB-C-01", "SCH-C-01"), defect="cancelReason stands before jobID",
        old='"jobID",                         Kind.TEXT,   50,   REQUIRED,\n'
            "              judge=Judge.SCHEDULING, null=Null.REFUSED),\n"
            '        Field("CancelReason",                   "cancelReason",                  Kind.OBJECT, None, OPTIONAL,\n'
            "              since=SINCE_11_3),",
        new='"jobID_",                        Kind.TEXT,   50,   OPTIONAL),\n'
            '        Field("CancelReason",                   "cancelReason",                  Kind.OBJECT, None, OPTIONAL,\n'
            "              since=SINCE_11_3),\n"
            '        Field("Id",                             "jobID",                         Kind.TEXT,   50,   REQUIRED,\n'
            "              judge=Judge.SCHEDULING, null=Null.REFUSED),"),
    _mapped(
        id="password-and-user-swapped", clauses=("SB-P-01",), defect="the login's password and spUser are swapped",
        old='Field("login.password",      "login/password",     Kind.TEXT,   50,   REQUIRED),\n'
            '    Field("login.sp_user",       "login/spUser",       Kind',
        new='Field("login.sp_user",       "login/password",     Kind.TEXT,   50,   REQUIRED),\n'
            '    Field("login.password",      "login/spUser",       Kind'),
    _mapped(
        id="older-spelling-unknown", clauses=("SB-C-02",), defect="CancelReasonId, as older pages spell it, is not read",
        old=', older="CancelReasonId"', new=""),
    _mapped(
        id="jeop-only-misspelt", clauses=("SB-G-01",), defect="JeopOnly goes out as jeopOnly",
        old='"options/JeopOnly"', new='"options/jeopOnly"'),
    _mapped(
        id="offset-misspelt", clauses=("SB-G-01", "SB-G-02"), defect="OffsetId goes out as timestampIn, so every poll is a first one",
        old='"timeStampIn"', new='"timestampIn"'),
    _mapped(
        id="job-id-of-49", clauses=("SB-C-05",), defect="a broker refuses an Id of 50 characters: the limit is 49",
        old="Kind.TEXT,   50,   REQUIRED,\n              judge=", new="Kind.TEXT,   49,   REQUIRED,\n              judge="),
    _mapped(
        id="job-id-of-51", clauses=("SB-C-05",), defect="a broker passes an Id of 51 characters on",
        old="Kind.TEXT,   50,   REQUIRED,\n              judge=", new="Kind.TEXT,   51,   REQUIRED,\n              judge="),
    _mapped(
        id="unit-of-9", clauses=("SB-G-04",), defect="a broker passes a FRU of 9 characters on",
        old="Kind.TEXT,   8,  ", new="Kind.TEXT,   9,  "),
    _mapped(
        id="description-of-501", clauses=("SB-C-06", "SB-C-02"), defect="a reason's text of 501 characters is sent",
        old="Kind.TEXT,   500,  OPTIONAL", new="Kind.TEXT,   501,  OPTIONAL"),
    _mapped(
        id="description-of-255", clauses=("SB-C-06", "SB-C-02"), defect="a reason's text ends at 255, as in an older column",
        old="Kind.TEXT,   500,  OPTIONAL", new="Kind.TEXT,   255,  OPTIONAL"),
    _mapped(
        id="empty-offset-sent", clauses=("SB-G-05",), defect="an empty OffsetId is sent as an empty timeStampIn",
        old=", empty_is_absent=True", new=""),
    _mapped(
        id="options-not-asked-for", clauses=("SB-G-04",), defect="a broker passes a poll without Options on",
        old='"options",          Kind.OBJECT, None, REQUIRED', new='"options",          Kind.OBJECT, None, OPTIONAL'),
    _mapped(
        id="null-job-id-passes", clauses=("SB-C-06", "SB-C-05"), defect="an Id of null counts as a missing one",
        old='"jobID",                         Kind.TEXT,   50,   REQUIRED,\n'
            "              judge=Judge.SCHEDULING, null=Null.REFUSED)",
        new='"jobID",                         Kind.TEXT,   50,   REQUIRED,\n'
            "              judge=Judge.SCHEDULING)"),
    _mapped(
        id="reason-for-version-11-4", clauses=("SB-C-03", "SB-C-01", "SB-C-02"), defect="the reason is held back from version 11.3 too",
        old="SINCE_11_3 = (11, 3)", new="SINCE_11_3 = (11, 4)"),
    _mapped(
        id="reason-for-any-version", clauses=("SB-C-03",), defect="a Scheduling older than 11.3 is sent the reason",
        old="SINCE_11_3 = (11, 3)", new="SINCE_11_3 = ()"),
    _mapped(
        id="statuses-swapped", clauses=("SB-G-07",), defect="Travelling and LoggedOn have each other's numbers",
        old='"Travelling": 4,\n    "LoggedOn": 5,', new='"Travelling": 5,\n    "LoggedOn": 4,'),
    _mapped(
        id="status-cleared-unknown", clauses=("SB-G-07", "SB-E-05", "SB-G-02"), defect="a reply with a Cleared job is taken for no reply",
        old='    "Cleared": 7,\n', new=""),
    _mapped(
        id="unresourced-is-fixed", clauses=("SB-G-07",), defect="an unresourced item's WorkStatus is 1",
        old="table=WORK_STATUS, default=0", new="table=WORK_STATUS, default=1"),
    _mapped(
        id="start-and-arrival-swapped", clauses=("SB-G-07", "SB-G-08"), defect="SchdStart and SchdArr are swapped",
        old='Field("Booking.SchdStart",  "attr/start",     Kind.TIME,    None, REQUIRED),\n    Field("Booking.SchdArr", ',
        new='Field("Booking.SchdArr",    "attr/start",     Kind.TIME,    None, REQUIRED),\n    Field("Booking.SchdStart", '),
    _mapped(
        id="activity-under-the-systems-name", clauses=("SB-G-07",), defect="an activity's Type is StandardActivity",
        old='"StandardActivity": "Activity"', new='"StandardActivity": "StandardActivity"'),
    _mapped(
        id="offset-of-no-risk", clauses=("SB-G-07",), defect="AtRisk.Offset is shown for what is in no jeopardy",
        old=', beside="AtRisk"', new=""),
    _mapped(
        id="risks-in-another-order", clauses=("SB-G-07",), defect="AtRisk.Type names missedAppt second, not last",
        old='"unscheduled", "missedApptEarly", "missedApptLate", "pastContract", "beforeContract", "promise", "missedAppt",',
        new='"unscheduled", "missedAppt", "missedApptEarly", "missedApptLate", "pastContract", "beforeContract", "promise",'),
    _mapped(
        id="warning-lost", clauses=("SB-E-04",), defect="a Warning's type comes back as OK",
        old='"Warning": "Warning"', new='"Warning": "OK"'),
    _mapped(
        id="note-passed-on", clauses=("SB-E-01", "SB-E-02"), defect="errNote stands in the answer's result",
        old='Field("result.code", "result/code", Kind.DIGITS, None, REQUIRED),',
        new='Field("result.code", "result/code", Kind.DIGITS, None, REQUIRED),\n'
            '    Field("result.errNote", "result/errNote", Kind.TEXT, None, OPTIONAL),'),
    _mapped(
        id="offset-as-a-number", clauses=("SB-G-02",), defect="OffsetId comes back as a number",
        old='"timeStampOut",     Kind.DIGITS', new='"timeStampOut",     Kind.NUMBER'),
    _mapped(
        id="codes-as-numbers", clauses=("SB-E-01", "SB-E-02", "SB-E-04"), defect="the codes inside the Payload are numbers",
        old='"result/code", Kind.DIGITS', new='"result/code", Kind.NUMBER'),
)
# fmt: on
