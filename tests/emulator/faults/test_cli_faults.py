"""emulator faults, and emulator serve --faults: a plan in the hand of whoever has a shell."""

import json
from collections.abc import Iterator

import pytest

from emulator.testing import running
from emulator.testing.scheduling import Scheduling
from tests.emulator.test_cli import run, serve_and_fail, serving, status, urls

PLAN = "seed: 7\nrules:\n  - {operation: CancelJob, code: 646}\n  - {probability: 0.5, delay_ms: 1}\n"


@pytest.fixture
def scheduling() -> Iterator[Scheduling]:
    with running() as made:
        yield made


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN)
    return file


def faults(scheduling: Scheduling, *arguments: str) -> str:
    result = run("faults", *arguments, "--url", scheduling.url)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_plan_is_set_shown_and_cleared(scheduling, plan):
    assert faults(scheduling, "show") == '{"seed": 0, "rules": []}\n'
    assert faults(scheduling, "set", str(plan)) == "2 rules in force, with the seed 7\n"

    shown = faults(scheduling, "show")

    assert json.loads(shown) == scheduling.control("GET", "/faults")
    assert [line[:2] for line in shown.splitlines()] == ['{"', "  ", "  ", "]}"]
    assert faults(scheduling, "clear") == ""
    assert scheduling.faults() == []


def test_what_is_shown_can_be_set_again(scheduling, plan, tmp_path):
    faults(scheduling, "set", str(plan))
    kept = tmp_path / "kept.json"
    kept.write_text(faults(scheduling, "show"))
    faults(scheduling, "clear")

    faults(scheduling, "set", str(kept))

    assert faults(scheduling, "show") == kept.read_text()


def test_a_wrong_plan_is_told_by_file_line_and_key_and_nothing_is_changed(scheduling, plan):
    faults(scheduling, "set", str(plan))
    before = scheduling.control("GET", "/faults")
    plan.write_text(PLAN.replace("code", "cdoe"))

    result = run("faults", "set", str(plan), "--url", scheduling.url)

    assert result.exit_code == 2
    assert result.output.startswith(f"emulator: {plan}:3: rules[0].cdoe: expected one of the keys at, ")
    assert result.output.count("\n") == 1
    assert scheduling.control("GET", "/faults") == before


def test_a_file_that_is_not_there_is_told(scheduling):
    result = run("faults", "set", "none.yaml", "--url", scheduling.url)

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "faults none.yaml: expected a file with a plan; found that it cannot be read" in result.output


def test_an_emulator_is_served_with_a_plan(plan):
    with serving("--faults", str(plan)) as (_, ready):
        url = f"{urls(ready)['REST']}/CancelJob"
        assert status(url, "PUT", '{"Id": "J-1001"}') == 200

        shown = run("faults", "show", "--url", urls(ready)["control"].removesuffix("/_emulator"))

    first, second = json.loads(shown.output)["rules"]
    assert (first["struck"], second["matched"]) == (1, 1)


def test_it_is_not_served_with_a_wrong_plan(plan):
    plan.write_text("- {code: 1}\n- {}\n")

    said = serve_and_fail("--faults", str(plan), "--port", "0")

    assert said.startswith(f"emulator: {plan}:2: [1]: expected at least one of code, fault, ")
    assert said.count("\n") == 1


def test_chance_is_in_the_seed_of_a_fixture_s_order(scheduling):
    def struck(seed: int) -> list[bool]:
        scheduling.order({"operation": "CancelJob", "probability": 0.5, "code": 646}, seed=seed)
        cancel = f"{scheduling.urls['servicebroker']}/CancelJob"
        return [scheduling.client.put(cancel, json={"Id": "J-0"}).json()["Payload"]["returnCode"]["code"] == "646"
                for _ in range(20)]  # fmt: skip

    assert struck(7) == struck(7)
    assert struck(7) != struck(8)
    (rule,) = scheduling.faults()
    assert rule["matched"] == 20
    assert 0 < rule["struck"] < 20
