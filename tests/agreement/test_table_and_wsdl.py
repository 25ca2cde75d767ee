"""The facade's tables and openapi/scheduling.wsdl, the interface both sides share: names, order, types and lengths."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from emulator.mapping.operation import Field, Kind, Message, Presence
from emulator.mapping.servicebroker import JEOPARDY, LOGIN, OPERATIONS, RESULT_TYPES, TYPES, WORK_ITEM, WORK_STATUS
from emulator.soap_client.namespaces import ACTIONS, MESSAGES, SOAP_12

WSDL = Path(__file__).parents[2] / "openapi" / "scheduling.wsdl"
XS = "{http://www.w3.org/2001/XMLSchema}"
W = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP_BINDING = "{http://schemas.xmlsoap.org/wsdl/soap12/}"
XSD_TYPES = {
    Kind.TEXT: "string",
    Kind.NUMBER: "unsignedInt",
    Kind.INTEGER: "int",
    Kind.FLAG: "boolean",
    Kind.CHOICE: "string",
    Kind.TIME: "string",
}
BY_NAME = pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS])


@pytest.fixture(scope="module")
def wsdl() -> Any:
    return etree.parse(WSDL).getroot()


@pytest.fixture(scope="module")
def schema(wsdl) -> Any:
    return next(found for found in wsdl.iter(f"{XS}schema") if found.get("targetNamespace") == MESSAGES)


def test_children_are_unqualified(schema):
    assert schema.get("elementFormDefault", "unqualified") == "unqualified"


@BY_NAME
def test_an_operation_has_the_action_and_the_messages_of_the_wsdl(wsdl, operation):
    bound = wsdl.find(f"{W}binding/{W}operation[@name='{operation.name}']")
    port = wsdl.find(f"{W}portType/{W}operation[@name='{operation.name}']")
    elements = [
        wsdl.find(f"{W}message[@name='{local(port.find(f'{W}{way}').get('message'))}']/{W}part").get("element")
        for way in ("input", "output")
    ]

    assert bound.find(f"{SOAP_BINDING}operation").get("soapAction") == ACTIONS + operation.name
    assert [local(name) for name in elements] == [operation.request.element, operation.reply.element]
    assert SOAP_12 == "http://www.w3.org/2003/05/soap-envelope"


@BY_NAME
def test_a_request_is_written_in_the_order_of_the_wsdl(schema, operation):
    rows = (*LOGIN, *operation.request.fields)
    found = list(elements(schema, root_type(schema, operation.request.element)))

    assert [path for path, _ in found] == [row.soap for row in rows]
    for (path, element), row in zip(found, rows, strict=True):
        if row.kind in XSD_TYPES:
            assert base(schema, element) == XSD_TYPES[row.kind], path
        assert longest(schema, element) == row.max, path


def test_a_request_requires_what_the_wsdl_requires(schema):
    required = {
        row.soap: row.presence is Presence.REQUIRED for operation in OPERATIONS for row in (*LOGIN, *operation.request.fields)
    }
    found = {
        path: element.get("minOccurs", "1") != "0"
        for operation in OPERATIONS
        for path, element in elements(schema, root_type(schema, operation.request.element))
    }

    # ServiceBroker's page requires Options, and lets a reason be without an id.
    assert {path for path in found if found[path] is not required[path]} == {"options", "cancelReason/cancelReasonId"}


# What a reply may have that nobody is shown.
NOT_SHOWN = {"result/errNote", "actNumOut", "more"}


@BY_NAME
def test_a_reply_is_read_as_the_wsdl_describes_it(schema, operation):
    agree(schema, root_type(schema, operation.reply.element), operation.reply)


def test_a_work_item_is_read_as_the_wsdl_describes_it(schema):
    poll = next(operation for operation in OPERATIONS if operation.name == "GetChangedWorkItems")
    item = dict(elements(schema, root_type(schema, poll.reply.element)))["workItem"]

    agree(schema, type_of(schema, item), WORK_ITEM)


def agree(schema: Any, type_: Any, message: Message) -> None:
    inside = tuple(f"{row.soap}/" for row in message.fields if row.kind in (Kind.ITEMS, Kind.STATES))
    found = {
        path: element
        for path, element in elements(schema, type_)
        if path not in NOT_SHOWN and not (inside and path.startswith(inside))
    }

    assert list(found) == [row.soap for row in message.fields]
    for row in message.fields:
        check(schema, found[row.soap], row)


def check(schema: Any, element: Any, row: Field) -> None:
    assert (element.get("maxOccurs", "1") != "1") is (row.kind is Kind.ITEMS), row.soap
    # disStatus may be left out where the vendor's pages leave it out (SCH-C-04); we read both.
    if row.soap != "jobInfo/disStatus":
        assert (element.get("minOccurs", "1") != "0") is (row.presence is Presence.REQUIRED), row.soap
    if row.kind in XSD_TYPES:
        assert base(schema, element) == XSD_TYPES[row.kind], row.soap
    if row.kind in (Kind.TEXT, Kind.NUMBER):
        assert longest(schema, element) == row.max, row.soap
    if row.table is not None:
        assert choices(schema, element) == list(row.table), row.soap


def test_the_tables_of_texts_are_the_enumerations(schema):
    by_name = {name: list(values(found)) for name, found in simple_types(schema).items() if list(values(found))}

    for table in (RESULT_TYPES, TYPES, WORK_STATUS):
        assert list(table) in by_name.values()


def test_the_jeopardy_states_are_those_of_the_wsdl_in_its_order(schema):
    poll = next(operation for operation in OPERATIONS if operation.name == "GetChangedWorkItems")
    found = [
        path for path, _ in elements(schema, root_type(schema, poll.reply.element)) if path.startswith("workItem/jobJeopardy/")
    ]

    assert [path.rpartition("/")[2] for path in found] == list(JEOPARDY)


def local(name: str) -> str:
    return name.rpartition(":")[2]


def root_type(schema: Any, name: str) -> Any:
    return type_of(schema, schema.find(f"{XS}element[@name='{name}']"))


def type_of(schema: Any, element: Any) -> Any:
    inline = element.find(f"{XS}complexType")
    return inline if inline is not None else schema.find(f"{XS}complexType[@name='{local(element.get('type'))}']")


def elements(schema: Any, type_: Any, above: str = "") -> Any:
    for element in type_.find(f"{XS}sequence"):
        assert element.tag == f"{XS}element", element.tag
        path = above + element.get("name")
        yield path, element
        inner = type_of(schema, element)
        if inner is not None:
            yield from elements(schema, inner, f"{path}/")


def simple_types(schema: Any) -> dict[str, Any]:
    return {found.get("name"): found for found in schema.iter(f"{XS}simpleType") if found.get("name")}


def restrictions(schema: Any, element: Any) -> Any:
    """Walk the restrictions of an element's type, down to the built-in type, whose name ends the walk."""
    found = element.find(f"{XS}simpleType")
    name = element.get("type")
    while True:
        found = found if found is not None else simple_types(schema).get(local(name))
        if found is None:
            yield local(name)
            return
        restriction = found.find(f"{XS}restriction")
        yield restriction
        found, name = None, restriction.get("base")


def base(schema: Any, element: Any) -> str:
    return list(restrictions(schema, element))[-1]


def longest(schema: Any, element: Any) -> int | None:
    if type_of_or_none(schema, element) is not None:
        return None
    lengths = [found.find(f"{XS}maxLength") for found in restrictions(schema, element) if not isinstance(found, str)]
    return next((int(found.get("value")) for found in lengths if found is not None), None)


def type_of_or_none(schema: Any, element: Any) -> Any:
    return None if element.get("type") is None and element.find(f"{XS}complexType") is None else type_of(schema, element)


def choices(schema: Any, element: Any) -> list[str]:
    return [value for found in restrictions(schema, element) if not isinstance(found, str) for value in values(found)]


def values(found: Any) -> Any:
    for value in found.iter(f"{XS}enumeration"):
        yield value.get("value")
