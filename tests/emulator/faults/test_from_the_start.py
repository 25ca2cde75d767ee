"""A plan that is in force from the start: of a file, or of a scenario; and in force again after a reset."""

import json

import pytest
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.faults.document import read_plan
from emulator.faults.plan_file import read_plan_file
from emulator.scheduling.scenario_file import ScenarioError
from emulator.settings import Settings, SettingsError

PLAN = """
seed: 7
rules:
  - {operation: CancelJob, count: 2, code: 646}
  - {probability: 0.5, delay_ms: {from: 1, to: 2}}
"""


@pytest.fixture
def write(tmp_path):
    def write_text(text: str, name: str = "plan.yaml") -> str:
        file = tmp_path / name
        file.write_text(text)
        return str(file)

    return write_text


def codes(emulator) -> list[int | None]:
    return [state.rule.fault.code for state in emulator.faults.state()]


def test_a_file_is_read_as_yaml_and_as_json(write):
    plan = read_plan_file(write(PLAN))
    same = {"seed": 7, "rules": [{"operation": "CancelJob", "count": 2, "code": 646},
                                 {"probability": 0.5, "delay_ms": {"from": 1, "to": 2}}]}  # fmt: skip

    assert (plan.seed, len(plan.rules)) == (7, 2)
    assert read_plan_file(write(json.dumps(same), "plan.json")) == plan


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("- {code: 1}\n- {code: x}\n", r"plan.yaml:2: \[1\].code: expected a whole number from 0 to 4294967295; found \"x\""),
        (
            "seed: 1\nrules:\n  - code: 1\n    tpye: OK\n",
            r"plan.yaml:4: rules\[0\].tpye: expected one of the keys at, .*; found the key \"tpye\"",
        ),
        ("- [", r"plan.yaml:\d: expected YAML; "),
        ("reset", r"plan.yaml:1: the document: expected a list; found \"reset\""),
    ],
)
def test_a_wrong_file_is_told_with_line_key_expected_and_found(write, text, error):
    with pytest.raises(ScenarioError, match=error):
        read_plan_file(write(text))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ScenarioError, match="expected a file with a plan; found that it cannot be read: No such file"):
        create_emulator(Settings(faults=str(tmp_path / "none.yaml")))


def test_the_setting_s_plan_is_in_force_from_the_start_and_again_after_a_reset(write):
    emulator = create_emulator(Settings(faults=write(PLAN)))
    client = Client(emulator.wsgi)
    cancel = "/up/v5/rest/scheduling/CancelJob"

    refused = [client.put(cancel, json={"Id": "J-1001"}).json["Success"] for _ in range(3)]
    client.post("/_emulator/reset")

    assert refused == [False, False, True]
    assert emulator.faults.seed == 7
    assert [state.left for state in emulator.faults.state()] == [2, None]
    emulator.faults.put(())
    emulator.reset()
    assert codes(emulator) == [646, None]


def test_without_a_plan_a_reset_leaves_what_was_ordered():
    emulator = create_emulator(Settings())
    emulator.faults.put(read_plan([{"code": 5}]))

    emulator.reset()

    assert codes(emulator) == [5]


def test_the_plans_of_a_scenario_and_of_those_it_includes_are_one(write):
    write("faults: {seed: 3, rules: [{code: 1}]}", "one.yaml")
    write("faults: {seed: 4, rules: [{code: 2}]}", "two.yaml")
    scenario = write("include: [default, one.yaml, two.yaml]\nfaults:\n  - {code: 3}\n", "mine.yaml")

    emulator = create_emulator(Settings(scenario=scenario))

    assert codes(emulator) == [1, 2, 3]
    assert emulator.faults.seed == 4
    assert codes(create_emulator(Settings(scenario=scenario, faults=write("- {code: 9}")))) == [9]


def test_what_is_wrong_with_a_scenario_s_plan_is_told_with_the_file_that_holds_it(write):
    one = write("faults:\n  seed: 1\n  rules:\n    - {code: 1}\n    - {code: 1, reset: true}\n", "one.yaml")
    scenario = write("include: [default, one.yaml]\nfaults: [{code: 3}]\n", "mine.yaml")

    with pytest.raises(ScenarioError, match=f"^{one}:5: faults.rules\\[1\\]: expected one of .* found code and reset$"):
        create_emulator(Settings(scenario=scenario))


def test_a_state_document_orders_nothing():
    emulator = create_emulator(Settings())
    client = Client(emulator.wsgi)

    refused = client.put("/_emulator/state", json=client.get("/_emulator/state").json | {"faults": []})

    assert refused.status_code == 400
    assert refused.json["error"]["field"] == "faults"


@pytest.mark.parametrize("key", ["faults", "scenario"])
def test_several_workers_cannot_share_a_plan(write, key):
    file = write(PLAN) if key == "faults" else write("faults: [{code: 1}]", "mine.yaml")
    settings = Settings(workers=2, state="postgresql://nobody@127.0.0.1:1/nothing", **{key: file})

    with pytest.raises(SettingsError, match="setting workers: expected 1 with a plan of faults"):
        create_emulator(settings)
