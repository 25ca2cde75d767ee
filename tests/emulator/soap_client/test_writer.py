"""The request, byte by byte."""

from hypothesis import given
from hypothesis import strategies as st

from emulator.mapping.servicebroker import CANCEL_JOB, GET_CHANGED_WORK_ITEMS
from emulator.soap_client.writer import write
from tests.emulator.soap_client.fake_scheduling import contents

LOGIN = {"login": "", "login/databaseUser": "SCHEMA", "login/password": "secret", "login/spUser": "broker"}


def test_a_request_is_soap_12_with_the_login_first_and_unqualified_children():
    values = {"jobID": "Dep-1306", "cancelReason": "", "cancelReason/cancelReasonDesc": "called off"} | LOGIN
    values |= {"cancelReason/cancelReasonId": "1"}

    assert write(CANCEL_JOB, values).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1">'
        "<soap:Body><sp:JobCancelRequest>"
        "<login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>broker</spUser></login>"
        "<jobID>Dep-1306</jobID>"
        "<cancelReason><cancelReasonId>1</cancelReasonId><cancelReasonDesc>called off</cancelReasonDesc></cancelReason>"
        "</sp:JobCancelRequest></soap:Body></soap:Envelope>"
    )


def test_a_poll_has_its_elements_in_the_order_of_the_wsdl():
    values = {"options/JeopOnly": "true", "options": "", "timeStampIn": "17", "FRUID": "NORTH"}

    assert b"<FRUID>NORTH</FRUID><timeStampIn>17</timeStampIn><options><JeopOnly>true</JeopOnly></options>" in write(
        GET_CHANGED_WORK_ITEMS, values
    )


def test_absent_and_empty_are_two_things():
    assert b"jobID" not in write(CANCEL_JOB, {})
    assert b"<jobID></jobID>" in write(CANCEL_JOB, {"jobID": ""})
    assert b"cancelReason" not in write(CANCEL_JOB, {"jobID": "1"})
    assert b"<cancelReason></cancelReason>" in write(CANCEL_JOB, {"cancelReason": ""})


def test_markup_and_carriage_returns_are_escaped():
    request = write(CANCEL_JOB, {"jobID": "<a&b>]]>\r\n"})

    assert b"<jobID>&lt;a&amp;b&gt;]]&gt;&#13;\n</jobID>" in request


XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(lambda c: c >= " " or c in "\t\n\r")
)


@given(XML_TEXT)
def test_any_text_that_xml_can_carry_arrives_unchanged(text):
    assert contents(write(CANCEL_JOB, {"jobID": text}))["jobID"] == text
