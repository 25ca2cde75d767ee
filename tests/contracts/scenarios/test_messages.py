"""SOAP messages as they are written, and as they are read."""

import pytest
from lxml import etree

from contracts.scenarios.matching import Kind, Matcher
from contracts.scenarios.messages import LOGIN, NAMESPACE, write
from contracts.scenarios.replies import NotSoap, read
from tests.contracts.scenarios.fake_target import soap_answer


@pytest.mark.parametrize("prefix", ["sp", "other", ""])
def test_children_stand_in_no_namespace_under_any_prefix(prefix):
    root = etree.fromstring(write("CancelJob", {"jobID": "J-1"}, prefix=prefix))[0][0]

    assert root.tag == f"{{{NAMESPACE}}}JobCancelRequest"
    assert [child.tag for child in root] == ["login", "jobID"]
    assert [child.tag for child in root[0]] == list(LOGIN)


@pytest.mark.parametrize("prefix", ["sp", ""])
def test_qualified_children_stand_in_the_message_namespace(prefix):
    root = etree.fromstring(write("CancelJob", {"jobID": "J-1"}, prefix=prefix, qualified=True))[0][0]

    assert [child.tag for child in root] == [f"{{{NAMESPACE}}}login", f"{{{NAMESPACE}}}jobID"]


def test_absent_nil_empty_one_and_many_are_written_apart():
    fields = {"login": Matcher(Kind.ABSENT), "a": Matcher(Kind.NIL), "b": None, "c": "x", "d": ["1", "2"], "e": {"f": True}}

    root = etree.fromstring(write("CancelJob", fields))[0][0]

    assert [(child.tag, child.text, len(child.attrib)) for child in root] == [
        ("a", None, 1),
        ("b", None, 0),
        ("c", "x", 0),
        ("d", "1", 0),
        ("d", "2", 0),
        ("e", None, 0),
    ]


def test_texts_survive_the_writing():
    text = " <&>\"'\r\n\t😀 "

    root = etree.fromstring(write("CancelJob", {"jobID": text}))[0][0]

    assert root.findtext("jobID") == text


def test_login_and_quit_have_messages_of_their_own():
    assert [child.tag for child in etree.fromstring(write("Login", {}))[0][0]] == list(LOGIN)
    assert len(etree.fromstring(write("Quit", {}))[0][0]) == 0


def test_a_reply_is_read_as_dictionaries():
    inside = "<p:R><result><type>OK</type><code>0</code></result><workItem><id>a</id></workItem><p:odd/></p:R>"

    reply = read(soap_answer(inside).body)

    assert (reply.version, reply.root) == ("1.2", "R")
    assert reply.body == {"result": {"type": "OK", "code": "0"}, "workItem": [{"id": "a"}], f"{{{NAMESPACE}}}odd": ""}


def test_a_root_in_another_namespace_shows_it():
    assert read(soap_answer('<x:R xmlns:x="urn:other"/>').body).root == "{urn:other}R"


def test_faults_of_both_versions_are_read():
    new = "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>why</e:Text></e:Reason></e:Fault>"
    old = "<e:Fault><faultcode>e:Client</faultcode><faultstring>why</faultstring></e:Fault>"
    wrong = "<e:Fault><faultcode>Client</faultcode><faultstring>why</faultstring></e:Fault>"

    assert read(soap_answer(new).body).body == {"fault": {"code": "Sender", "reason": "why"}}
    assert read(soap_answer(old, version="1.1").body).body == {"fault": {"code": "Client", "reason": "why"}}
    assert read(soap_answer(wrong, version="1.1").body).body["fault"]["code"] == "{None}Client"


@pytest.mark.parametrize("body", [b"", b"<html/>", b"Traceback", soap_answer("").body, soap_answer("<a/><b/>").body])
def test_what_is_no_soap_says_why(body):
    with pytest.raises(NotSoap):
        read(body)
