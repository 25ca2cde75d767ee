"""Envelopes of every make are read alike, on every path, and text survives unchanged (SCH-T-01 to T-06, T-09, T-11)."""

import re
from threading import Thread

import httpx
import pytest
from werkzeug.serving import make_server

from tests.emulator.scheduling.items import job
from tests.emulator.soap_server.soap import MESSAGES, SOAP_11, SOAP_12, XSI, cancel, envelope, escaped, poll, reason

ASTRAL = "\U0001f6e0"
DEFAULT_NAMESPACE = (
    f'<Envelope xmlns="{SOAP_12}"><Header/><Body><JobCancelRequest xmlns="{MESSAGES}">'
    '<login xmlns=""><databaseUser>a</databaseUser><password>b</password><spUser>c</spUser></login>'
    '<jobID xmlns="">J-1</jobID></JobCancelRequest></Body></Envelope>'
)
DECLARED_INSIDE = (
    f'<ns0:Envelope xmlns:ns0="{SOAP_12}"><ns0:Body><ns0:JobCancelRequest xmlns:ns0="{MESSAGES}">'
    "<login><databaseUser>a</databaseUser><password>b</password><spUser>c</spUser></login>"
    "<jobID>J-1</jobID></ns0:JobCancelRequest></ns0:Body></ns0:Envelope>"
)
BROKEN_UP = (
    "<?xml version='1.0'?><?pi one?><!-- one -->\n"
    f'<é:Envelope xmlns:é="{SOAP_12}" xmlns:_-.="{MESSAGES}"><?pi two?><!-- two --><é:Header/>\n<é:Body>\n<!-- three -->\n'
    "<_-.:JobCancelRequest\n><!-- four --><login><databaseUser>a</databaseUser><password>b</password>\n"
    "<spUser>c</spUser></login>"
    "<jobID>J<!-- five --><![CDATA[-]]><?pi three?>&#x31;<![CDATA[]]></jobID></_-.:JobCancelRequest>"
    "</é:Body></é:Envelope>\n<!-- six -->"
)


@pytest.mark.parametrize(
    "body",
    [envelope(cancel("J-1")), DEFAULT_NAMESPACE, DECLARED_INSIDE, BROKEN_UP],
    ids=["plain", "default", "inside", "broken up"],
)
def test_prefixes_default_namespaces_comments_and_cdata_make_no_difference(either, body):
    answer = either.post(body)

    assert answer.result == ("OK", 0)
    assert answer.text("jobInfo/jobID") == "J-1"


MADE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "BOM utf-16-be")
SAID = ("", "; charset=utf-16", '; charset="UTF-8"', "; CharSet=utf-8; action=x")


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="{}" standalone="yes"?>'])
@pytest.mark.parametrize(
    ("encoding", "charset"), [(made, said) for made in MADE for said in SAID if (made, said) != ("utf-8", "; charset=utf-16")]
)
def test_utf_8_and_utf_16_are_read_with_and_without_a_mark_and_whatever_is_said_of_them(soap, encoding, charset, declaration):
    name = encoding.removeprefix("BOM ")
    text = declaration.format(name.removesuffix("-sig")) + envelope(cancel(f"ü{ASTRAL}"))
    soap.put(job(f"ü{ASTRAL}"))

    body = (("\ufeff" if encoding.startswith("BOM") else "") + text).encode(name)
    answer = soap.post(body, content_type=f"application/soap+xml{charset}")

    assert answer.text("jobInfo/jobID") == f"ü{ASTRAL}"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("said", ["declared", "in the Content-Type"])
def test_other_charsets_are_read_where_they_are_named(soap, encoding, said):
    soap.put(job("ü"))
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if said == "declared" else ""
    charset = f"; charset={encoding}" if said != "declared" else ""

    answer = soap.post((declaration + envelope(cancel("ü"))).encode(encoding), content_type=f"text/xml{charset}")

    assert answer.text("jobInfo/jobID") == "ü"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"SOAPAction": '"capeconnect:servicepower:spPortType#CancelJob"'},
        {"SOAPAction": "capeconnect:servicepower:spPortType#CancelJob"},
        {"SOAPAction": ""},
        {"SOAPAction": '""'},
        {"SOAPAction": '"capeconnect:servicepower:spPortType#Quit"'},
        {"SOAPAction": "\xff\xfe nonsense"},
    ],
)
@pytest.mark.parametrize("action", ["", '; action="capeconnect:servicepower:spPortType#Quit"', "; action=nonsense;;;"])
def test_the_action_does_not_matter(soap, headers, action):
    answer = soap.post(envelope(cancel("J-1")), content_type=f"application/soap+xml{action}", headers=headers)

    assert answer.name == "JobCancelResponse"
    assert answer.result == ("OK", 0)


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_the_content_type_does_not_matter_to_an_envelope(soap, content_type):
    assert soap.post(envelope(cancel("J-1")), content_type=content_type).result == ("OK", 0)


