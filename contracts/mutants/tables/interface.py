"""Mutants of the WSDL, and of the messages as it describes them (SCH-T-05, SCH-R-01, SCH-J-01)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_typed = partial(Mutant, module="emulator.soap_server.types")
_described = partial(Mutant, module="emulator.soap_server.wsdl")

# fmt: off
MUTANTS = (
    _typed(
        id="code-before-type", clauses=("SCH-R-01", "SCH-T-09", "SCH-T-05"), defect="result has its code first, then its type",
        old='    ("type", ResultTypeName),\n    ("code", _one(UnsignedInteger32)),\n',
        new='    ("code", _one(UnsignedInteger32)),\n    ("type", ResultTypeName),\n'),
    _typed(
        id="return-for-result", clauses=("SCH-R-01", "SCH-T-05"), defect="the reply to a cancel names its result return",
        old='    "JobCancelResponse",\n    ("result"', new='    "JobCancelResponse",\n    ("return"'),
    _typed(
        id="items-before-the-stamp", clauses=("SCH-G-02", "SCH-T-05", "SCH-T-09"), defect="a poll's reply has its stamp behind more",
        old='    ("timeStampOut", _one(UnsignedInteger64)),\n    ("actNumOut", ActID),\n    ("more", _optional(Boolean)),\n',
        new='    ("actNumOut", ActID),\n    ("more", _optional(Boolean)),\n    ("timeStampOut", _one(UnsignedInteger64)),\n'),
    _typed(
        id="jeopardy-backwards", clauses=("SCH-J-01", "SCH-T-05", "SCH-T-09"), defect="jobJeopardy has its states in reverse order",
        old="for element in ELEMENTS))", new="for element in ELEMENTS[::-1]))"),
    _typed(
        id="wsdl-job-id-of-49", clauses=("SCH-T-05", "SCH-C-01"), defect="the WSDL says that a jobID has up to 49 characters",
        old='JobID = _text("JobID", 1, 50)', new='JobID = _text("JobID", 1, 49)'),
    _typed(
        id="database-user-of-31", clauses=("SCH-L-01", "SCH-T-05"), defect="strict takes a databaseUser of 31 characters",
        old='DatabaseUser = _text("DatabaseUser", 1, 30)', new='DatabaseUser = _text("DatabaseUser", 1, 31)'),
    _typed(
        id="wsdl-unit-of-10", clauses=("SCH-T-05", "SCH-G-01"), defect="the WSDL says that an FRUID has up to 10 characters",
        old='FRUID = _text("FRUID", 1, 8)', new='FRUID = _text("FRUID", 1, 10)'),
    _typed(
        id="wsdl-reason-required", clauses=("SCH-T-05", "SCH-C-01"), defect="the WSDL requires a cancelReason",
        old='("cancelReason", _optional(CancelReason))', new='("cancelReason", _one(CancelReason))'),
    _typed(
        id="wsdl-login-optional", clauses=("SCH-T-05", "SCH-L-01", "SCH-L-02"), defect="the WSDL says that a cancel needs no login",
        old='    "JobCancelRequest",\n    ("login", _one(spLogin)),', new='    "JobCancelRequest",\n    ("login", _optional(spLogin)),'),
    _typed(
        id="wsdl-signed-stamp", clauses=("SCH-T-05", "SCH-G-02"), defect="the WSDL says that timeStampOut is an unsignedInt",
        old='("timeStampOut", _one(UnsignedInteger64)),\n    ("act', new='("timeStampOut", _one(UnsignedInteger32)),\n    ("act'),
    _described(
        id="wsdl-qualified", clauses=("SCH-T-05", "SCH-T-03"), defect="the WSDL says that children are qualified",
        old='element_form_default="unqualified"', new='element_form_default="qualified"'),
    _described(
        id="wsdl-actions-of-another", clauses=("SCH-T-05",), defect="the WSDL's soapActions begin with urn:",
        old='ACTION = "capeconnect:servicepower:spPortType#"', new='ACTION = "urn:servicepower:spPortType#"'),
    _described(
        id="wsdl-at-its-own-address", clauses=("SCH-T-05",), defect="the WSDL always names 127.0.0.1 as its address",
        old="{quoteattr(address)}", new="{quoteattr('http://127.0.0.1:8010/soap')}"),
    _described(
        id="wsdl-port-of-another-name", clauses=("SCH-T-05",), defect="the WSDL's binding and port are called spBinding",
        old='BINDING = PORT = "sp"', new='BINDING = PORT = "spBinding"'),
    Mutant(
        id="wsdl-in-lower-case-only", clauses=("SCH-T-05",), module="emulator.soap_server.http",
        defect="?WSDL in capitals is not answered",
        old='.lower() == "wsdl" for', new=' == "wsdl" for'),
)
# fmt: on
