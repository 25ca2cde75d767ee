"""The interface's messages and types, as spyne classes: names, order, lengths, facets, occurrence (SCH-T-05)."""

from typing import Any

from spyne.model import (
    Boolean,
    ComplexModel,
    ComplexModelMeta,
    Enum,
    Integer32,
    Unicode,
    UnsignedInteger32,
    UnsignedInteger64,
)

from emulator.return_codes import ResultType
from emulator.scheduling.jeopardy import ELEMENTS
from emulator.scheduling.operations.get_changed_work_items import MOST_WORK_ITEMS
from emulator.scheduling.work_item import DispatchStatus, WorkItemType

MESSAGES = "http://www.servicepower.com/sp.xsd1"
INTERFACE = "http://www.servicepower.com/sp.wsdl"


def _named(kind: Any, name: str) -> Any:
    kind.__type_name__, kind.__namespace__ = name, MESSAGES
    return kind


def _text(name: str, least: int, most: int, *, occurs: int = 1) -> Any:
    return _named(Unicode(min_len=least, max_len=most, min_occurs=occurs, nillable=False), name)


def _enum(name: str, *values: str) -> Any:
    return _named(Enum(*values, type_name=name).customize(min_occurs=1, nillable=False), name)


def _structure(name: str, *members: tuple[str, Any]) -> Any:
    return ComplexModelMeta(name, (ComplexModel,), {"__namespace__": MESSAGES, "_type_info": list(members)})


def _one(kind: Any) -> Any:
    return kind.customize(min_occurs=1, nillable=False)


def _optional(kind: Any) -> Any:
    return kind.customize(min_occurs=0, nillable=False)


DatabaseUser = _text("DatabaseUser", 1, 30)
Password = _text("Password", 1, 50)
SpUser = _text("SpUser", 1, 256)
JobID = _text("JobID", 1, 50)
FRUID = _text("FRUID", 1, 8)
EmpID = _text("EmpID", 1, 25)
OptEmpID = _text("OptEmpID", 0, 25, occurs=0)
WorkItemID = _text("WorkItemID", 1, 50)
SpDateTime = _text("spDateTime", 16, 16)
CancelDescriptionStr = _text("CancelDescriptionStr", 0, 500, occurs=0)
ActID = _named(UnsignedInteger32(le=999999999, min_occurs=0, nillable=False), "ActID")
DisStatus = _enum("DisStatus", *(status.text for status in DispatchStatus))
WorkItemTypeName = _enum("WorkItemType", *(kind.value for kind in WorkItemType))
ResultTypeName = _enum("ReturnType", *(kind.value for kind in ResultType))

_LOGIN = (("databaseUser", DatabaseUser), ("password", Password), ("spUser", SpUser))

spLogin = _structure("spLogin", *_LOGIN)
CancelReason = _structure(
    "CancelReason",
    ("cancelReasonId", _one(UnsignedInteger32)),
    ("cancelReasonDesc", CancelDescriptionStr),
)
ReturnCode = _structure(
    "ReturnCode",
    ("type", ResultTypeName),
    ("code", _one(UnsignedInteger32)),
    ("errNote", _optional(Unicode)),
)
JobCancelInfo = _structure(
    "JobCancelInfo",
    ("jobID", JobID),
    ("onHold", _one(Boolean)),
    ("bookDuration", _one(UnsignedInteger32)),
    ("disStatus", DisStatus),
    ("empID", OptEmpID),
)
GetChangedJobsOptions = _structure("GetChangedJobsOptions", ("JeopOnly", _optional(Boolean)))
JeopConditions = _structure("JeopConditions", *((element, _optional(Boolean)) for element in ELEMENTS))
GCJAttr = _structure(
    "GCJAttr",
    ("empID", EmpID),
    ("start", SpDateTime),
    ("arrival", SpDateTime),
    ("finish", SpDateTime),
    ("disStatus", DisStatus),
    ("overdue", _one(Integer32)),
)
GCJWorkItemAttr = _structure(
    "GCJWorkItemAttr",
    ("workItemID", WorkItemID),
    ("workItemType", WorkItemTypeName),
    ("isFixed", _one(Boolean)),
    ("jobJeopardy", _optional(JeopConditions)),
    ("attr", _optional(GCJAttr)),
)

LoginRequest = _structure("LoginRequest", *_LOGIN)
LoginResponse = _structure("LoginResponse", ("result", _one(ReturnCode)))
QuitRequest = _structure("QuitRequest")
StandardResponse = _structure("StandardResponse", ("result", _one(ReturnCode)))
JobCancelRequest = _structure(
    "JobCancelRequest",
    ("login", _one(spLogin)),
    ("jobID", JobID),
    ("cancelReason", _optional(CancelReason)),
)
JobCancelResponse = _structure(
    "JobCancelResponse",
    ("result", _one(ReturnCode)),
    ("jobInfo", _optional(JobCancelInfo)),
)
GetChangedWorkItemsRequest = _structure(
    "GetChangedWorkItemsRequest",
    ("login", _one(spLogin)),
    ("FRUID", FRUID),
    ("timeStampIn", _optional(UnsignedInteger64)),
    ("options", _optional(GetChangedJobsOptions)),
)
GetChangedWorkItemsResponse = _structure(
    "GetChangedWorkItemsResponse",
    ("result", _one(ReturnCode)),
    ("timeStampOut", _one(UnsignedInteger64)),
    ("actNumOut", ActID),
    ("more", _optional(Boolean)),
    ("workItem", GCJWorkItemAttr.customize(min_occurs=0, max_occurs=MOST_WORK_ITEMS, nillable=False)),
)
