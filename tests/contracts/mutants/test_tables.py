import re

import pytest

from contracts.clauses import OWN, all_clauses
from contracts.mutants.collection import all_mutants, chosen, without_mutants
from contracts.mutants.mutant import MutantError
from contracts.mutants.mutation import changed, source_of

MUTANTS = tuple(all_mutants().values())


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_a_mutant_can_be_made_and_is_another_program(mutant):
    source = changed(mutant)

    compile(source, mutant.module, "exec")
    assert source != source_of(mutant.module).read_text("utf-8")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_a_mutant_says_what_is_wrong_and_which_known_clauses_it_breaks(mutant):
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", mutant.id)
    assert mutant.defect
    assert not mutant.defect.endswith(".")
    assert mutant.clauses
    assert {id_ for id_ in mutant.clauses if all_clauses()[id_].system == OWN} == set()


def test_every_clause_of_scheduling_and_servicebroker_is_broken_by_some_mutant():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}

    assert {id_ for id_, clause in all_clauses().items() if clause.system in ("scheduling", "servicebroker")} <= broken


def test_documented_clauses_that_no_mutant_breaks_are_named():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}

    assert set(without_mutants()) == {id_ for id_, each in all_clauses().items() if each.basis.value == "documented"} - broken


def test_mutants_are_chosen_by_patterns_in_the_order_of_their_tables():
    ids = [mutant.id for mutant in chosen(["job-id-*", "tombstone"])]

    assert ids == ["job-id-misspelt", "job-id-of-49", "job-id-of-51", "tombstone"]


def test_a_pattern_that_fits_no_mutant_is_refused():
    with pytest.raises(MutantError, match="no mutant is called 'nobody'"):
        chosen(["nobody"])
