"""The line about return codes, for documents that name some and for those that name none."""

from dataclasses import replace

import pytest

from contracts.reports.code_table import code_lines, code_summary
from contracts.run.events import Reached
from contracts.run.reached_codes import doors_of, reached_codes
from tests.contracts.reports.stream import STARTED


@pytest.mark.parametrize(
    ("documented", "line"),
    [
        ({}, "codes    1 code met; the document names none that it can answer (x-codes)"),
        (
            {"CancelJob": ["1"]},
            "codes    1 documented code: not reached by SOAP: CancelJob 1; not reached by REST: CancelJob 1; 1 other",
        ),
    ],
    ids=["none", "one"],
)
def test_what_a_document_does_not_name_is_not_called_reached(documented, line):
    reached = Reached(code="646", type="Warning", door="REST", operation="CancelJob", how="an order")

    assert code_summary(reached_codes([reached], documented)).plain == line


def test_the_table_has_a_column_for_each_door_that_was_gone_through():
    codes = reached_codes([Reached(code="1", type="Error", door="SOAP", operation="CancelJob", how="no job")], {})

    assert [line.plain.split() for line in code_lines(codes, 100, doors_of(replace(STARTED, documents=())))] == [
        ["operation", "code", "type", "by", "SOAP"],
        ["CancelJob", "1", "Error", "no", "job"],
    ]
