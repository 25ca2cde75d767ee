"""What must be so of any table, before it is compared with the WSDL and the OpenAPI document (tests/agreement)."""

import pytest

from emulator.mapping.operation import Kind
from emulator.mapping.servicebroker import LOGIN, OPERATIONS, WORK_ITEM

MESSAGES = [("LOGIN", LOGIN), ("WORK_ITEM", WORK_ITEM.fields)] + [
    (f"{operation.name} {way}", getattr(operation, way).fields) for operation in OPERATIONS for way in ("request", "reply")
]
OF_EVERY_MESSAGE = pytest.mark.parametrize("fields", [fields for _, fields in MESSAGES], ids=[name for name, _ in MESSAGES])


@OF_EVERY_MESSAGE
def test_no_name_and_no_element_stands_there_twice(fields):
    names = [row.json for row in fields] + [f"{row.parent}.{row.older}" for row in fields if row.older]
    elements = [row.soap for row in fields]

    assert len(set(names)) == len(names)
    assert len(set(elements)) == len(elements)


@OF_EVERY_MESSAGE
def test_an_element_inside_another_comes_after_it(fields):
    for place, row in enumerate(fields):
        above = row.soap.rpartition("/")[0]
        assert not above or (above, Kind.OBJECT) in [(before.soap, before.kind) for before in fields[:place]], row.soap


@OF_EVERY_MESSAGE
def test_a_choice_has_its_table_and_items_their_rows(fields):
    for row in fields:
        assert (row.kind is Kind.CHOICE) is (row.table is not None), row.soap
        assert (row.kind is Kind.ITEMS) is (row.item is not None), row.soap


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS])
def test_a_property_inside_another_comes_after_it(operation):
    for place, row in enumerate(operation.request.fields):
        assert not row.parent or row.parent in [before.json for before in operation.request.fields[:place]], row.json
