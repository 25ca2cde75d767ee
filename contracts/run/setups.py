"""The facade set up in other ways: what each changes, and what it must leave alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.document import Document, Operation
from contracts.document.other_settings import allowed_settings, other_settings
from contracts.run.asking import ask, reset, spoken
from contracts.run.events import Event, NotExercised, Progress, RunContext
from contracts.run.function_phase import stopped
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.bodies import valid_bodies
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import full, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A way to set up the facade: what the emulator is given, and what the document has to know of it.

    ``before`` are calls of the control API, made before the requests, for work items that show the difference.
    """

    name: str
    settings: Mapping[str, Any]
    told: Mapping[str, Any]
    clauses: tuple[str, ...]
    before: tuple[tuple[str, str, Any], ...] = ()
    bodies: tuple[Mapping[str, Any], ...] = field(default=())


def _tenants(*rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    usual = {"name": "one", "token": "emulator-token", "auth_type": "SAT", "database_user": "SCHEMA", "password": "secret"}
    return [{**usual, "sp_user": "broker", "scheduling_version": "14.2", **row} for row in rows]


_TWO = _tenants(
    {"name": "first", "token": "token-of-the-first", "database_user": "FIRST", "password": "p1", "sp_user": "u1"},
    {"name": "second", "token": "token-of-the-second", "database_user": "SECOND", "password": "p2", "sp_user": "ü&2"},
    {"name": "third", "token": "token-of-the-third", "auth_type": "JWT", "client_id": "third", "client_secret": "s3"},
)
# An item whose local times lie in the hour that is there twice, and one in summer.
_FOLD = (
    ("PUT", "/clock", {"now": "2026-10-24T12:00:00Z"}),
    ("POST", "/units", {"id": "FOLD"}),
    *(
        ("POST", "/work-items", {"id": f"F-{n}", "unit": "FOLD", "employee": "TECH01", **times})
        for n, times in enumerate(
            (
                {"start": "2026-10-24T23:50:00Z", "arrival": "2026-10-25T00:10:00Z", "finish": "2026-10-25T00:50:00Z"},
                {"start": "2026-10-24T08:00:00Z", "arrival": "2026-10-24T08:10:00Z", "finish": "2026-10-24T09:00:00Z"},
                {"start": "2026-10-26T08:00:00Z", "arrival": "2026-10-26T08:10:00Z", "finish": "2026-10-26T09:00:00Z"},
            )
        )
    ),
)
# A job that somebody is on the way to.
_STARTED = (
    ("POST", "/units", {"id": "STARTED"}),
    (
        "POST",
        "/work-items",
        {
            "id": "S-1",
            "unit": "STARTED",
            "employee": "TECH01",
            "status": "Travelling",
            **{name: f"2026-01-05T{at}:00Z" for name, at in (("start", "07:30"), ("arrival", "08:30"), ("finish", "09:00"))},
        },
    ),
)

SETUPS = (
    Setup(name="a refusal comes with 400", settings={"error_status": 400}, told={"error_status": 400}, clauses=("SB-E-03",)),
    Setup(
        name="the answer to a cancel has jobInfo",
        settings={"payload_job_info": True},
        told={"payload_job_info": True},
        clauses=("SB-C-04",),
    ),
    Setup(name="times are local", settings={"workitem_times": "local"}, told={"workitem_times": "local"}, clauses=("SB-G-08",)),
    Setup(
        name="times are read in a zone",
        settings={"tz_GCJAPI": "America/New_York", "scheduling_zone": "America/New_York"},
        told={"scheduling_zone": "America/New_York"},
        clauses=("SB-G-08",),
    ),
    Setup(
        name="times are read in a zone with summer time",
        settings={"tz_GCJAPI": "7", "scheduling_zone": "Europe/London"},
        told={"scheduling_zone": "Europe/London"},
        clauses=("SB-G-08",),
        before=_FOLD,
        bodies=({"FRU": "FOLD", "Options": {}},),
    ),
    Setup(
        name="an errNote is not passed on",
        # Only an error and a warning have one.
        settings={"err_notes": True, "cancel_started": "warning"},
        told={},
        clauses=("SB-E-01", "SB-E-02", "SB-E-04"),
        before=_STARTED,
        bodies=({"Id": "S-1"},),
    ),
    *(
        Setup(
            name=f"Scheduling {version}",
            settings={"tenants": _tenants({"scheduling_version": version})},
            told={"scheduling_version": version},
            clauses=("SB-C-03",) if version in ("9.4", "11.2") else ("SB-C-01", "SB-C-02"),
        )
        for version in ("9.4", "11.2", "11.3", "11.10")
    ),
    *(
        Setup(
            name=f"the {row['name']} tenant's token and login",
            settings={"auth": True, "tenants": _TWO},
            told={
                "auth": True,
                "token": row["token"],
                "login": f"{row['database_user']}:{row['password']}:{row['sp_user']}",
            },
            clauses=("SB-H-02", "SB-P-01"),
        )
        for row in _TWO[:2]
    ),
    Setup(
        name="a token where none is asked for selects its tenant too",
        settings={"auth": False, "tenants": _TWO},
        told={"token": _TWO[1]["token"], "login": "SECOND:p2:ü&2"},
        clauses=("SB-H-02", "SB-P-01"),
    ),
    Setup(name="Scheduling enforces its schema", settings={"profile": "strict"}, told={}, clauses=("SB-E-05", "SB-P-01")),
)


# limits tries the first of these settings, tokens the second.
_ELSEWHERE = {"validation", "auth_type"}


# How many random bodies an operation gets in each way; what goes into SOAP changes with most of them.
_THOROUGH, _WITH_SOAP, _OWN = 200, 12, 4


def of_documents(documents: Sequence[Document]) -> list[Setup]:
    """Give every other value of the settings in the documents, and one for each condition: those that no way above tries."""
    tried = _ELSEWHERE.union(*(setup.told for setup in SETUPS))
    rows = [row for each in documents for row in (*allowed_settings(each.source), *other_settings(each.source, each.source))]
    others = {spoken(row): row for row in rows if not row.keys() & tried}
    return [Setup(name=name, settings=row, told=row, clauses=()) for name, row in others.items()]


def setups(context: RunContext) -> Iterator[Event]:
    """Send usual and random requests to the facade, set up in each way."""
    tally = Tally("setups")
    for setup in (*SETUPS, *of_documents(context.documents)):
        if context.budget.over:
            yield from tally.events()
            yield stopped("setups")
            return
        for each in variant(context, setup.settings, told=setup.told, clauses=setup.clauses):
            if isinstance(each, NotExercised):
                yield each
                continue
            for document in each.documents:
                for operation in document.operations:
                    # The ways above concern what becomes SOAP, what the documents list may concern anything.
                    if operation.soap_operation is not None or setup not in SETUPS:
                        _look(context, setup, each, document, operation, tally)
            yield Progress(doing=setup.name, cases=tally.cases)
    yield from tally.events()


def _look(context: RunContext, setup: Setup, each: Variant, document: Document, operation: Operation, tally: Tally) -> None:
    if operation.request is None:
        return
    reset(each.target)
    for method, path, body in setup.before:
        each.target.control(method, path, body)
    fitting = [body for body in setup.bodies if {prop.name for prop in operation.request.properties} >= set(body)]
    usual = [whole(operation, example.value) for example in operation.examples]
    count = _THOROUGH if context.thorough else _OWN if operation.soap_operation is None else _WITH_SOAP
    random = drawn(valid_bodies(operation.request), seed_value=context.seed, count=count)
    for body in (full(operation.request), *fitting, *usual, *random):
        tally.add(f"{operation.name}: {setup.name}", ask(each.target, document, operation, body))
