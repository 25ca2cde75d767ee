import subprocess
import sys
from dataclasses import replace

import pytest

from contracts.mutants.collection import all_mutants
from contracts.mutants.mutant import MutantError
from contracts.mutants.mutation import changed, install

MUTANT = all_mutants()["unknown-job-as-a-warning"]


@pytest.mark.parametrize(
    ("old", "times"), [("JOBID_IS_NOWHERE", 0), ("ResultType.ERROR", 5)], ids=["not there", "there more than once"]
)
def test_a_text_that_is_not_there_once_is_refused(old, times):
    with pytest.raises(MutantError) as refused:
        changed(replace(MUTANT, old=old))

    said = str(refused.value)
    assert said == f"mutant {MUTANT.id}: expected once in return_codes.py of {MUTANT.module}: {old!r}, found it {times} times"


def test_a_module_that_is_not_there_is_refused():
    with pytest.raises(MutantError, match=r"expected a module emulator\.nowhere"):
        changed(replace(MUTANT, module="emulator.nowhere"))


def test_a_process_that_has_loaded_the_emulator_can_become_no_mutant():
    import emulator.return_codes  # noqa: F401

    with pytest.raises(MutantError, match="found it loaded already"):
        install(MUTANT)


def test_a_process_becomes_the_mutant_and_no_other_does():
    says = "from emulator.return_codes import ReturnCode; print(ReturnCode.JOBID_INVALID.type.value)"
    loads = "from contracts.mutants.collection import all_mutants\nfrom contracts.mutants.mutation import install\n"
    become = f"{loads}install(all_mutants()[{MUTANT.id!r}])\n"

    said = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
        for script in (become + says, says)
    ]

    assert said == ["Warning", "Error"]
