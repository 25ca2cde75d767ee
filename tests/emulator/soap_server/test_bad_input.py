"""What cannot be answered gets a fault that says why, in the version it came in, and changes nothing (SCH-T-08, SCH-T-10)."""

import logging
import time

import pytest

from emulator.scheduling.work_item import Unit
from tests.emulator.soap_server.soap import MESSAGES, SOAP_11, SOAP_12, cancel, envelope, poll

ENTITY_BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
OPERATIONS = "LoginRequest, QuitRequest, JobCancelRequest, GetChangedWorkItemsRequest"


def nested(depth: int) -> str:
    """Nest elements in a jobID: Envelope, Body, JobCancelRequest and jobID are the first four."""
    inside = "<x>" * (depth - 4) + "</x>" * (depth - 4)
    return envelope(f"<sp:JobCancelRequest><jobID>J-1{inside}</jobID></sp:JobCancelRequest>")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "the request is not well-formed XML: Document is empty, line 1, column 1"),
        (" ", "the request is not well-formed XML: "),
        ("<a", "the request is not well-formed XML: "),
        ("no XML", "the request is not well-formed XML: Start tag expected, '<' not found, line 1, column 1"),
        (envelope("") + "<more/>", "the request is not well-formed XML: Extra content at the end of the document"),
        (envelope(""), "the Body holds no elements; expected one"),
        (envelope("  text <!-- and comment --> "), "the Body holds no elements; expected one"),
        (envelope(cancel("J-1") + cancel("J-2")), "the Body holds 2 elements; expected one"),
        (envelope(cancel("J-1") + "<x/><y/>"), "the Body holds 3 elements; expected one"),
        (f'<e:Envelope xmlns:e="{SOAP_12}"/>', "the Envelope holds no Body"),
        (f'<e:Envelope xmlns:e="{SOAP_12}"><Body><x/></Body></e:Envelope>', "the Envelope holds no Body"),
        (
            f'<e:Envelope xmlns:e="{SOAP_12}"><e:Body/><e:Body/></e:Envelope>',
            "the Envelope holds two Bodies; expected one",
        ),
        (
            envelope("<sp:JobDeleteRequest/>"),
            f"no operation takes {{{MESSAGES}}}JobDeleteRequest; expected one of {OPERATIONS} in {MESSAGES}",
        ),
        (
            envelope("<JobCancelRequest><jobID>J-1</jobID></JobCancelRequest>"),
            f"no operation takes JobCancelRequest; expected one of {OPERATIONS} in {MESSAGES}",
        ),
        (
            envelope('<x:JobCancelRequest xmlns:x="urn:other"><jobID>J-1</jobID></x:JobCancelRequest>'),
            f"no operation takes {{urn:other}}JobCancelRequest; expected one of {OPERATIONS} in {MESSAGES}",
        ),
        (
            '<?xml version="1.0" encoding="klingon"?>' + envelope(cancel("J-1")),
            "the request is not well-formed XML: Unsupported encoding: klingon",
        ),
        (
            "<!DOCTYPE e:Envelope>" + envelope(cancel("J-1")),
            "a document type declaration is not allowed",
        ),
        (ENTITY_BOMB + envelope(cancel(None, "<jobID>&j;</jobID>")), "a document type declaration is not allowed"),
        ('<?xml version="1.0" encoding="klingon"?>' + ENTITY_BOMB, "the request is not well-formed XML: "),
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + envelope(cancel(None, "<jobID>&x;</jobID>")),
            "a document type declaration is not allowed",
        ),
        (
            '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">' + envelope(cancel("J-1")),
            "a document type declaration is not allowed",
        ),
        (
            envelope(cancel(None, "<jobID>&nbsp;</jobID>")),
            "the request is not well-formed XML: Entity 'nbsp' not defined",
        ),
        (nested(65), "the request is nested deeper than 64 elements"),
        (nested(257), "the request is nested deeper than 64 elements"),
        (nested(10_000), "the request is nested deeper than 64 elements"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_read_gets_a_sender_fault_that_says_why(either, body, reason):
    before = either.jobs

    status, code, found = either.post(body).fault

    assert (status, code) == (400, "Sender")
    assert found.startswith(reason)
    assert (either.jobs, either.audit) == (before, [])


def test_64_levels_are_read_however_many_elements_there_are(soap):
    assert soap.post(nested(64)).result == ("OK", 0)
    assert soap.post(nested(64).replace("<x></x>", "<x>" + "<y/>" * 99 + "</x>", 1)).fault[2].endswith("64 elements")
    assert soap.post(nested(63).replace("<x></x>", "<x>" + "<y/>" * 99 + "</x>", 1)).result == ("Error", 1)


def test_64_levels_whose_innermost_is_an_empty_element_are_read_and_65_are_not(soap):
    def deep(depth: int) -> str:
        return envelope("<sp:QuitRequest>" + "<x>" * (depth - 4) + "<x/>" + "</x>" * (depth - 4) + "</sp:QuitRequest>")

    assert soap.post(deep(64)).result == ("OK", 0)
    assert soap.post(deep(65)).fault == (400, "Sender", "the request is nested deeper than 64 elements")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-7", "utf-32-be"])
def test_no_encoding_gets_a_document_type_or_a_deep_tree_past_the_guards(soap, encoding):
    declared = b'<?xml version="1.0" encoding="utf-7"?>' if encoding == "utf-7" else b""
    with_type = '<!DOCTYPE a [<!ENTITY x "J-1">]>' + envelope("<sp:JobCancelRequest><jobID>&x;</jobID></sp:JobCancelRequest>")

    assert soap.post(declared + with_type.encode(encoding)).fault == (
        400,
        "Sender",
        "a document type declaration is not allowed",
    )
    assert soap.post(declared + nested(65).encode(encoding)).fault == (
        400, "Sender", "the request is nested deeper than 64 elements",
    )  # fmt: skip
    assert soap.jobs == ["J-1", "J-2", "700001"]


@pytest.mark.parametrize(
    "job_id",
    ["<![CDATA[<!DOCTYPE a>]]>", "<!-- <!DOCTYPE a> --><!-- &x; -->", "&lt;!DOCTYPE a&gt;"],
)
def test_the_letters_of_a_document_type_may_stand_in_text_and_comments(soap, job_id):
    answer = soap.call(f"<sp:JobCancelRequest><jobID>{job_id}</jobID></sp:JobCancelRequest>")

    assert answer.result == ("Error", 1)


@pytest.mark.parametrize(
    ("content_type", "reason"),
    [
        ("application/soap+xml; charset=klingon", "the charset 'klingon' of the Content-Type is unknown"),
        ('application/soap+xml;charset="x-none"; action="a"', "the charset 'x-none' of the Content-Type is unknown"),
        ("application/soap+xml; charset=base64", "the charset 'base64' of the Content-Type is unknown"),
        ("application/soap+xml; charset=ascii", "the request is not ascii: 'ascii' codec can't decode byte 0xc3"),
        ("application/soap+xml; charset=unicode_escape", "the charset 'unicode_escape' of the Content-Type is unknown"),
        ("application/soap+xml; charset=idna", "the charset 'idna' of the Content-Type is unknown"),
    ],
)
def test_a_charset_that_cannot_be_used_gets_a_sender_fault(soap, content_type, reason):
    body = envelope(cancel("ü")).encode()

    status, code, found = soap.post(body, content_type=content_type).fault

    assert (status, code) == (400, "Sender")
    assert found.startswith(reason)


@pytest.mark.parametrize("body", [b"\xff", b"<a>\xff</a>", b"\xef\xbb\xbf\xff", b"\xfe\xff\xd8\x00", b"\xff\xfe<\0a"])
def test_bytes_that_are_no_text_get_a_sender_fault(soap, body):
    assert soap.post(body).fault[:2] == (400, "Sender")


def test_a_body_over_the_limit_is_refused_in_plain_text(soap):
    answer = soap.post(b" " * (11 * 2**20))

    assert (answer.status, answer.content_type, answer.body) == (
        413, "text/plain; charset=utf-8", b"the body is larger than max_body_bytes, 10485760 bytes\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        "<unknown>{}</unknown>",
        "<unknown a='{}'/>",
        "<unknown><![CDATA[{}]]></unknown>",
        "<!--{}-->",
        "<?x {}?>",
    ],
)
def test_a_body_under_the_limit_is_read_though_it_is_larger_than_what_the_parser_takes_by_itself(soap, inside):
    body = envelope(f"<sp:QuitRequest>{inside.format('x' * 10_100_000)}</sp:QuitRequest>")

    assert soap.post(body).result == ("OK", 0)


