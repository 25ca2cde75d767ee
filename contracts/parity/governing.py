"""Which clauses govern what a SOAP answer says: a row for each element of the interface's replies."""

from collections.abc import Mapping

CANCEL, POLL = "JobCancelResponse", "GetChangedWorkItemsResponse"
ANY = "*"

_DERIVED = ("unscheduled", "missedApptEarly", "missedApptLate", "pastContract", "beforeContract", "missedAppt")
_BY_CLOCK = ("lateEarmark", "lateContact", "lateTravel", "lateLogon", "lateLogoff")

# By the reply's root and the element's path below it; "*" is any root.
GOVERNED: Mapping[tuple[str, str], tuple[str, ...]] = {
    #  root    path                         clauses
    (ANY,     "answer"):                   ("SCH-T-08", "SCH-T-07"),
    (ANY,     "status"):                   ("SCH-T-08", "SCH-T-07", "SCH-T-02"),
    (ANY,     "media type"):               ("SCH-T-01", "SCH-T-02"),
    (ANY,     "Allow"):                    ("SCH-T-08",),
    (ANY,     "root"):                     ("SCH-T-08", "SCH-T-03", "SCH-T-02"),
    (ANY,     "order"):                    ("SCH-T-09",),
    (ANY,     "faultcode"):                ("SCH-T-08",),
    (ANY,     "result"):                   ("SCH-R-01",),
    (ANY,     "result/type"):              ("SCH-R-02", "SCH-R-01"),
    (ANY,     "result/code"):              ("SCH-R-03",),
    (ANY,     "result/errNote"):           ("SCH-R-04",),
    (CANCEL,  "jobInfo"):                  ("SCH-C-03",),
    (CANCEL,  "jobInfo/jobID"):            ("SCH-C-03", "SCH-T-11"),
    (CANCEL,  "jobInfo/onHold"):           ("SCH-C-03",),
    (CANCEL,  "jobInfo/bookDuration"):     ("SCH-C-05",),
    (CANCEL,  "jobInfo/disStatus"):        ("SCH-C-04", "SCH-C-03"),
    (CANCEL,  "jobInfo/empID"):            ("SCH-C-04", "SCH-C-03"),
    (POLL,    "timeStampOut"):             ("SCH-G-10", "SCH-G-02"),
    (POLL,    "more"):                     ("SCH-G-14",),
    (POLL,    "actNumOut"):                ("SCH-G-02",),
    (POLL,    "workItem"):                 ("SCH-G-04", "SCH-G-17", "SCH-G-06", "SCH-G-07", "SCH-C-02"),
    (POLL,    "workItem since"):           ("SCH-G-05", "SCH-G-06", "SCH-G-07", "SCH-G-10", "SCH-G-14", "SCH-G-17"),
    (POLL,    "workItem in jeopardy"):     ("SCH-G-08", "SCH-G-09", "SCH-G-06", "SCH-G-14"),
    (POLL,    "order of workItem"):        ("SCH-G-14", "SCH-G-05"),
    (POLL,    "workItem/workItemID"):      ("SCH-G-03",),
    (POLL,    "workItem/workItemType"):    ("SCH-G-03",),
    (POLL,    "workItem/isFixed"):         ("SCH-G-03",),
    (POLL,    "workItem/jobJeopardy"):     ("SCH-G-03", "SCH-J-01"),
    (POLL,    "workItem/attr"):            ("SCH-G-03",),
    (POLL,    "workItem/attr/empID"):      ("SCH-G-03",),
    (POLL,    "workItem/attr/start"):      ("SCH-G-16",),
    (POLL,    "workItem/attr/arrival"):    ("SCH-G-16",),
    (POLL,    "workItem/attr/finish"):     ("SCH-G-16",),
    (POLL,    "workItem/attr/disStatus"):  ("SCH-G-03",),
    (POLL,    "workItem/attr/overdue"):    ("SCH-J-05",),
    **{(POLL, f"workItem/jobJeopardy/{name}"): ("SCH-J-02",) for name in _DERIVED},
    **{(POLL, f"workItem/jobJeopardy/{name}"): ("SCH-J-04",) for name in _BY_CLOCK},
    (POLL,    "workItem/jobJeopardy/promise"): ("SCH-J-03",),
}  # fmt: skip

# A code that one side alone gives is governed by the clause that says when it comes.
CODES: Mapping[tuple[str, str], tuple[str, ...]] = {
    (CANCEL, "1"): ("SCH-C-06", "SCH-C-07", "SCH-C-09", "SCH-C-02", "SCH-G-17"),
    (POLL, "80"): ("SCH-G-13",),
    (POLL, "278"): ("SCH-G-12",),
    (POLL, "281"): ("SCH-G-14",),
    (POLL, "504"): ("SCH-G-11",),
}
# What nothing above names is an element that the interface has, or has not.
_OTHERWISE = ("SCH-T-05",)
_JEOPARDY = "workItem/jobJeopardy/"


def clauses_of(root: str, path: str, *values: str | None) -> tuple[str, ...]:
    """Name the clauses that govern an element with these values on the two sides."""
    if path == "result/code":
        of_codes = [clause for value in values for clause in CODES.get((root, value or ""), ())]
        if of_codes:
            return tuple(dict.fromkeys(of_codes))
    if path == "faultcode" and "VersionMismatch" in values:
        return ("SCH-T-02", "SCH-T-08")
    if path == "result/type" and "Warning" in values and root == CANCEL:
        return ("SCH-C-08", "SCH-R-02")
    found = GOVERNED.get((root, path)) or GOVERNED.get((ANY, path))
    if found is None and root == POLL and path.startswith(_JEOPARDY):
        return ("SCH-J-06",)
    return found or _OTHERWISE
