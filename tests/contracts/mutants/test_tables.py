import re

import pytest

from contracts.clauses import OWN, all_clauses
from contracts.mutants.collection import all_mutants, chosen, without_mutants
from contracts.mutants.judged import document_of, documents_of
from contracts.mutants.mutant import MutantError
from contracts.mutants.mutation import changed, source_of

MUTANTS = tuple(all_mutants().values())


def each(says_what_is_wrong):
    """Give, by the names of the mutants, what is wrong with any; a table has hundreds of rows, and is one thing."""
    told = {mutant.id: says_what_is_wrong(mutant) for mutant in MUTANTS}
    return {name: wrong for name, wrong in told.items() if wrong}


def test_every_mutant_can_be_made_and_is_another_program():
    def wrong(mutant):
        try:
            source = changed(mutant)
            compile(source, mutant.module, "exec")
        except (MutantError, SyntaxError) as error:
            return str(error)
        return "" if source != source_of(mutant.module).read_text("utf-8") else "its source is as it was"

    assert MUTANTS
    assert each(wrong) == {}


def test_every_mutant_has_a_plain_name_and_says_what_is_wrong_in_words():
    named = re.compile("[a-z0-9]+(-[a-z0-9]+)*")

    assert each(lambda mutant: "" if named.fullmatch(mutant.id) else "its name is not in small letters with hyphens") == {}
    assert each(lambda mutant: "" if mutant.defect and not mutant.defect.endswith(".") else mutant.defect or "nothing") == {}


def test_every_mutant_breaks_known_clauses_and_none_of_the_harness():
    def wrong(mutant):
        unknown = [id_ for id_ in mutant.clauses if id_ not in all_clauses()]
        return unknown or [id_ for id_ in mutant.clauses if all_clauses()[id_].system == OWN]

    assert each(lambda mutant: not mutant.clauses) == {}
    assert each(wrong) == {}


def test_every_clause_of_scheduling_and_servicebroker_is_broken_by_some_mutant():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}

    assert {id_ for id_, clause in all_clauses().items() if clause.system in ("scheduling", "servicebroker")} <= broken


def test_every_clause_that_a_vendor_documents_is_broken_by_some_mutant():
    assert without_mutants() == ()


@pytest.mark.parametrize(
    ("id_", "document"),
    [
        ("success-without-message", "servicebroker"),
        ("tombstone", "servicebroker"),
        ("azure-page-of-99", "azure-job-router"),
        ("crm-cancelled-again", "crm-com"),
        ("joc-schema-with-400", "joc"),
    ],
)
def test_a_mutant_is_judged_by_the_document_of_the_facade_whose_clauses_it_breaks(id_, document):
    assert document_of(all_mutants()[id_]) == document


def test_the_documents_of_some_mutants_are_each_there_once():
    some = [mutant for mutant in MUTANTS if mutant.id.startswith(("joc-", "tombstone", "azure-"))]

    assert sorted(documents_of(some)) == ["azure-job-router", "joc", "servicebroker"]


def test_documented_clauses_that_no_mutant_breaks_are_named():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}

    assert set(without_mutants()) == {id_ for id_, each in all_clauses().items() if each.basis.value == "documented"} - broken


def test_mutants_are_chosen_by_patterns_in_the_order_of_their_tables():
    ids = [mutant.id for mutant in chosen(["job-id-*", "tombstone"])]

    assert ids == ["job-id-misspelt", "job-id-of-49", "job-id-of-51", "tombstone"]


def test_a_pattern_that_fits_no_mutant_is_refused():
    with pytest.raises(MutantError, match="no mutant is called 'nobody'"):
        chosen(["nobody"])
