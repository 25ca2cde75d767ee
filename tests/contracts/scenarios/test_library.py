"""The told lives, each against the emulator in this process."""

import pytest

from contracts.clauses import all_clauses
from contracts.document.reading import load
from contracts.scenarios.collection import scenario_files
from contracts.scenarios.facade import Facade
from contracts.scenarios.player import play
from contracts.scenarios.reader import read_life
from contracts.target import InProcess

FILES = scenario_files()


@pytest.fixture(scope="module")
def target():
    return InProcess()


@pytest.fixture(scope="module")
def documents():
    return (load("servicebroker"),)


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
def test_the_life_is_as_told(path, target, documents):
    life = read_life(path)

    failures = play(life, target, Facade.of(documents, life.system))

    if failures:
        pytest.fail("\n".join(map(str, failures)), pytrace=False)


def test_lives_name_clauses_that_are_there():
    known = set(all_clauses())

    assert {clause for path in FILES for clause in read_life(path).clauses} <= known


@pytest.mark.parametrize("system", ["SCH-", "CRM-", "JOC-"])
def test_every_clause_has_a_life(system):
    told = {clause for path in FILES for clause in read_life(path).clauses}

    assert {clause for clause in all_clauses() if clause.startswith(system)} <= told
