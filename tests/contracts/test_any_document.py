"""A gateway and a document of somebody's own: the example gateway, sound and with its three defects."""

import re
import types
from pathlib import Path

import pytest

from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.events import Checked
from contracts.run.milestones import PhaseBroke
from contracts.run.preparation import prepare
from contracts.run.verdict import Outcome
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving
from tests.gateway import gateway

FOLDER = Path(gateway.__file__).parent
MENDED = (
    ('"cancelReasonDesc", given.get("reason")', '"cancelReasonDesc", text.get("reason")'),
    ('text["id"][:49]', 'text["id"]'),
    (
        'if said.findtext(".//result/code") == "1":\n'
        '            return json_answer({"error": "Scheduling refused", "code": "1"}, 404)',
        'if said.findtext(".//result/type") == "Error":\n'
        '            code = said.findtext(".//result/code")\n'
        '            return json_answer({"error": "Scheduling refused", "code": code}, 404 if code == "1" else 409)',
    ),
)


def with_changes(*changes):
    text = (FOLDER / "gateway.py").read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    module = types.ModuleType("mended_gateway")
    exec(compile(text, "mended_gateway.py", "exec"), module.__dict__)
    return module


def judged(module, **choices):
    with serving(create_emulator(Settings()).wsgi) as scheduling, serving(module.create_gateway(f"{scheduling}/soap")) as url:
        prepared = prepare(Choices(documents=[str(FOLDER / "gateway.yaml")], url=url, emulator=scheduling, **choices))
        events = list(run(prepared.started, prepared.phases, prepared.context))
        prepared.context.target.close()
    for event in events:
        prepared.verdict.add(event)
    assert [event.error for event in events if isinstance(event, PhaseBroke)] == []
    return prepared.verdict, events


def broken(verdict):
    return {id_ for id_, row in verdict.clauses.items() if row.standing.value == "broken"}


def test_a_sound_gateway_keeps_all_that_its_document_says():
    verdict, events = judged(with_changes(*MENDED), phases=["*[!s]"], time_budget=60)

    assert [str(failure) for event in events if isinstance(event, Checked) for failure in event.failures] == []
    assert verdict.outcome is Outcome.KEPT
    kept = {id_ for id_, row in verdict.clauses.items() if row.standing.value == "kept"}
    assert {"DOC-A-01", "DOC-A-02", "DOC-M-01", "DOC-P-01", "DOC-P-02", "DOC-R-01", "DOC-R-02"} <= kept
    assert not any(id_.startswith("SB-") for id_ in verdict.clauses)


@pytest.mark.parametrize(
    ("defect", "phase", "clause", "where"),
    [
        (0, "mapping", "DOC-M-01", "cancelReason/cancelReasonDesc"),
        (1, "limits", "DOC-M-01", "JobCancelRequest/jobID"),
        (2, "envelopes", "DOC-A-02", "status"),
    ],
    ids=["markup is not escaped", "an id is cut at 49", "codes but 1 are successes"],
)
def test_each_defect_of_the_example_is_found_and_its_clause_named(defect, phase, clause, where):
    verdict, _ = judged(with_changes(*(change for change in MENDED if change is not MENDED[defect])), phases=[phase])

    found = [group for group in verdict.groups if clause in group.clauses]
    assert any(group.example.where.endswith(where) for group in found)
    assert clause in broken(verdict)


def test_a_clause_that_only_a_document_knows_can_be_asked_for(tmp_path):
    path = tmp_path / "mine.yaml"
    text = (
        (FOLDER / "gateway.yaml")
        .read_text("utf-8")
        .replace("operationId: cancelJob", "operationId: cancelJob\n      x-clauses: [MY-1]")
    )
    path.write_text(text, "utf-8")
    with serving(create_emulator(Settings()).wsgi) as scheduling, serving(gateway.create_gateway(f"{scheduling}/soap")) as url:
        prepared = prepare(Choices(documents=[str(path)], url=url, emulator=scheduling, clauses=["MY-*"], phases=["mapping"]))
        for event in run(prepared.started, prepared.phases, prepared.context):
            prepared.verdict.add(event)
        prepared.context.target.close()

    assert set(prepared.verdict.clauses) == {"MY-1"}
    assert prepared.verdict.clauses["MY-1"].cases > 20


def test_the_example_is_as_short_as_is_said():
    lines = (FOLDER / "gateway.py").read_text("utf-8").splitlines()

    body = [line for line in lines if line.strip() and not re.match(r'\s*(#|"""|from |import )', line)]
    assert len(body) <= 41
