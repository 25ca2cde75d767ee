"""Each element of the interface's replies has clauses that govern it."""

from pathlib import Path

import pytest
from lxml import etree

from contracts.clauses import all_clauses
from contracts.parity.governing import CANCEL, CODES, GOVERNED, POLL, clauses_of

XSD = "{http://www.w3.org/2001/XMLSchema}"
WSDL = etree.parse(Path(__file__).parents[3] / "openapi" / "scheduling.wsdl")
TYPES = {kind.get("name"): kind for kind in WSDL.iter(f"{XSD}complexType")}


def elements(kind, above=""):
    """Give the path of each element below a type."""
    for element in TYPES[kind].iter(f"{XSD}element"):
        path = f"{above}{element.get('name')}"
        yield path
        inner = element.get("type").partition(":")[2]
        if inner in TYPES:
            yield from elements(inner, f"{path}/")


PATHS = [(root, path) for root in (CANCEL, POLL) for path in elements(root)]


@pytest.mark.parametrize(("root", "path"), PATHS)
def test_an_element_of_the_wsdl_is_governed_by_a_clause_of_its_own(root, path):
    assert len(PATHS) > 40
    assert "SCH-T-05" not in clauses_of(root, path, "a", "b")


def test_the_table_names_clauses_and_elements_that_there_are():
    known = {path for _, path in PATHS}
    named = {clause for row in (*GOVERNED.values(), *CODES.values()) for clause in row}

    assert named <= all_clauses().keys()
    assert {path for root, path in GOVERNED if root in (CANCEL, POLL)} - known <= {
        "workItem since", "workItem in jeopardy", "order of workItem",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("root", "path", "values", "clause"),
    [
        (CANCEL, "result/code", ("0", "1"), "SCH-C-06"),
        (POLL, "result/code", ("278", "0"), "SCH-G-12"),
        (POLL, "result/code", ("0", "42"), "SCH-R-03"),
        (CANCEL, "result/type", ("OK", "Warning"), "SCH-C-08"),
        (POLL, "workItem/jobJeopardy/ovlShift", ("true", None), "SCH-J-06"),
        (POLL, "something/new", ("x", None), "SCH-T-05"),
    ],
)
def test_what_a_value_says_decides_where_the_element_alone_does_not(root, path, values, clause):
    assert clauses_of(root, path, *values)[0] == clause
