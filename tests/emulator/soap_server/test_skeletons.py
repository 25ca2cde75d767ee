"""A message whose markup came before is read as if it were parsed: the same values, or the same fault."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emulator.soap_server.call import Call
from emulator.soap_server.envelopes import SoapFault
from emulator.soap_server.shared_wire import make_wire
from emulator.soap_server.skeletons import Skeletons
from emulator.soap_server.wire import SchedulingSoap

SOAP = "application/soap+xml; charset=utf-8"
OPENING = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1">'

# {} is where a text stands; what is around it is markup that a client writes, or might.
MARKUP = [
    "<e:Body><sp:JobCancelRequest><jobID>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body>\n  <sp:JobCancelRequest>\n    <jobID>{}</jobID>\n  </sp:JobCancelRequest>\n</e:Body>",
    "<e:Body> <sp:JobCancelRequest> <jobID>{}</jobID> </sp:JobCancelRequest> </e:Body>",
    "<e:Header><a>{}</a></e:Header><e:Body><sp:JobCancelRequest><jobID>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><login><databaseUser>{}</databaseUser><password>{}</password><spUser>{}</spUser></login>"
    "<jobID>{}</jobID><cancelReason><cancelReasonId>{}</cancelReasonId><cancelReasonDesc>{}</cancelReasonDesc></cancelReason>"
    "</sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:GetChangedWorkItemsRequest><FRUID>{}</FRUID><timeStampIn>{}</timeStampIn><options><JeopOnly>{}</JeopOnly>"
    "<other>{}</other></options></sp:GetChangedWorkItemsRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID>{}</jobID><jobID>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID>{}<b>{}</b>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID><b/>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest>{}<jobID>{}</jobID>{}</sp:JobCancelRequest>{}</e:Body>",
    '<e:Body><sp:JobCancelRequest><jobID a="x>y">{}</jobID></sp:JobCancelRequest></e:Body>',
    "<e:Body><sp:JobCancelRequest><jobID a='>b>'>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID><![CDATA[>{}<]]></jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><!-- >{}< --><jobID>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><?pi >{}< ?><jobID>{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID>{}<!-- >{}< --></jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID>a&amp;{}</jobID></sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><a>{}</a><jobID>&#xe000;0&#xe001;</jobID></sp:JobCancelRequest></e:Body>",
    '<e:Body><sp:JobCancelRequest><jobID xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">{}</jobID>'
    "</sp:JobCancelRequest></e:Body>",
    "<e:Body><sp:JobCancelRequest><jobID>{}</jobID></sp:QuitRequest></e:Body>",
    "<e:Body><sp:Unknown><jobID>{}</jobID></sp:Unknown></e:Body>",
]
DECLARATIONS = [
    "",
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<?xml version='1.0' encoding='utf-8'?>\n",
    '<?xml version="1.0" encoding="UTF-8"?> ',
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    "\ufeff",
]
# Texts as callers send them, and those that an XML parser refuses, resolves, or reads in its own way.
AWKWARD = [
    "J-1001", " J-1001 ", "7", "Ärger ☂ 𝄞", "", " ", "\n", "\t", "a\r\nb", "]]>", ">", "--", "\x00", "\x0b", "\x85", "\x7f",
    "\ufffe", "\uffff", "\ufffd", "\ue0000\ue001", "\ue000", "&lt;", "&#13;", "<b/>", "<!--", "?>", "{}", "\u2028",
]  # fmt: skip
TEXTS = st.sampled_from(AWKWARD) | st.text(max_size=20).filter(lambda text: text.isprintable())


class Forgetful(Skeletons):
    """To whom every message is the first."""

    def read(self, body):
        return None


@pytest.fixture(scope="module")
def protocol_of():
    """Make a protocol that has seen no message yet."""

    def make() -> SchedulingSoap:
        return make_wire(strict=False, knows_reasons=True, status_required=True).protocol

    return make


@pytest.fixture(scope="module")
def cold(protocol_of):
    """A protocol that parses every message."""
    protocol = protocol_of()
    protocol._skeletons = Forgetful()
    return protocol


def read(protocol, body, content_type=SOAP):
    call = Call(system=None, content_type=content_type, versions=frozenset({"1.1", "1.2"}))
    try:
        operation, received = protocol.received(call, body)
    except SoapFault as fault:
        return fault.code, fault.reason
    return operation.name, call.operation, call.version, received


def written(declaration, markup, texts, ending="</e:Envelope>"):
    return f"{declaration}{OPENING}{markup.format(*texts)}{ending}".encode()


@st.composite
def rounds(draw):
    """Markup of one client, what it warms the reader with, and what it sends then."""
    markup, declaration = draw(st.sampled_from(MARKUP)), draw(st.sampled_from(DECLARATIONS))
    places = markup.count("{}")
    plain = [f"text {place}" for place in range(places)]
    texts = st.lists(TEXTS, min_size=places, max_size=places)
    warming = [written(declaration, markup, draw(st.just(plain) | texts)) for _ in range(3)]
    return warming, written(declaration, markup, draw(texts))


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("markup", MARKUP)
def test_each_awkward_text_in_each_place_is_read_as_if_it_were_parsed(warm, cold, markup, declaration):
    plain = [f"text {place}" for place in range(markup.count("{}"))]
    for _ in range(3):
        read(warm, written(declaration, markup, plain))

    for place in range(len(plain)):
        for text in AWKWARD:
            message = written(declaration, markup, [*plain[:place], text, *plain[place + 1 :]])
            assert read(warm, message) == read(cold, message)


@given(rounds())
@example(([written("", MARKUP[0], [text]) for text in "abc"], written("", MARKUP[0], ["\ufffe"])))
@example(([written("", MARKUP[7], "abc")] * 3, written("", MARKUP[7], "xyz")))
def test_it_is_read_as_if_it_were_parsed(warm, cold, messages):
    warming, message = messages
    for each in warming:
        assert read(warm, each) == read(cold, each)

    assert read(warm, message) == read(cold, message)


@pytest.fixture(scope="module")
def warm(protocol_of):
    """A protocol that meets all that these tests send."""
    return protocol_of()


@given(st.sampled_from([0, 4, 5]), st.binary(max_size=12))
def test_bytes_that_are_no_text_are_refused_as_ever(warm, cold, row, text):
    places = MARKUP[row].count("{}")
    for _ in range(3):
        read(warm, written("", MARKUP[row], ["a"] * places))

    message = written("", MARKUP[row], ["MARK"] * places).replace(b"MARK", text)

    assert read(warm, message) == read(cold, message)


def test_usual_messages_are_parsed_twice_and_then_no_more(protocol_of):
    protocol = protocol_of()
    parsed = []
    usual = protocol._parsed
    protocol._parsed = lambda call, body: parsed.append(body) or usual(call, body)
    bodies = [written(DECLARATIONS[1], MARKUP[4], [f"{number}{place}" for place in range(6)]) for number in range(5)]

    found = [read(protocol, body)[3] for body in bodies]

    assert [body in parsed for body in bodies] == [True, True, False, False, False]
    assert [received.text("jobID") for received in found] == ["03", "13", "23", "33", "43"]
    assert found[4].structure("cancelReason").text("cancelReasonDesc") == "45"


@pytest.mark.parametrize("content_type", ["text/xml; charset=iso-8859-1", "text/xml; charset=utf-16"])
def test_bytes_in_another_charset_are_not_taken_for_utf_8(warm, content_type):
    charset = content_type.rpartition("=")[2]
    text = written("", MARKUP[0], ["é"]).decode()
    for _ in range(3):
        read(warm, text.encode())

    assert read(warm, text.encode(charset), content_type)[3].text("jobID") == "é"


def test_bytes_of_utf_16_are_not_taken_for_tags(warm):
    # In UTF-16 these characters end in the byte of a > and begin with that of a <.
    jobs = "<jobID>\u4e3e{0}\u3c4f</jobID>" * 12
    markup = f"<e:Body><sp:JobCancelRequest>{jobs}</sp:JobCancelRequest></e:Body>"
    for text in ("\u5c4c", "\u5c4d", "\u5c4e", "\u6c4d\u7c4e"):
        body = ("\ufeff" + OPENING + markup.format(text) + "</e:Envelope>").encode("utf-16-le")
        assert read(warm, body)[3].text("jobID") == f"\u4e3e{text}\u3c4f"


def test_a_version_that_is_not_offered_stays_refused(warm):
    body = written("", MARKUP[0], ["x"])
    for _ in range(3):
        assert read(warm, body)[0] == "CancelJob"

    with pytest.raises(SoapFault, match="not offered"):
        warm.received(Call(system=None, content_type=SOAP, versions=frozenset({"1.1"})), body)


def test_strict_looks_at_every_text():
    protocol = make_wire(strict=True, knows_reasons=True, status_required=True).protocol
    login = "<login><databaseUser>d</databaseUser><password>p</password><spUser>s</spUser></login>"
    markup = f"<e:Body><sp:JobCancelRequest>{login}<jobID>{{}}</jobID></sp:JobCancelRequest></e:Body>"
    for _ in range(4):
        assert read(protocol, written("", markup, ["J-1"]))[0] == "CancelJob"

    assert "breaks the schema" in read(protocol, written("", markup, ["x" * 51]))[1]


def test_so_many_are_remembered_and_no_more(protocol_of):
    protocol = protocol_of()
    for number in range(600):
        body = written("", MARKUP[0].replace("<jobID>", f'<jobID a="{number}">'), ["x"])
        for _ in range(2):
            assert read(protocol, body)[3].text("jobID") == "x"

    assert len(protocol._skeletons._known) <= 256
    assert len(protocol._skeletons._seen) <= 256
