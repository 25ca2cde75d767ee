"""Ways to spoil SOAP: what a row says of its requests is so, as another reader of XML and schemas sees it."""

import pytest
from lxml import etree

from contracts.expected.soap_outcome import Ending
from contracts.strategies.soap_elements import ELEMENT_WAYS, places
from contracts.strategies.soap_envelopes import ENVELOPE_WAYS
from contracts.strategies.soap_packet import enveloped, packed
from contracts.strategies.soap_tree import usual_message, usual_text
from contracts.strategies.soap_way import Fate
from contracts.wsdl import Simple, packaged, read

ENUMERATION = "none of the enumeration's values"
# Rows whose requests are whole XML with one message in it, whatever the server thinks of the rest.
WHOLE = (Fate.SAME, Fate.UNKNOWN_CHILD)


def schema(interface):
    return etree.XMLSchema(etree.fromstring(interface.schema))


def message_in(body):
    envelope = etree.fromstring(body, etree.XMLParser(huge_tree=True, remove_comments=True, remove_pis=True))
    return envelope.find("{*}Body")[0]


def spoilings(way, interface):
    for operation in interface.operations.values():
        root = usual_message(operation, lambda _: None)
        for place in places(operation.request, root):
            yield from way.spoil(place)


def test_a_usual_message_of_each_operation_is_valid():
    interface = packaged()

    for operation in interface.operations.values():
        body = packed(usual_message(operation, lambda _: None), version="1.2").body
        assert schema(interface).validate(message_in(body)), operation.name


@pytest.mark.parametrize("way", ELEMENT_WAYS, ids=lambda way: way.name)
def test_a_spoiled_element_breaks_the_schema_exactly_where_its_row_says_so(way):
    interface = ENUMERATED if way.name == ENUMERATION else packaged()
    judge = schema(interface)

    made = list(spoilings(way, interface))

    assert made
    for spoiled in made:
        body = packed(spoiled.root, version="1.1").body
        assert judge.validate(message_in(body)) is not spoiled.breaks_schema, body.decode()


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("way", [way for way in ENVELOPE_WAYS if way.fate in WHOLE], ids=lambda way: way.name)
def test_an_envelope_that_is_only_unusual_holds_the_same_message(way, version):
    usual = usual_message(packaged().operations["CancelJob"], lambda _: None)
    texts = [element.text for element in message_in(packed(usual, version=version).body).iter("jobID", "cancelReasonId")]

    for packet in way.spoil(enveloped(usual, version=version, most=60_000)):
        held = message_in(packet.body)
        assert [element.text for element in held.iter("jobID", "cancelReasonId")] == texts


@pytest.mark.parametrize(
    "way",
    [way for way in ENVELOPE_WAYS if way.fate.value is Ending.SENDER and way.unread and "SCH-T-08" in way.clauses],
    ids=lambda way: way.name,
)
def test_what_is_called_no_xml_is_none(way):
    usual = usual_message(packaged().operations["Quit"], lambda _: None)

    for packet in way.spoil(enveloped(usual, version="1.2")):
        if "byte order" in way.name or ("charset" in (packet.content_type or "") and "charset" in way.name):
            continue  # lxml skips a second mark, and is told no Content-Type
        with pytest.raises(etree.XMLSyntaxError):
            etree.fromstring(packet.body)


def test_a_row_of_too_large_bodies_exceeds_the_limit_and_the_largest_allowed_meets_it():
    usual = usual_message(packaged().operations["Quit"], lambda _: None)
    sizes = {
        way.name: [len(packet.body) for packet in way.spoil(enveloped(usual, version="1.2", most=20_000))]
        for way in ENVELOPE_WAYS
        if "large" in way.name
    }

    assert sizes == {
        "too large": [20_001, 20_001],
        "as large as may be": [20_000],
        "one text as large as may be": [20_000],
    }


def test_every_row_has_a_name_and_a_clause_of_its_own():
    names = [way.name for way in (*ELEMENT_WAYS, *ENVELOPE_WAYS)]

    assert len(set(names)) == len(names)
    assert all(way.clauses for way in (*ELEMENT_WAYS, *ENVELOPE_WAYS))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Simple(base="boolean"), "false"),
        (Simple(base="string", min_length=5, max_length=9), "xxxxx"),
        (Simple(base="string", max_length=2), "xx"),
        (Simple(base="int", minimum=7, maximum=9), "7"),
        (Simple(base="int", minimum=-9, maximum=-2), "-2"),
        (Simple(base="string", values=("A", "B")), "A"),
    ],
)
def test_a_usual_text_is_what_its_type_allows(kind, text):
    assert usual_text(kind) == text


ENUMERATED = read(
    b"""<d:definitions xmlns:d="http://schemas.xmlsoap.org/wsdl/" xmlns:x="http://www.w3.org/2001/XMLSchema"
          xmlns:t="http://www.servicepower.com/sp.xsd1"><d:types>
      <x:schema targetNamespace="http://www.servicepower.com/sp.xsd1">
        <x:element name="Ask"><x:complexType><x:sequence><x:element name="colour"><x:simpleType>
          <x:restriction base="x:string"><x:enumeration value="red"/><x:enumeration value="blue"/></x:restriction>
        </x:simpleType></x:element></x:sequence></x:complexType></x:element>
        <x:element name="Told"><x:complexType><x:sequence/></x:complexType></x:element>
      </x:schema></d:types>
      <d:message name="in"><d:part name="p" element="t:Ask"/></d:message>
      <d:message name="out"><d:part name="p" element="t:Told"/></d:message>
      <d:portType name="p"><d:operation name="Ask">
        <d:input message="t:in"/><d:output message="t:out"/>
      </d:operation></d:portType>
    </d:definitions>""",
    source="a test",
)
