"""From what a person chose to a run that can start."""

import pytest

from contracts.run.choices import Choices, Profile, command
from contracts.run.preparation import GATE_SEED, prepare


def test_without_choices_our_emulator_is_judged_by_every_facade_s_document():
    prepared = prepare(Choices())

    assert prepared.started.target == "the emulator in this process"
    assert prepared.started.documents == ("azure-job-router", "crm-com", "joc", "servicebroker")
    assert (prepared.started.seed, prepared.context.seed, prepared.context.thorough) == (GATE_SEED, GATE_SEED, False)


def test_a_thorough_run_has_a_seed_of_its_own_unless_one_is_given():
    seeds = {prepare(Choices(documents=["joc"], profile=Profile.THOROUGH)).context.seed for _ in range(3)}

    assert len(seeds) == 3
    assert prepare(Choices(documents=["joc"], profile=Profile.THOROUGH, seed=7)).context.seed == 7


def test_settings_reach_the_emulator_and_the_document_alike():
    prepared = prepare(Choices(documents=["servicebroker"], settings={"error_status": "400", "payload_job_info": "true"}))

    (document,) = prepared.context.documents
    assert (document.settings["error_status"], document.settings["payload_job_info"]) == (400, True)
    assert prepared.started.target == "the emulator in this process error_status=400 payload_job_info=true"


def test_selected_clauses_and_phases_are_told_to_the_run():
    prepared = prepare(Choices(documents=["servicebroker"], clauses=["SB-E-*"], phases=["codes"]))

    assert prepared.context.only_clauses == {f"SB-E-0{n}" for n in range(1, 6)}
    assert [phase.name for phase in prepared.phases] == ["codes"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (Choices(), "contracts run --seed 7"),
        (
            Choices(profile=Profile.THOROUGH, time_budget=60, clauses=["SB-*"], phases=["codes"]),
            "contracts run --seed 7 --profile thorough",
        ),
        (
            Choices(documents=["my.yaml"], url="http://h", emulator="http://e", allow_remote=True, settings={"a": "b c"}),
            "contracts run --seed 7 --document my.yaml --url http://h --emulator http://e --setting 'a=b c' --allow-remote",
        ),
    ],
)
def test_the_command_that_repeats_a_run_can_be_pasted_into_a_shell(choices, expected):
    assert command(choices, seed=7) == expected
