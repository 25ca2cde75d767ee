"""A small run, made by hand, that every report tells."""

import json
from dataclasses import replace

from contracts.clauses import Basis, Clause
from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.failures import Failure
from contracts.reports import Report
from contracts.run.events import Checked, Mapped, NotExercised, Progress, Reached
from contracts.run.milestones import (
    Ending,
    PhaseBroke,
    PhaseFinished,
    PhaseSkipped,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Told,
)
from contracts.run.verdict import Verdict

KNOWN = {
    clause.id: clause
    for clause in (
        Clause(id="SCH-T-07", system="scheduling", basis=Basis.INTERFACE, says="A business error is a reply."),
        Clause(id="SB-C-01", system="servicebroker", basis=Basis.DOCUMENTED, says="Id becomes jobID."),
        Clause(id="SB-C-04", system="servicebroker", basis=Basis.DOCUMENTED, says="An unknown job is code 1."),
        Clause(
            id="SB-E-03", system="servicebroker", basis=Basis.ASSUMED, setting="error_status", says="An error comes with 200."
        ),
        Clause(id="SB-N-01", system="servicebroker", basis=Basis.DOCUMENTED, says="Changes are told."),
    )
}
STARTED = RunStarted(
    version="0.1.0",
    python="3.12.1",
    target="the emulator in this process",
    base_url="http://127.0.0.1:8010",
    documents=("servicebroker",),
    phases=("mapping", "codes"),
    clauses=(),
    seed=7,
    profile="quick",
    again="contracts run --seed 7",
)
# What a report must carry unharmed: NUL, an escape, a lone surrogate, markup, an astral character, what XML has no place for.
NASTY = "\x00\x1b[31m\ud800<&]]>\U0001f600\ufffe"


def exchange(body: bytes = b'{"Id":"J-1"}', answer: bytes = b'{"Success":true}') -> Exchange:
    return Exchange(
        operation="CancelJob",
        request=Request(
            method="PUT", path="/up/v5/rest/scheduling/CancelJob", headers={"Content-Type": "application/json"}, body=body
        ),
        response=Response(status=200, headers={"content-type": "application/json"}, body=answer),
        soap=(
            SoapCall(
                operation="CancelJob", request="<e:Envelope><e:Body><a/></e:Body></e:Envelope>", response="<ok/>", status=200
            ),
        ),
    )


def failure(number: int = 1, **changes) -> Failure:
    told = {
        "message": f"Job J-{number} is cancelled again",
        "where": "step 2: body.Success",
        "expected": False,
        "found": True,
        "exchange": exchange(),
    }
    return Failure(**(told | changes))


KEPT_RUN: tuple[Told, ...] = (
    STARTED,
    PhaseStarted(name="mapping", number=1, of=1),
    Progress(doing="CancelJob.Id", cases=5),
    Checked(name="values_arrive", clauses=("SB-C-01", "SCH-T-07"), cases=1200),
    NotExercised(name="codes", clauses=("SB-N-01",), reason="the document has no such operation"),
    PhaseFinished(name="mapping", seconds=1.25),
    RunFinished(seconds=1.5),
)
BROKEN_RUN: tuple[Told, ...] = (
    STARTED,
    PhaseStarted(name="mapping", number=1, of=2),
    Checked(name="values_arrive", clauses=("SB-C-01", "SCH-T-07"), cases=1200),
    Checked(name="a_job_is_cancelled_once", clauses=("SB-C-04", "SB-C-01"), cases=3, failures=tuple(map(failure, (1, 2, 3)))),
    PhaseFinished(name="mapping", seconds=1.25),
    PhaseStarted(name="codes", number=2, of=2),
    PhaseBroke(name="codes", seconds=0.5, error="KeyError: 'code'", details="Traceback\n  KeyError: 'code'"),
    RunFinished(seconds=2.0),
)


