"""The phases of a run."""

import pytest

from contracts.run import plan
from contracts.run.plan import UnknownPhase, load, selected


class Named:
    def __init__(self, name):
        self.name = name


PHASES = (Named("mapping"), Named("limits"), Named("lives"))


def test_phases_are_selected_by_name_or_pattern_in_the_order_of_the_plan():
    assert [phase.name for phase in selected(PHASES, ["l*", "mapping"])] == ["mapping", "limits", "lives"]
    assert [phase.name for phase in selected(PHASES, ["lives"])] == ["lives"]
    assert selected(PHASES, []) == PHASES


def test_an_unknown_phase_is_told_with_the_names_there_are():
    with pytest.raises(UnknownPhase, match=r"no phase is called 'mappings'; there are mapping, limits, lives"):
        selected(PHASES, ["lives", "mappings"])


def test_a_module_that_cannot_be_loaded_is_a_phase_that_says_so_in_its_turn():
    (phase,) = load(["no_such_module"])

    assert phase.name == "no_such_module"
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'contracts\.run\.no_such_module'"):
        next(phase(None))


def test_every_phase_of_the_plan_can_be_loaded_and_has_a_name_of_its_own():
    names = [phase.name for phase in load()]

    assert not [phase for phase in load() if isinstance(phase, plan.Unloadable)]
    assert len(names) == len(set(names)) >= len(plan.MODULES)