def test_what_is_read_without_the_parser_s_limits_is_guarded_all_the_same(soap):
    large = "x" * 10_100_000
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    deep = "<y>" * 5000 + "</y>" * 5000

    assert soap.post(envelope(f"<x>{large}</x>{deep}")).fault == (
        400,
        "Sender",
        "the request is nested deeper than 64 elements",
    )
    assert soap.post(bomb + envelope(f"<x a='&b;'>{large}</x>")).fault[2] == "a document type declaration is not allowed"
    assert soap.post(envelope(f"<x>{large}</y>")).fault[:2] == (400, "Sender")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-7", "cp037"])
def test_no_encoding_gets_entities_past_the_parser_s_limits(soap, encoding):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding in ("utf-7", "cp037") else ""

    answer = soap.post(
        (declared + bomb + envelope(f"<x a='&b;'>{'x' * 3_000_000}</x>")).encode(encoding), content_type="text/xml"
    )

    assert answer.fault[:2] == (500, "Client")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_second_byte_order_mark_is_no_part_of_xml(soap, encoding):
    marks = "\ufeff".encode(encoding)

    assert soap.post(marks + envelope(cancel("J-2")).encode(encoding), content_type=None).result == ("OK", 0)
    assert soap.post(marks * 2 + envelope(cancel("J-1")).encode(encoding), content_type=None).fault[:2] == (400, "Sender")
    assert "J-1" in soap.jobs


