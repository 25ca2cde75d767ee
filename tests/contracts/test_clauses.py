"""The clauses as data."""

from pathlib import Path

import pytest

from contracts.clauses import Basis, ClauseError, all_clauses, load, matching


def file_of(folder: Path, text: str) -> Path:
    path = folder / "broker.yaml"
    path.write_text(text, "utf-8")
    return path


def test_every_clause_has_an_id_of_its_system_and_a_text():
    clauses = all_clauses()

    prefixes = {
        "document": "DOC-",
        "scheduling": "SCH-",
        "servicebroker": "SB-",
        "azure-job-router": "AZ-",
        "crm-com": "CRM-",
        "joc": "JOC-",
    }
    assert {clause.system for clause in clauses.values()} == set(prefixes)
    assert all(id_.startswith(prefixes[clause.system]) and clause.says for id_, clause in clauses.items())


def test_a_clause_says_where_it_comes_from_and_which_setting_decides_it():
    clause = all_clauses()["SB-C-05"]

    assert (clause.basis, clause.setting) == (Basis.ASSUMED, "validation")
    assert clause.says.startswith("validation=pass-through (default)")


def test_a_pattern_selects_a_family_in_any_case():
    assert matching(["sb-e-*", "SB-P-01"], all_clauses()) == {"SB-E-01", "SB-E-02", "SB-E-03", "SB-E-04", "SB-E-05", "SB-P-01"}


def test_a_pattern_that_selects_nothing_is_told_with_the_families_there_are():
    with pytest.raises(
        ClauseError,
        match=r"no clause is called 'SB-X-\*'; expected an id like SB-C-04 or one of AZ-A-\*, .*DOC-A-\*, .*SB-C-\*, SB-E-\*",
    ):
        matching(["SB-X-*"], all_clauses())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clauses: [", r"broker.yaml: cannot be read as YAML: while parsing"),
        ("- one", r"broker.yaml: expected the keys system \(a text\) and clauses \(a list\), found \['one'\]"),
        ("{system: a, clauses: [x]}", r"broker.yaml: clause 1: expected an object with id, basis and says, found 'x'"),
        ("{system: a, clauses: [{id: A-1, basis: assumed}]}", r"clause 1 \(A-1\): says must be a text, found nothing"),
        ("{system: a, clauses: [{basis: assumed, says: x}]}", r"clause 1: id must be a text, found nothing"),
        (
            "{system: a, clauses: [{id: A-1, basis: mine, says: x}]}",
            r"\(A-1\): basis must be documented, interface, assumed or own, found 'mine'",
        ),
        (
            "{system: a, clauses: [{id: A-1, basis: assumed, says: x, seting: y}]}",
            r"\(A-1\): unknown key 'seting'; allowed are id, basis, setting, says",
        ),
    ],
)
def test_a_wrong_file_is_told_with_the_entry_the_rule_and_what_was_found(tmp_path, text, message):
    with pytest.raises(ClauseError, match=message):
        load(file_of(tmp_path, text))


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path):
    with pytest.raises(ClauseError, match=r"nowhere\.yaml: cannot be read as YAML: .*No such file"):
        load(tmp_path / "nowhere.yaml")
