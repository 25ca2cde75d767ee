"""Which version a fault takes, envelopes of no version of ours, and headers that must be understood (SCH-T-02, SCH-T-08)."""

import pytest

from tests.emulator.soap_server.soap import MESSAGES, SOAP_11, SOAP_12, cancel, envelope


@pytest.mark.parametrize(
    ("content_type", "version", "code"),
    [
        ("application/soap+xml", SOAP_12, "Sender"),
        ("application/soap+xml; charset=utf-8", SOAP_12, "Sender"),
        ("text/xml", SOAP_11, "Client"),
        ("Text/XML ; charset=utf-8", SOAP_11, "Client"),
        ("text/plain", SOAP_12, "Sender"),
        ("", SOAP_12, "Sender"),
        (None, SOAP_12, "Sender"),
    ],
)
def test_where_no_envelope_tells_the_version_the_content_type_does_else_it_is_1_2(soap, content_type, version, code):
    answer = soap.post("<", content_type=content_type)

    assert answer.namespace == version
    assert answer.fault[:2] == ((500, "Client") if version == SOAP_11 else (400, "Sender"))


@pytest.mark.parametrize("content_type", ["text/xml", "application/soap+xml", "text/plain"])
def test_the_envelope_tells_the_version_whatever_the_content_type(soap, content_type):
    old = soap.post(envelope("", namespace=SOAP_11), content_type=content_type)
    new = soap.post(envelope("", namespace=SOAP_12), content_type=content_type)

    assert old.fault == (500, "Client", "the Body holds no elements; expected one")
    assert new.fault == (400, "Sender", "the Body holds no elements; expected one")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (envelope(cancel("J-1"), namespace="urn:soap-13"), "{urn:soap-13}Envelope"),
        ("<Envelope/>", "Envelope"),
        (f'<e:Message xmlns:e="{SOAP_12}"/>', f"{{{SOAP_12}}}Message"),
        (
            f'<sp:JobCancelRequest xmlns:sp="{MESSAGES}"><jobID>J-1</jobID></sp:JobCancelRequest>',
            f"{{{MESSAGES}}}JobCancelRequest",
        ),
    ],
)
def test_an_unknown_envelope_is_a_version_mismatch(soap, body, found):
    expected = f"expected {{{SOAP_11}}}Envelope or {{{SOAP_12}}}Envelope"

    assert soap.post(body).fault == (500, "VersionMismatch", f"the root element is {found}; {expected}")
    assert soap.post(body, content_type="text/xml").fault[:2] == (500, "VersionMismatch")
    assert soap.jobs == ["J-1", "J-2", "700001"]


def test_where_only_1_2_is_spoken_a_1_1_envelope_gets_a_version_mismatch_in_1_1(make_soap):
    only = make_soap(soap_versions="1.2")

    answer = only.post(envelope(cancel("J-1"), namespace=SOAP_11), content_type="text/xml")

    assert answer.namespace == SOAP_11
    assert answer.fault == (500, "VersionMismatch", f"SOAP 1.1 is not offered here; expected {{{SOAP_12}}}Envelope")
    assert only.post("<x/>").fault[2] == f"the root element is x; expected {{{SOAP_12}}}Envelope"
    assert only.cancel("J-1").result == ("OK", 0)


ROLE_12 = "http://www.w3.org/2003/05/soap-envelope/role/"
ROLE_11 = "http://schemas.xmlsoap.org/soap/actor/next"


def with_header(attributes: str, namespace: str) -> str:
    block = f'<h:Security xmlns:h="urn:wss" {attributes}><h:Token/></h:Security>'
    return envelope(cancel("J-1"), namespace=namespace, header=f"<e:Header><other/>{block}</e:Header>")


@pytest.mark.parametrize(
    ("attributes", "namespace"),
    [
        ('e:mustUnderstand="1"', SOAP_12),
        ('e:mustUnderstand=" true "', SOAP_12),
        ('e:mustUnderstand="1"', SOAP_11),
        (f'e:mustUnderstand="1" e:role="{ROLE_12}next"', SOAP_12),
        (f'e:mustUnderstand="true" e:role="{ROLE_12}ultimateReceiver"', SOAP_12),
        ('e:mustUnderstand="1" e:role=""', SOAP_12),
        (f'e:mustUnderstand="1" e:actor="{ROLE_11}"', SOAP_11),
        # The other version's attribute for the role means nothing.
        ('e:mustUnderstand="1" e:actor="urn:someone"', SOAP_12),
    ],
)
def test_a_header_for_us_that_must_be_understood_gets_a_fault(soap, attributes, namespace):
    answer = soap.post(with_header(attributes, namespace), content_type="text/plain")

    assert answer.namespace == namespace
    assert answer.fault == (500, "MustUnderstand", "the header {urn:wss}Security must be understood, and is not known here")
    assert soap.jobs == ["J-1", "J-2", "700001"]


@pytest.mark.parametrize(
    ("attributes", "namespace"),
    [
        ("", SOAP_12),
        ('e:mustUnderstand="0"', SOAP_12),
        ('e:mustUnderstand="false"', SOAP_12),
        ('mustUnderstand="1"', SOAP_12),
        (f'e:mustUnderstand="1" e:role="{ROLE_12}none"', SOAP_12),
        ('e:mustUnderstand="1" e:role="urn:someone"', SOAP_12),
        ('e:mustUnderstand="1" e:actor="urn:someone"', SOAP_11),
    ],
)
def test_any_other_header_is_passed_over(soap, attributes, namespace):
    assert soap.post(with_header(attributes, namespace), content_type="text/plain").result == ("OK", 0)
