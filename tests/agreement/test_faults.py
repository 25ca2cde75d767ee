"""Rules of faults name the operations of the facades as their documents do, and the page about them shows plans that can be."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.app import FACADES
from emulator.faults.document import read_plan
from emulator.faults.keys import RULE_KEYS
from emulator.faults.rule import CALLERS, FACADE_OPERATIONS

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "openapi"
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")


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


@pytest.mark.parametrize("plan", [*re.findall(r"-d '(\[.*?\])'", PAGE), *re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)])
def test_a_plan_that_the_page_shows_can_be_ordered(plan):
    assert len(read_plan(yaml.safe_load(plan)).rules) >= 2


def test_the_page_tells_every_key():
    assert [key for key in RULE_KEYS if f"`{key}`" not in PAGE and f"`{key}: true`" not in PAGE] == []
