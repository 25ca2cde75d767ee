"""Reading a WSDL."""

import pytest
from lxml import etree

from contracts.wsdl import WsdlError, packaged, read
from emulator.app import create_emulator
from emulator.settings import Settings


def edited(old: bytes, new: bytes) -> bytes:
    text = create_emulator(Settings()).wsdl.at("http://host/soap")
    assert old in text
    return text.replace(old, new)


@pytest.fixture
def interface():
    return packaged()


def test_operations_have_their_messages_and_actions(interface):
    told = {name: (of.request.root, of.reply.root) for name, of in interface.operations.items()}

    assert told == {
        "CancelJob": ("JobCancelRequest", "JobCancelResponse"),
        "GetChangedWorkItems": ("GetChangedWorkItemsRequest", "GetChangedWorkItemsResponse"),
        "Login": ("LoginRequest", "LoginResponse"),
        "Quit": ("QuitRequest", "StandardResponse"),
    }
    assert interface.operations["CancelJob"].action == "capeconnect:servicepower:spPortType#CancelJob"
    assert {of.request.namespace for of in interface.operations.values()} == {"http://www.servicepower.com/sp.xsd1"}


def test_elements_come_in_the_schema_s_order_with_their_occurrence(interface):
    found = [("/".join(each.path), each.least, each.most) for each in interface.operations["CancelJob"].request.walk()]

    assert found == [
        ("login", 1, 1),
        ("login/databaseUser", 1, 1),
        ("login/password", 1, 1),
        ("login/spUser", 1, 1),
        ("jobID", 1, 1),
        ("cancelReason", 0, 1),
        ("cancelReason/cancelReasonId", 1, 1),
        ("cancelReason/cancelReasonDesc", 0, 1),
    ]


@pytest.mark.parametrize(
    ("path", "base", "lengths", "bounds"),
    [
        ("login/spUser", "string", (1, 256), (None, None)),
        ("cancelReason/cancelReasonDesc", "string", (None, 500), (None, None)),
        ("cancelReason/cancelReasonId", "unsignedInt", (None, None), (0, 4294967295)),
    ],
)
def test_facets_come_from_the_type_and_those_it_restricts(interface, path, base, lengths, bounds):
    kind = interface.operations["CancelJob"].request.at(tuple(path.split("/"))).type

    assert (kind.base, (kind.min_length, kind.max_length), (kind.minimum, kind.maximum)) == (base, lengths, bounds)


def test_a_restriction_s_bound_beats_the_built_in_one(interface):
    reply = interface.operations["GetChangedWorkItems"].reply

    assert (reply.at(("actNumOut",)).type.minimum, reply.at(("actNumOut",)).type.maximum) == (0, 999999999)
    assert reply.at(("workItem",)).most == 100000
    assert reply.at(("workItem", "attr", "start")).type.min_length == 16
    assert reply.at(("workItem", "workItemType")).type.values == ("Job", "StandardActivity")
    assert reply.at(("nowhere",)) is None


def test_the_schema_stands_alone(interface):
    assert etree.XMLSchema(etree.fromstring(interface.schema)) is not None


def test_an_emulator_s_own_wsdl_reads_the_same():
    served = read(create_emulator(Settings()).wsdl.at("http://host:1/any"), source="here")

    assert served.operations == packaged().operations
    assert served.address == "http://host:1/any"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "here: expected a WSDL, found no XML"),
        (b"<html/>", "here: expected a WSDL with the root element definitions, found html"),
        (b'<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"/>', "here: expected one schema in types, found 0"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "here: expected a WSDL with the root"),
    ],
)
def test_what_is_no_wsdl_is_told(text, message):
    with pytest.raises(WsdlError) as told:
        read(text, source="here")

    assert str(told.value).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'element="sp2:QuitRequest"', b'element="sp2:Gone"', "here: schema: expected an element Gone, found None"),
        (
            b'element="sp2:QuitRequest"',
            b'type="sp2:QuitRequest"',
            "here: operation Quit: expected an input message with an element",
        ),
        (b'type="sp2:CancelReason"', b'type="sp2:CancelRaeson"', "here: cancelReason: expected a type of the schema"),
        (b"<xs:schema ", b'<xs:schema x="" ', None),
        (b"unqualified", b"qualified", "here: schema: expected elementFormDefault unqualified, found 'qualified'"),
        (b'type="xs:boolean" minOccurs="0"', b'type="sp2:GCJAttr"', None),
        (b'type="sp2:EmpID"', b'type="sp2:GCJAttr"', "expected at most 20 levels, found 'more: the type is recursive'"),
    ],
)
def test_what_the_harness_does_not_read_is_told_with_its_place(old, new, message):
    text = edited(old, new)

    if message is None:
        assert "CancelJob" in read(text, source="here").operations
    else:
        with pytest.raises(WsdlError) as told:
            read(text, source="here")
        assert message in str(told.value)
