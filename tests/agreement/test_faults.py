"""Rules of faults name the operations of the facades as their documents do."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.app import FACADES
from emulator.faults.rule import CALLERS, FACADE_OPERATIONS

OPENAPI = Path(__file__).parents[2] / "openapi"


@pytest.mark.parametrize("facade", FACADE_OPERATIONS)
def test_the_operations_are_those_of_the_document(facade):
    document: dict[str, Any] = yaml.safe_load((OPENAPI / f"{facade}.yaml").read_text(encoding="utf-8"))

    named = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        if "operationId" in operation
    }

    assert set(FACADE_OPERATIONS[facade]) == named


def test_the_facades_are_all_that_there_are():
    assert set(CALLERS) == {"servicebroker", "soap", *(row.name for row in FACADES)}
