"""The envelopes are those of the golden files, byte for byte."""

import pytest

from tests.golden.cases import CASES, FOLDER, answered


@pytest.mark.parametrize("name", CASES)
def test_an_envelope_is_the_golden_one(name):
    case, namespace = CASES[name]

    assert answered(case, namespace).body == (FOLDER / name).read_bytes(), "say make golden, and look at the difference"


def test_there_is_no_golden_file_that_nothing_answers_with():
    assert {file.name for file in FOLDER.glob("*.xml")} == set(CASES)