# What the phases of a real run tell beside that: the mapping, way by way, and the codes.
RICH_STARTED = replace(
    STARTED,
    in_force={"error_status": "200", "profile": "lenient"},
    codes={"CancelJob": ("0", "1")},
    libraries={"hypothesis": "6.1"},
)
RICH_RUN: tuple[Told, ...] = (
    RICH_STARTED,
    *KEPT_RUN[1:4],
    Mapped(operation="CancelJob", property="Id", element="jobID", way="usual", example='"J-1"', cases=3),
    Mapped(operation="CancelJob", property="Id", element="jobID", way="markup", example='"<b>"', cases=2, broken=1),
    Mapped(operation="CancelJob", property="Id", element="jobID", way="older spelling", cases=0, why_not="there is none"),
    Mapped(operation="CancelJob", property="Reason.text", element="", way="absent", cases=1),
    Reached(code="0", type="OK", door="REST", operation="CancelJob", how="a job that is there"),
    Reached(code="0", type="OK", door="SOAP", operation="CancelJob", how="a job that is there"),
    Reached(code="646", type="Warning", door="SOAP", operation="CancelJob", how="ordered"),
    *KEPT_RUN[4:],
)


def planted_run(text: str) -> tuple[Told, ...]:
    """A run with a text in every field that somebody else has the words for."""
    told = failure(
        message=f"message {text}\nmore {text}",
        where=f"where {text}",
        expected=text,
        found={"found": [text]},
        clauses=("SB-C-01",),
        exchange=Exchange(
            operation=text,
            request=Request(method="PUT", path=f"/{text}", headers={"X-Header": text}, body=json.dumps({"Id": text}).encode()),
            response=Response(status=200, headers={"x-header": text}, body=json.dumps({"a": text}).encode()),
            soap=(SoapCall(operation=text, request=f"<a>{text}</a>", response=text, status=200),),
        ),
    )
    return (
        replace(
            RICH_STARTED,
            target=text,
            documents=(text,),
            phases=(text,),
            settings={text: text},
            in_force={"error_status": text, text: text},
            codes={text: (text,)},
            again=text,
        ),
        PhaseStarted(name=text, number=1, of=1),
        Checked(name=f"a check {text}", clauses=("SB-C-01", f"OWN-{text}"), failures=(told,)),
        NotExercised(name=text, clauses=("SB-N-01",), reason=f"reason {text}"),
        Mapped(operation=text, property=text, element=text, way="markup", example=text, cases=1, broken=1),
        Mapped(operation=text, property=text, element=text, way="null", cases=0, why_not=text),
        Reached(code="7", type=text, door="REST", operation=text, how=text),
        PhaseBroke(name=text, seconds=0.5, error=f"error {text}", details=f"details {text}"),
        PhaseSkipped(name=f"skipped {text}", reason=text),
        RunFinished(seconds=1.0, ending=Ending.TIME_BUDGET),
    )


def nasty_run(text: str = NASTY) -> tuple[Told, ...]:
    told = Failure(
        f"message {text}",
        where=f"where {text}",
        expected=text,
        found={"raw": b"\xff\x00", "not a number": float("nan"), text: {1, 2}, "deep": deep()},
        clauses=("SB-C-01",),
        exchange=exchange(body=b"\xff\x00\x1b", answer=text.encode("utf-8", "surrogatepass")),
    )
    return (
        STARTED,
        PhaseStarted(name="mapping", number=1, of=1),
        Checked(name=f"a check {text}", clauses=("SB-C-01",), failures=(told,)),
        NotExercised(name="x", clauses=("SB-N-01",), reason=f"reason {text}"),
        PhaseBroke(name=f"phase {text}", seconds=0.0, error=f"error {text}", details=f"details {text}"),
        RunFinished(seconds=1.0),
    )


def deep(levels: int = 100_000) -> list:
    value: list = []
    for _ in range(levels):
        value = [value]
    return value


def tell_all(events: tuple[Told, ...], *reports: Report) -> Verdict:
    verdict = Verdict(KNOWN)
    for event in events:
        verdict.add(event)
        for report in reports:
            report.tell(event, verdict)
    for report in reports:
        report.close(verdict)
    return verdict
