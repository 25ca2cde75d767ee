"""Mutants of the envelopes and of how work items are shown (SB-E-01 to SB-E-04, SB-G-02, SB-G-07, SB-G-08)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_answered = partial(Mutant, module="emulator.facades.servicebroker.answers")
_decided = partial(Mutant, module="emulator.facades.servicebroker.facade")
_timed = partial(Mutant, module="emulator.facades.servicebroker.times")

# fmt: off
MUTANTS = (
    _answered(
        id="success-code-as-a-number", clauses=("SB-E-01",), defect="a success has Code 0, a number",
        old='"Code": "0", "Message": ""', new='"Code": 0, "Message": ""'),
    _answered(
        id="success-without-message", clauses=("SB-E-01",), defect="a success has no Message",
        old='"Code": "0", "Message": "", ', new='"Code": "0", '),
    _answered(
        id="error-code-as-a-text", clauses=("SB-E-02",), defect="a Scheduling error has Code '9', a text",
        old='"Code": 9', new='"Code": "9"'),
    _answered(
        id="error-with-message", clauses=("SB-E-02",), defect="a Scheduling error has a Message",
        old='"Code": 9, "Payload"', new='"Code": 9, "Message": "", "Payload"'),
    _answered(
        id="result-for-return-code", clauses=("SB-E-02",), defect="a Scheduling error's Payload has result in the place of returnCode",
        old='{"returnCode": {', new='{"result": {'),
    _answered(
        id="inner-code-as-a-number", clauses=("SB-E-02",), defect="the code inside returnCode is a number",
        old='"code": reply.code}', new='"code": int(reply.code)}'),
    _answered(
        id="first-of-many-only", clauses=("SB-G-02",), defect="of many work items the first alone is shown",
        old="for item in value or ()]", new="for item in (value or ())[:1]]"),
    _answered(
        id="first-of-many-dropped", clauses=("SB-G-02",), defect="the first work item of a reply is lost",
        old="for item in value or ()]", new="for item in (value or ())[1:]]"),
    _answered(
        id="work-items-sorted", clauses=("SB-G-02",), defect="work items come in the order of their ids, not the reply's",
        old="for item in value or ()]", new='for item in sorted(value or (), key=lambda one: one["workItemID"])]'),
    _answered(
        id="no-empty-work-items", clauses=("SB-G-02",), defect="without any work item the Payload has no WorkItems",
        old="        if row.item is not None:\n", new="        if row.item is not None and value:\n"),
    _answered(
        id="one-work-item-without-its-array", clauses=("SB-G-02",), defect="one work item alone is an object, no array",
        old="for item in value or ()]\n            continue",
        new="for item in value or ()]\n            if len(shown[row.name]) == 1:\n"
            "                (shown[row.name],) = shown[row.name]\n            continue"),
    _answered(
        id="no-service-org", clauses=("SB-G-07",), defect="a Booking has no ServiceOrg",
        old='    if "Booking" in item:\n', new='    if "Bookings" in item:\n'),
    _answered(
        id="risks-with-spaces", clauses=("SB-G-07",), defect="AtRisk.Type is joined by a comma and a space",
        old='return ",".join(', new='return ", ".join('),
    _decided(
        id="job-info-always", clauses=("SB-C-04",), defect="the answer to a cancel has jobInfo though nobody asked for it",
        old="frozenset() if settings.payload_job_info else", new="frozenset() if settings.workitem_times else"),
    _decided(
        id="warning-as-an-error", clauses=("SB-E-04",), defect="a Warning is answered as a refusal",
        old='if reply.type == "Error":', new='if reply.type != "OK":'),
    _decided(
        id="errors-always-with-200", clauses=("SB-E-03",), defect="a Scheduling error comes with 200 where 400 was asked for",
        old="status=self._settings.error_status", new="status=200"),
    _decided(
        id="errors-always-with-400", clauses=("SB-E-03",), defect="a Scheduling error comes with 400",
        old="status=self._settings.error_status", new="status=400"),
    _timed(
        id="zone-ignored", clauses=("SB-G-08",), defect="times are taken for UTC, whatever Scheduling's zone is",
        old="local.replace(tzinfo=zone, fold=0)", new="local.replace(tzinfo=UTC, fold=0)"),
    _timed(
        id="the-later-of-two-hours", clauses=("SB-G-08",), defect="an hour that is there twice is taken for the second",
        old="fold=0", new="fold=1"),
    _timed(
        id="no-milliseconds", clauses=("SB-G-08",), defect="UTC times have no milliseconds",
        old='isoformat(timespec="milliseconds")', new='isoformat(timespec="seconds")'),
    _timed(
        id="local-times-with-seconds", clauses=("SB-G-08",), defect="local times have seconds, which the reply's have not",
        old='local.isoformat(timespec="minutes")', new='local.isoformat(timespec="seconds")'),
)
# fmt: on
