"""The WSDL is the vendor's, the same on every start, and what is served keeps it (SCH-T-05, SCH-G-01 to G-03, SCH-R-03)."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zeep
from lxml import etree

from emulator.return_codes import ResultType, ReturnCode
from tests.emulator.scheduling.items import JEOPARDY
from tests.emulator.soap_server.soap import MESSAGES, Soap
from tests.golden.cases import REPLIES, answered

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "openapi" / "scheduling.wsdl"
W = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP_12 = "{http://schemas.xmlsoap.org/wsdl/soap12/}"
XS = "{http://www.w3.org/2001/XMLSchema}"
OPERATIONS = {
    "CancelJob": ("JobCancelRequest", "JobCancelResponse"),
    "GetChangedWorkItems": ("GetChangedWorkItemsRequest", "GetChangedWorkItemsResponse"),
    "Login": ("LoginRequest", "LoginResponse"),
    "Quit": ("QuitRequest", "StandardResponse"),
}

# Each structure: its children in order, with type (lengths in brackets) and occurrence.
STRUCTURES = {
    "spLogin": "databaseUser string(1..30) 1..1, password string(1..50) 1..1, spUser string(1..256) 1..1",
    "LoginRequest": "databaseUser string(1..30) 1..1, password string(1..50) 1..1, spUser string(1..256) 1..1",
    "LoginResponse": "result ReturnCode 1..1",
    "QuitRequest": "",
    "StandardResponse": "result ReturnCode 1..1",
    "JobCancelRequest": "login spLogin 1..1, jobID string(1..50) 1..1, cancelReason CancelReason 0..1",
    "CancelReason": "cancelReasonId unsignedInt 1..1, cancelReasonDesc string(0..500) 0..1",
    "JobCancelResponse": "result ReturnCode 1..1, jobInfo JobCancelInfo 0..1",
    "ReturnCode": "type string(OK Warning Error) 1..1, code unsignedInt 1..1, errNote string 0..1",
    "JobCancelInfo": (
        "jobID string(1..50) 1..1, onHold boolean 1..1, bookDuration unsignedInt 1..1, "
        "disStatus string(Tentative Fixed Earmarked Contacted Travelling LoggedOn LoggedOff Cleared Cancelled) 1..1, "
        "empID string(0..25) 0..1"
    ),
    "GetChangedWorkItemsRequest": (
        "login spLogin 1..1, FRUID string(1..8) 1..1, timeStampIn unsignedLong 0..1, options GetChangedJobsOptions 0..1"
    ),
    "GetChangedJobsOptions": "JeopOnly boolean 0..1",
    "GetChangedWorkItemsResponse": (
        "result ReturnCode 1..1, timeStampOut unsignedLong 1..1, actNumOut unsignedInt(<=999999999) 0..1, more boolean 0..1, "
        "workItem GCJWorkItemAttr 0..100000"
    ),
    "GCJWorkItemAttr": (
        "workItemID string(1..50) 1..1, workItemType string(Job StandardActivity) 1..1, isFixed boolean 1..1, "
        "jobJeopardy JeopConditions 0..1, attr GCJAttr 0..1"
    ),
    "GCJAttr": (
        "empID string(1..25) 1..1, start string(16) 1..1, arrival string(16) 1..1, finish string(16) 1..1, "
        "disStatus string(Tentative Fixed Earmarked Contacted Travelling LoggedOn LoggedOff Cleared Cancelled) 1..1, "
        "overdue int 1..1"
    ),
    "JeopConditions": ", ".join(f"{name} boolean 0..1" for name in JEOPARDY),
}


def served(**settings: Any) -> bytes:
    return Soap(**settings).client.get("/soap?wsdl", base_url="http://127.0.0.1:8010").data


@pytest.fixture(scope="module")
def wsdl() -> Any:
    return etree.fromstring(served())


def local(name: str) -> str:
    return name.rpartition(":")[2]


def test_the_golden_document_is_what_is_served():
    assert served() == GOLDEN.read_bytes(), "say make golden, and look at the difference"


@pytest.mark.parametrize("profile", ["lenient", "strict"])
def test_the_profile_changes_nothing_in_it(profile):
    assert served(profile=profile) == GOLDEN.read_bytes()


def test_it_is_the_same_bytes_whatever_the_hash_seed():
    program = "import sys; from tests.agreement.test_wsdl import served; sys.stdout.buffer.write(served())"

    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert found == {GOLDEN.read_bytes()}


def test_service_port_binding_and_namespace_have_the_vendors_names(wsdl):
    assert (wsdl.get("targetNamespace"), wsdl.get("name")) == ("http://www.servicepower.com/sp.wsdl", "sp")
    assert [part.get("name") for part in wsdl.iter(f"{W}service", f"{W}port")] == ["sp", "sp"]
    assert [part.get("name") for part in wsdl.findall(f"{W}portType")] == ["spPortType"]
    (binding,) = wsdl.findall(f"{W}binding")
    assert (binding.get("name"), local(binding.get("type"))) == ("sp", "spPortType")
    assert wsdl.find(f"{W}service/{W}port").get("binding") == "sp1:sp"
    style = binding.find(f"{SOAP_12}binding")
    assert (style.get("style"), style.get("transport")) == ("document", "http://schemas.xmlsoap.org/soap/http")


def test_the_operations_have_the_vendors_messages_and_actions(wsdl):
    ports = wsdl.findall(f"{W}portType/{W}operation")
    bound = wsdl.findall(f"{W}binding/{W}operation")

    assert [operation.get("name") for operation in ports] == [operation.get("name") for operation in bound] == list(OPERATIONS)
    for port, operation in zip(ports, bound, strict=True):
        messages = tuple(local(port.find(f"{W}{way}").get("message")) for way in ("input", "output"))
        assert messages == OPERATIONS[port.get("name")]
        action = operation.find(f"{SOAP_12}operation").get("soapAction")
        assert action == f"capeconnect:servicepower:spPortType#{port.get('name')}"
        assert {body.get("use") for body in operation.iter(f"{SOAP_12}body")} == {"literal"}


def test_a_message_has_one_part_that_is_the_element_of_its_name(wsdl):
    for message in wsdl.findall(f"{W}message"):
        (part,) = message
        prefix, _, name = part.get("element").partition(":")
        assert (part.nsmap[prefix], name) == (MESSAGES, message.get("name"))


def test_the_schema_is_one_with_unqualified_children_and_the_messages_as_elements(wsdl):
    (schema,) = wsdl.find(f"{W}types")

    assert schema.get("targetNamespace") == MESSAGES
    assert schema.get("elementFormDefault") == "unqualified"
    assert schema.get("attributeFormDefault", "unqualified") == "unqualified"
    messages = {name for pair in OPERATIONS.values() for name in pair}
    assert {element.get("name") for element in schema.findall(f"{XS}element")} == messages
    assert not schema.findall(f"{XS}import")
    assert not [element.get("name") for element in schema.iter(f"{XS}element") if element.get("nillable")]


def spelt(schema: Any, element: Any) -> str:
    """Spell an element as STRUCTURES does."""
    name, facets = local(element.get("type")), ""
    simple = schema.find(f"{XS}simpleType[@name='{name}']")
    if simple is not None:
        restriction = simple.find(f"{XS}restriction")
        name = local(restriction.get("base"))
        found = {etree.QName(facet).localname: facet.get("value") for facet in restriction}
        choices = [facet.get("value") for facet in restriction.findall(f"{XS}enumeration")]
        if choices:
            facets = f"({' '.join(choices)})"
        elif "length" in found:
            facets = f"({found['length']})"
        elif "maxInclusive" in found:
            facets = f"(<={found['maxInclusive']})"
        else:
            facets = f"({found.get('minLength', '0')}..{found['maxLength']})"
    return f"{element.get('name')} {name}{facets} {element.get('minOccurs', '1')}..{element.get('maxOccurs', '1')}"


def test_there_are_no_other_structures(wsdl):
    assert {found.get("name") for found in wsdl.iter(f"{XS}complexType")} == set(STRUCTURES)


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_structure_has_its_children_in_order_with_types_facets_and_occurrence(wsdl, name):
    (schema,) = wsdl.find(f"{W}types")
    found = schema.find(f"{XS}complexType[@name='{name}']")

    assert ", ".join(spelt(schema, element) for element in found.iter(f"{XS}element")) == STRUCTURES[name]
    assert not list(found.iter(f"{XS}attribute", f"{XS}choice", f"{XS}any"))


def test_unresourced_status_absent_shows_in_the_schema_and_nowhere_else():
    absent = etree.fromstring(served(unresourced_status="absent"))

    status = absent.find(f".//{XS}complexType[@name='JobCancelInfo']//{XS}element[@name='disStatus']")
    assert status.get("minOccurs") == "0"
    del status.attrib["minOccurs"]
    assert etree.tostring(absent) == etree.tostring(etree.fromstring(GOLDEN.read_bytes()))


@pytest.mark.parametrize("query", ["wsdl", "WSDL", "Wsdl", "wsdl=", "WSDL=1", "x=1&wSdL"])
@pytest.mark.parametrize("path", ["/soap", "/soap/x", "/", "/ccx/servicepower"])
def test_it_is_served_at_each_path_with_the_address_that_was_asked(path, query):
    response = Soap().client.get(f"{path}?{query}", base_url="https://scheduling.example:8443")

    assert response.status_code == 200
    assert response.content_type == "text/xml; charset=utf-8"
    address = etree.fromstring(response.data).find(f".//{SOAP_12}address")
    assert address.get("location") == f"https://scheduling.example:8443{path}"
    expected = GOLDEN.read_bytes().replace(b"http://127.0.0.1:8010/soap", f"https://scheduling.example:8443{path}".encode())
    assert response.data == expected


def test_an_address_does_not_stick_and_is_written_safely():
    client = Soap().client

    found = []
    for host, path in (("one", "/a"), ("two", "/b\"<&>'c d/é"), ('x"y', "/soap")):
        wsdl = client.get(f"{path}?wsdl", headers={"Host": host}).data
        found.append(etree.fromstring(wsdl).find(f".//{SOAP_12}address").get("location"))

    assert found == ["http://one/a", "http://two/b%22%3C&%3E'c%20d/%C3%A9", 'http://x"y/soap']


def test_zeep_reads_it(tmp_path):
    file = tmp_path / "sp.wsdl"
    file.write_bytes(served())

    client = zeep.Client(str(file))

    assert list(client.wsdl.services["sp"].ports["sp"].binding.all()) == list(OPERATIONS)


# -- what is served keeps the schema


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_keeps_the_schema_that_is_served_with_it(name):
    case = REPLIES[name]
    document = etree.fromstring(served(**case.settings))

    schema = etree.XMLSchema(etree.fromstring(etree.tostring(document.find(f"{W}types")[0])))

    schema.assertValid(answered(case).root)


def test_the_return_codes_are_those_of_the_clause():
    text = (ROOT / "contracts" / "clauses" / "scheduling.yaml").read_text(encoding="utf-8")
    (clause,) = re.findall(r"\{id: SCH-R-03,.*\}", text)
    told = re.findall(r"(\d+) (SP_[A-Z_]+)", clause)

    assert [(str(code.number), code.vendor_name) for code in ReturnCode] == told
    assert {code.type for code in ReturnCode if code.number} == {ResultType.ERROR}
    assert ReturnCode.OK.type is ResultType.OK
