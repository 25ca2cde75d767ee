"""SOAP messages as their text says them."""

import pytest

from contracts.expected.soap import read_message

NAMESPACES = ("http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/")


def envelope(body, namespace=NAMESPACES[0]):
    return f'<e:Envelope xmlns:e="{namespace}"><e:Header/><e:Body>{body}</e:Body></e:Envelope>'


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_elements_are_found_by_their_paths(namespace):
    message = read_message(envelope('<r:A xmlns:r="urn:r"><b><c>1</c><c> 2 </c></b><d/></r:A>', namespace))

    assert (message.root, message.namespace, message.fault) == ("A", "urn:r", None)
    assert [each.text for each in message.element.all(("b", "c"))] == ["1", " 2 "]
    assert message.element.first(("d",)).text == ""
    assert message.element.first(("b", "x")) is None
    assert [each.path for each in message.element.walk()] == [("b",), ("b", "c"), ("b", "c"), ("d",)]


def test_a_child_in_a_namespace_has_another_name():
    message = read_message(envelope('<r:A xmlns:r="urn:r"><r:b/></r:A>'))

    assert message.element.first(("b",)) is None


@pytest.mark.parametrize(
    ("body", "namespace"),
    [
        ("<e:Fault><e:Code/><e:Reason><e:Text>why</e:Text></e:Reason></e:Fault>", NAMESPACES[0]),
        ("<e:Fault><faultcode/><faultstring>why</faultstring></e:Fault>", NAMESPACES[1]),
    ],
)
def test_a_fault_tells_its_reason(body, namespace):
    assert read_message(envelope(body, namespace)).fault == "why"


@pytest.mark.parametrize("text", ["", "text", "<html/>", envelope(""), envelope("<a/><b/>"), envelope("<a/>", "urn:x"), "<a>"])
def test_what_is_no_message_is_none(text):
    assert read_message(text) is None
