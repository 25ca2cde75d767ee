"""Whatever bytes are posted, the answer is a well-formed envelope, and the server never fails (SCH-T-08, SCH-T-10)."""

import logging
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.emulator.soap_server.soap import MEDIA_TYPES, MESSAGES, SOAP_11, SOAP_12, Soap, cancel, envelope, poll, reason

WHOLE = [
    envelope(cancel("J-1", reason("<cancelReasonId>1</cancelReasonId><cancelReasonDesc>wet &amp; cold</cancelReasonDesc>"))),
    envelope(poll("NORTH", "<timeStampIn>12</timeStampIn><options><JeopOnly>true</JeopOnly></options>"), namespace=SOAP_11),
    envelope("<sp:QuitRequest/>", header='<e:Header><x e:mustUnderstand="0"/></e:Header>'),
    '<?xml version="1.0" encoding="UTF-8"?>\n' + envelope(cancel("<\U0001f6e0>")),
]
SNIPPETS = [
    "<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY x "y">]>', "&x;", "&amp;", "&#0;", "&#xD800;", "&#x10FFFF;", "<![CDATA[", "]]>",
    "<!--", "-->", "<?xml?>", '<?xml version="1.1"?>', '<?xml version="1.0" encoding="utf-16"?>', "<a>" * 70, "</a>" * 70,
    'xsi:nil="true"', "\x00", "\ufeff", "\ufffe", "<e:Body>", "</e:Body>", "<e:Envelope>", "<jobID>", "</jobID>", "<x/>",
    'xmlns:e=""', "e:", "sp:", "9" * 30, "\r\n", "<", ">", "&", '"', "'", "=", 'e:mustUnderstand="1"',
    ' xsi:type="sp:CancelReason"', "\ud800",
]  # fmt: skip
ENCODINGS = [
    *["utf-8"] * 3,
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-be",
    "utf-7",
    "cp037",
    "shift_jis",
]
CHARSETS = [
    "", "utf-8", "utf-16", "utf-16-be", "utf-32", "utf-7", "ascii", "latin-1", "cp037", "base64", "rot13", "unicode_escape",
    "idna", "raw_unicode_escape", "undefined", "punycode", "mbcs", "klingon", "\xe9", "shift_jis", "hz",
    "iso2022_jp", "x" * 300,
]  # fmt: skip


@st.composite
def spoiled(draw: Any) -> bytes:
    """Take a whole envelope, cut, repeat and insert in its text, encode it, and spoil some bytes."""
    text = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.sampled_from([0, 0, 1, 5, 60])))
        between = draw(st.sampled_from(["", text[start:stop] * 2]) | st.sampled_from(SNIPPETS) | st.text(max_size=5))
        text = text[:start] + between + text[stop:]
    encoding = draw(st.sampled_from(ENCODINGS))
    body = text.encode(encoding, "surrogatepass" if encoding.startswith("utf-") and encoding != "utf-7" else "replace")
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        place = draw(st.integers(0, len(body)))
        body = body[:place] + draw(st.binary(max_size=3)) + body[place + draw(st.integers(0, 3)) :]
    return body


def content_types() -> st.SearchStrategy[str]:
    media_types = st.sampled_from(["application/soap+xml", "text/xml", "text/plain", ""])
    told = st.builds("{}; charset={}".format, media_types, st.sampled_from(CHARSETS))
    latin_1 = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40)
    return told | told | st.builds("{};charset={}".format, media_types, latin_1) | latin_1


SERVERS = {profile: Soap(profile=profile) for profile in ("lenient", "strict")}


def posted(soap: Soap, body: bytes, content_type: str) -> tuple[int, str, bytes]:
    environ = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": "/soap", "QUERY_STRING": "",
        "SERVER_NAME": "x", "SERVER_PORT": "80", "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body),
    }  # fmt: skip
    begun: list[tuple[int, str]] = []
    parts = soap.emulator.wsgi(environ, lambda line, headers: begun.append((int(line[:3]), dict(headers)["Content-Type"])))
    return (*begun[0], b"".join(parts))


@pytest.mark.parametrize("profile", ["lenient", "strict"])
@example(body=b"", content_type="")
@example(body=b"<!DOCTYPE", content_type="text/xml; charset=utf-7")
@example(body=b"\\ud800\\x", content_type="text/xml; charset=unicode_escape")
@example(body=b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a><!DOCTYPE a>', content_type="")
@example(body=b'<?xml version="1.0" encoding="nonsense"?><!DOCTYPE a>', content_type="")
@settings(max_examples=settings().max_examples * 3)
@given(body=spoiled() | st.binary(max_size=60), content_type=content_types())
def test_whatever_is_posted_gets_a_well_formed_envelope(profile, body, content_type):
    status, answered_as, answer = posted(SERVERS[profile], body, content_type)

    tree = etree.fromstring(answer)
    namespace = etree.QName(tree).namespace
    assert answered_as == f"{MEDIA_TYPES[namespace]}; charset=utf-8"
    (root,) = tree.find(f"{{{namespace}}}Body")
    if root.tag != f"{{{namespace}}}Fault":
        assert status == 200
        assert etree.QName(root).namespace == MESSAGES
        assert root.find("result/code") is not None
        return
    told = "".join(root.itertext())
    assert "the server failed" not in told
    assert "object at 0x" not in told
    if namespace == SOAP_12:
        assert status == (400 if "Sender" in root.findtext("{*}Code/{*}Value") else 500)
    else:
        assert status == 500


@given(length=st.text(max_size=4) | st.integers(-5, 500).map(str), transfer=st.sampled_from(["", "chunked", "Chunked", "gzip"]))
def test_whatever_length_is_told_the_answer_is_an_envelope(length, transfer):
    soap = SERVERS["lenient"]
    data = WHOLE[2].encode()
    environ = {"CONTENT_LENGTH": length.encode("latin-1", "ignore").decode("latin-1"), "HTTP_TRANSFER_ENCODING": transfer}

    response = soap.client.post("/soap", data=data, environ_overrides=environ)

    assert response.status_code in (200, 400)
    assert etree.fromstring(response.data).tag.endswith("}Envelope")


def test_spyne_writes_nothing_to_the_log_meanwhile(caplog):
    caplog.set_level(logging.DEBUG, logger="emulator")
    caplog.set_level(logging.INFO, logger="spyne")

    for whole in WHOLE:
        for cut in range(0, len(whole), 7):
            posted(SERVERS["lenient"], whole[:cut].encode(), "")
            posted(SERVERS["strict"], (whole[:cut] + whole[cut + 3 :]).encode(), "")

    assert caplog.records == []