def test_the_limit_counts_bytes_and_is_itself_allowed(make_soap):
    body = envelope(cancel("J-1"))
    exactly = make_soap(max_body_bytes=len(body))

    assert exactly.post(body + " ").status == 413
    assert exactly.jobs == ["J-1", "J-2", "700001"]
    assert exactly.post(body).result == ("OK", 0)


def test_a_chunked_body_over_the_limit_is_refused(make_soap, chunked):
    small = make_soap(max_body_bytes=1000)

    assert chunked(small, envelope(cancel("J-1") + " " * 1000)).status == 413
    assert small.jobs == ["J-1", "J-2", "700001"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/soap", "/soap/", "/soap/any/thing"])
def test_another_method_than_post_is_not_allowed(soap, method, path):
    response = soap.client.open(path, method=method, data=b"x", content_type="text/plain")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST, GET"
    assert response.content_type == "text/plain; charset=utf-8"
    if method != "HEAD":
        assert response.text == f"{method} is not answered here: POST a SOAP envelope, or GET ?wsdl\n"


@pytest.mark.parametrize("namespace", [SOAP_11, SOAP_12])
def test_a_fault_of_the_sender_leaves_the_logs_silent(either, namespace, caplog):
    caplog.set_level(logging.INFO)

    for message in ("", cancel("J-1", "<cancelReason><cancelReasonId>x</cancelReasonId></cancelReason>"), poll("WEST"), "<x/>"):
        either.post(envelope(message, namespace=namespace))
    either.post(b"")
    either.post(ENTITY_BOMB)

    assert caplog.records == []


def test_a_failure_of_the_server_is_a_receiver_fault_that_tells_nothing_of_itself_and_is_logged(soap, caplog):
    # A unit that no door lets in: its conditions cannot be read.
    with soap.emulator.store.transaction() as tx:
        tx.put_unit(Unit(id="BROKEN", gcj_jeop_check_states="?"))

    answer = soap.poll("BROKEN", "<options><JeopOnly>true</JeopOnly></options>")

    assert answer.fault == (500, "Receiver", "the server failed; its log says why")
    assert "no jeopardy condition at position 1" in caplog.text
    assert soap.poll().result == ("OK", 0)


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf<?xml" + b" " * 2**20, ("<?xml" + " " * 2**18).encode("utf-16")])
def test_a_long_declaration_takes_no_longer_than_it_is(soap, body):
    started = time.process_time()

    assert soap.post(body).fault[:2] == (400, "Sender")

    # The square of a million would take minutes.
    assert time.process_time() - started < 5
