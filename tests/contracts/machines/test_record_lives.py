"""The lives of records: five honest doors live well, and every planted defect is told with clauses of who has it."""

import pytest

from contracts.document.reading import load
from contracts.document.source import DocumentError
from contracts.machines.doors import Doors
from contracts.machines.names import RECORDS
from contracts.machines.record_life import FIRST, RecordLife
from contracts.machines.record_machine import live
from contracts.machines.story import Broken, Step, Storyteller
from contracts.run import lives, record_lives
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.target import InProcess
from contracts.targets.signed_in import signed_in
from tests.contracts.machines import untrue_records as untrue

DOCUMENTS = tuple(load(name) for name in ("servicebroker", "azure-job-router", "joc", "crm-com"))
KEEPING = ["azure-job-router", "joc", "crm-com"]
AZURE, JOC, CRM = "AZ-", "JOC-", "CRM-"
WHOSE = {
    "ShowsAzureJobsAsTheyWere": AZURE,
    "ShowsOrdersAsTheyWere": JOC,
    "ShowsCrmJobsAsTheyWere": CRM,
    "ShowsCrmJobsAsCancelled": CRM,
    "CancelsAzureJobsAgain": AZURE,
    "CallsForWhatIsCancelled": CRM,
    "CallsForWhatOthersMade": AZURE,
    "CancelsNothing": JOC,
    "KnowsWhatOthersMade": CRM,
    "LosesJobsOfOrders": JOC,
    "CancelsThatStay": AZURE,
}


def doors(target, documents=DOCUMENTS):
    return Doors(signed_in(target, documents), documents)


def lived(target, *, lives=6, from_seed=1):
    teller, ways = Storyteller(), doors(target)
    live(ways, teller, lives=lives, steps=30, from_seed=from_seed)
    return teller, teller.failures(lambda: RecordLife(ways))


def played(target, *steps):
    life = RecordLife(doors(target))
    for action, arguments in steps:
        life.play(Step(action, arguments))
    return life


def test_five_honest_doors_live_well():
    teller, failures = lived(InProcess(), lives=10)

    assert failures == ()
    assert teller.lives == 10
    assert teller.steps > 300


@pytest.mark.parametrize("defect", WHOSE)
def test_the_lives_find_each_defect(defect):
    _, failures = lived(getattr(untrue, defect)())

    (failure,) = failures
    assert any(clause.startswith(WHOSE[defect]) for clause in failure.clauses)


def test_every_defect_is_tried():
    planted = {name for name, kind in vars(untrue).items() if isinstance(kind, type) and issubclass(kind, untrue.Untrue)}

    assert planted - {"Untrue"} == set(WHOSE)


@pytest.mark.parametrize("through", ["SOAP", "servicebroker", "joc"])
def test_a_job_made_by_one_facade_is_gone_there_whoever_cancels_it(through):
    life = played(
        InProcess(),
        ("make", {"through": "azure-job-router", "gives": "r1"}),
        ("look", {"record": "r1"}),
        ("cancel", {"record": "r1", "through": through}),
        ("look", {"record": "r1"}),
        ("cancel", {"record": "r1", "through": "azure-job-router"}),
        ("poll", {"record": "r1", "since": FIRST, "through": "servicebroker", "gives": "s1"}),
    )

    assert life.model.items == {}
    assert life.units == {"r1": "NORTH"}


def test_a_door_that_knows_its_own_records_alone_changes_nothing_of_others():
    life = played(
        InProcess(),
        ("make", {"through": "joc", "gives": "r1"}),
        ("cancel", {"record": "r1", "through": "azure-job-router"}),
        ("cancel", {"record": "r1", "through": "crm-com"}),
        ("look", {"record": "r1"}),
    )

    assert list(life.model.items) == [life.records["r1"].job]


def test_a_broken_promise_tells_what_was_expected_of_whom():
    with pytest.raises(Broken) as broken:
        played(
            untrue.CallsForWhatOthersMade(),
            ("make", {"through": "joc", "gives": "r1"}),
            ("cancel", {"record": "r1", "through": "azure-job-router"}),
        )

    assert (broken.value.expected, broken.value.found) == ("unknown, no SOAP calls", "unknown, 1 SOAP call")
    assert "AZ-C-05" in broken.value.clauses


def test_the_phase_has_them_where_a_facade_keeps_records():
    with_records, without = doors(InProcess()), doors(InProcess(), DOCUMENTS[:1])

    (part,) = record_lives.parts(with_records)
    assert {"AZ-L-05", "JOC-M-03", "CRM-M-02", "SCH-C-02"} <= set(part.clauses)
    assert list(record_lives.parts(without)) == []


def test_the_phase_tells_of_them():
    target = signed_in(InProcess(), DOCUMENTS)
    context = RunContext(target=target, documents=DOCUMENTS, seed=1, budget=Budget(None), only_clauses=frozenset({"CRM-M-02"}))

    told = [event for event in lives.PHASES[0](context) if isinstance(event, Checked)]

    assert [(event.name, event.failures) for event in told] == [(RECORDS, ())]
    assert told[0].cases == 24


def test_what_an_operation_shows_of_the_ended_is_read_with_its_place_or_none():
    azure = load("azure-job-router")
    source = dict(azure.source)
    path = source["paths"]["/routing/jobs/{jobId}"]
    wrong = {**path, "get": {**path["get"], "x-ended": {"at": "status"}}}

    assert azure.operation("JobRouterOperations_GetJob").ended.value == "cancelled"
    assert load("joc").operation("getOrder").ended.at is None
    with pytest.raises(DocumentError, match=r"x-ended: expected a map with at and is, or neither, and clauses"):
        azure.with_source({**source, "paths": {**source["paths"], "/routing/jobs/{jobId}": wrong}})