@pytest.mark.parametrize(
    "path", ["/soap", "/soap/", "/soap/x/y", "/", "/ccx/servicepower", "/soap%20and/more", "/soap?wsdl", "/?x=1"]
)
def test_it_answers_on_every_path_that_nothing_else_owns(soap, path):
    assert soap.post(envelope(cancel("J-1")), path=path).result == ("OK", 0)


@pytest.mark.parametrize(("namespace", "media_type"), [(SOAP_11, "text/xml"), (SOAP_12, "application/soap+xml")])
@pytest.mark.parametrize("content_type", ["text/xml", "application/soap+xml"])
def test_a_reply_is_in_the_version_of_its_request(soap, namespace, media_type, content_type):
    answer = soap.post(envelope(cancel("J-1"), namespace=namespace), content_type=content_type)

    assert answer.result == ("OK", 0)
    assert answer.namespace == namespace
    assert answer.content_type == f"{media_type}; charset=utf-8"


def test_a_reply_is_utf_8_with_a_declaration_its_root_qualified_and_its_children_not(soap):
    answer = soap.poll()

    assert answer.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<')
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.root.tag == f"{{{MESSAGES}}}GetChangedWorkItemsResponse"
    assert not [child.tag for child in answer.root.iterdescendants() if child.tag.startswith("{")]


def test_children_come_in_the_schemas_order_and_times_have_16_characters(soap):
    item = soap.poll().root.find("workItem")

    assert [child.tag for child in item] == ["workItemID", "workItemType", "isFixed", "attr"]
    assert [child.tag for child in item.find("attr")] == ["empID", "start", "arrival", "finish", "disStatus", "overdue"]
    assert item.findtext("attr/start") == "2026-01-05T10:00"
    assert item.findtext("isFixed") == "false"
    assert [child.tag for child in soap.cancel("J-1").root.find("jobInfo")] == [
        "jobID", "onHold", "bookDuration", "disStatus", "empID",
    ]  # fmt: skip


TEXTS = [
    " x ", "\tx\n", "x\ry\r\nz", ASTRAL * 50, "a]]>b", "&amp;<b/>", "\x85\u2028\ufffd\ud7ff\ue000", "é" + "e\u0301",
    "\u202eabc", "\u00a0", "'\"",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_survives_the_round_trip_unchanged(either, text):
    either.put(job(text, employee=text[:25]))

    polled = either.poll().root.findall("workItem")[-1]
    answer = either.cancel(
        text, reason(f"<cancelReasonId>1</cancelReasonId><cancelReasonDesc>{escaped(text)}</cancelReasonDesc>")
    )

    assert (polled.findtext("workItemID"), polled.findtext("attr/empID")) == (text, text[:25])
    assert (answer.text("jobInfo/jobID"), answer.text("jobInfo/empID")) == (text, text[:25])
    assert either.audit[0].reason == text


def test_a_carriage_return_is_written_as_a_reference(soap):
    soap.put(job("a\rb"))

    assert b"<workItemID>a&#13;b</workItemID>" in soap.poll().body


def test_white_space_in_an_id_counts(soap):
    assert soap.cancel(" J-1").result == soap.cancel("J-1 ").result == soap.cancel("J-1\n").result == ("Error", 1)
    assert soap.cancel("J-1").result == ("OK", 0)


def test_children_in_the_messages_namespace_are_read_by_lenient_alone(soap, strict):
    qualified = re.sub(r"<(/?)(\w)", r"<\1sp:\2", cancel("J-1").replace("sp:", ""))
    assert "<sp:jobID>" in qualified

    assert soap.call(qualified).result == ("OK", 0)
    assert strict.call(qualified).fault[:2] == (400, "Sender")


def test_a_nil_attribute_of_another_namespace_is_none(soap):
    answer = soap.call('<sp:JobCancelRequest><jobID nil="true">J-1</jobID></sp:JobCancelRequest>')

    assert answer.result == ("OK", 0)
    assert XSI not in cancel("J-1")


def test_a_chunked_body_is_read(soap, chunked):
    assert chunked(soap, envelope(cancel("J-1"))).result == ("OK", 0)


def test_a_body_without_length_or_chunks_is_none(soap):
    builder_environ = {"HTTP_TRANSFER_ENCODING": "", "wsgi.input_terminated": False}

    response = soap.client.post(
        "/soap", data=envelope(cancel("J-1")), environ_overrides=builder_environ | {"CONTENT_LENGTH": ""}
    )

    assert response.status_code == 400
    assert soap.jobs == ["J-1", "J-2", "700001"]


def test_chunks_are_read_from_a_real_connection(soap):
    server = make_server("127.0.0.1", 0, soap.emulator.wsgi)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        body = envelope(poll()).encode()
        chunks = (body[start : start + 100] for start in range(0, len(body), 100))
        with httpx.Client(trust_env=False) as client:
            response = client.post(f"http://127.0.0.1:{server.port}/soap", content=chunks)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert response.request.headers["Transfer-Encoding"] == "chunked"
    assert response.status_code == 200
    assert b"<workItemID>J-1</workItemID>" in response.content
