import pytest

from contracts.wsdl import packaged_text
from contracts.wsdl.facts import facts

TYPES = "definitions sp/types/schema"


def test_the_same_interface_under_other_prefixes_has_the_same_facts():
    renamed = packaged_text().replace(b"sp2:", b"messages:").replace(b"xmlns:sp2", b"xmlns:messages")

    assert facts(renamed) == facts(packaged_text())


def test_where_a_service_is_does_not_matter():
    moved = packaged_text().replace(b"http://127.0.0.1:8010/soap", b"https://elsewhere.example/")

    assert moved != packaged_text()
    assert facts(moved) == facts(packaged_text())


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'name="timeStampOut" type="xs:unsignedLong"', b'name="timeStampOut" type="xs:unsignedInt"', "/@type"),
        (b'elementFormDefault="unqualified"', b'elementFormDefault="qualified"', "/@elementFormDefault"),
        (b'<xs:maxLength value="50"/>', b'<xs:maxLength value="49"/>', "maxLength 49"),
        (b"spPortType#Quit", b"spPortType#Leave", "/@soapAction"),
        (
            b'name="cancelReason" type="sp2:CancelReason" minOccurs="0"',
            b'name="cancelReason" type="sp2:CancelReason"',
            "/@minOccurs",
        ),
    ],
)
def test_another_interface_has_other_facts(old, new, place):
    changed = packaged_text().replace(old, new)

    differences = {key for key, _ in facts(changed).items() ^ facts(packaged_text()).items()}

    assert changed != packaged_text()
    assert any(place in key for key in differences), differences


def test_the_order_of_a_sequence_is_a_fact():
    first, second = (b'<xs:element name="type" type="sp2:ReturnType"/>', b'<xs:element name="code" type="xs:unsignedInt"/>')
    swapped = packaged_text().replace(first, b"@@").replace(second, first).replace(b"@@", second)

    assert dict(facts(swapped).items() - facts(packaged_text()).items()) == {
        f"{TYPES}/complexType ReturnCode/sequence: in order": "element code, element type, element errNote"
    }


def test_what_is_no_xml_has_none():
    with pytest.raises(ValueError, match="it is no XML"):
        facts(b"<html>")
