"""The assumptions are the clauses that nothing public decides, and their settings are there."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.assumptions import ASSUMPTIONS
from emulator.settings import setting_rows

CLAUSES = Path(__file__).parents[2] / "contracts" / "clauses"


def assumed() -> list[dict[str, Any]]:
    files = [CLAUSES / f"{system}.yaml" for system in ("scheduling", "servicebroker", "azure-job-router", "joc", "crm-com")]
    clauses = [clause for file in files for clause in yaml.safe_load(file.read_text(encoding="utf-8"))["clauses"]]
    return [clause for clause in clauses if clause["basis"] == "assumed"]


def test_each_assumed_clause_has_a_row_and_each_row_a_clause_in_the_same_order():
    assert [row.clause for row in ASSUMPTIONS] == [clause["id"] for clause in assumed()]


def test_a_row_names_the_setting_that_its_clause_names():
    assert {row.clause: row.setting for row in ASSUMPTIONS} == {clause["id"]: clause.get("setting") for clause in assumed()}


@pytest.mark.parametrize("row", [row for row in ASSUMPTIONS if row.setting], ids=lambda row: row.clause)
def test_a_default_is_the_settings_own(row):
    assert row.default == {setting.name: setting.default for setting in setting_rows()}[row.setting]
