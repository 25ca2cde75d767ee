"""A reply whose markup came before is read as if it were parsed: the same values, or the same failure."""

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.facades.servicebroker.routes import ROUTES
from emulator.soap_client import reader
from emulator.soap_client.failures import CallFailed
from emulator.soap_client.known_replies import KnownReplies

CANCEL = next(route.operation for route in ROUTES.values() if route.name == "CancelJob")
OPENING = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1">'
OK = "<result><type>{}</type><code>{}</code></result>"
INFO = "<jobInfo><jobID>{}</jobID><onHold>{}</onHold><bookDuration>{}</bookDuration><disStatus>{}</disStatus></jobInfo>"

# {} is where a text stands; what is around it is markup that a Scheduling system writes, or might.
MARKUP = [
    f"<e:Header></e:Header><e:Body><sp:JobCancelResponse>{OK}{INFO}</sp:JobCancelResponse></e:Body>",
    f"<e:Header><a>{{}}</a></e:Header><e:Body><sp:JobCancelResponse>{OK}{INFO}</sp:JobCancelResponse></e:Body>",
    f"<e:Body>\n <sp:JobCancelResponse>\n  {OK}{INFO}</sp:JobCancelResponse></e:Body>\n",
    f"<e:Body><sp:JobCancelResponse>{{}}{OK}{{}}{INFO}{{}}</sp:JobCancelResponse></e:Body>",
    f"<e:Body><sp:JobCancelResponse><!-- >{{}}< -->{OK}{INFO}</sp:JobCancelResponse></e:Body>",
    f"<e:Body><sp:JobCancelResponse>{OK}{INFO.replace('{}', '{}<!-- >{}< -->', 1)}</sp:JobCancelResponse></e:Body>",
    f"<e:Body><sp:JobCancelResponse>{OK}{INFO.replace('{}', '<![CDATA[>{}<]]>', 1)}</sp:JobCancelResponse></e:Body>",
    f"<e:Body><sp:JobCancelResponse>{OK}{INFO.replace('{}', '{}<b/>', 1)}</sp:JobCancelResponse></e:Body>",
    f"<e:Body><sp:JobCancelResponse>{OK}{INFO.replace('{}', 'a&amp;{}', 1)}</sp:JobCancelResponse></e:Body>",
    "<e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>{}</e:Text></e:Reason></e:Fault></e:Body>",
    "<e:Body><sp:Another>{}</sp:Another></e:Body>",
]
DECLARATIONS = ["", '<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0" encoding="ISO-8859-1"?>']
AWKWARD = [
    "OK", "Error", "0", "-1", " 7 ", "true", "Tentative", "J-1", "Ärger ☂ 𝄞", "", " ", "\n", "a\r\nb", "]]>", ">", "--",
    "\x00", "\x0b",
    "\x85", "\x7f", "\ufffe", "\uffff", "\ufffd", "text-0", "text-1", "&lt;", "<b/>", "<!--", "?>", "{}",
]  # fmt: skip


def usual(markup):
    """Give texts with which a reply can be read, where its markup lets it."""
    known = iter(["OK", "0", "J-1", "false", "60", "Tentative"])
    places = markup.count("{}")
    return ["x"] * (places - 6) + list(known) if places > 6 else list(known)[:places]


def written(declaration, markup, texts):
    return f"{declaration}{OPENING}{markup.format(*texts)}</e:Envelope>".encode()


def outcome(known, body, monkeypatch):
    monkeypatch.setattr(reader, "_KNOWN", known)
    try:
        return reader.read(body, 200, CANCEL)
    except CallFailed as failure:
        return type(failure), str(failure)


@pytest.fixture(scope="module")
def warm():
    return KnownReplies()


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("markup", MARKUP)
def test_each_awkward_text_in_each_place_is_read_as_if_it_were_parsed(warm, monkeypatch, markup, declaration):
    plain = usual(markup)
    for _ in range(3):
        outcome(warm, written(declaration, markup, plain), monkeypatch)

    for place in range(len(plain)):
        for text in AWKWARD:
            body = written(declaration, markup, [*plain[:place], text, *plain[place + 1 :]])
            assert outcome(warm, body, monkeypatch) == outcome(KnownReplies(), body, monkeypatch)


@given(data=st.data())
def test_whatever_the_texts_are_the_reply_is_the_same(warm, data):
    markup = data.draw(st.sampled_from(MARKUP))
    texts = data.draw(
        st.lists(st.sampled_from(AWKWARD) | st.text(max_size=9), min_size=len(usual(markup)), max_size=len(usual(markup)))
    )
    body = written("", markup, texts).decode().encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        for _ in range(2):
            outcome(warm, written("", markup, usual(markup)), patch)
        assert outcome(warm, body, patch) == outcome(KnownReplies(), body, patch)


def test_usual_replies_are_parsed_three_times_and_then_no_more():
    known, parsed = KnownReplies(), []

    def parse(body):
        parsed.append(body)
        return reader._message(body)

    bodies = [written("", MARKUP[0], ["OK", "0", f"J-{number}", "false", "60", "Tentative"]) for number in range(5)]
    found = [known.message(body, parse).findtext("jobInfo/jobID") for body in bodies]

    assert found == ["J-0", "J-1", "J-2", "J-3", "J-4"]
    assert [body in parsed for body in bodies] == [True, True, False, False, False]


@pytest.mark.parametrize("markup", [MARKUP[1], MARKUP[3]])
def test_texts_that_no_element_of_the_message_holds_alone_are_parsed(markup):
    known = KnownReplies()
    for _ in range(3):
        known.message(written("", markup, usual(markup)), reader._message)

    assert list(known._known.values()) == [None]


def test_bytes_of_utf_16_are_not_taken_for_tags():
    # In UTF-16 these characters end in the byte of a > and begin with that of a <.
    known, many = KnownReplies(), "<x>\u4e3e{0}\u3c4f</x>" * 12
    for text in ("\u5c4c", "\u5c4d", "\u5c4e", "\u6c4d\u7c4e"):
        markup = f"\ufeff{OPENING}<e:Body><sp:Another>{many}</sp:Another></e:Body></e:Envelope>"
        assert known.message(markup.format(text).encode("utf-16-le"), reader._message)[0].text == f"\u4e3e{text}\u3c4f"


def test_threads_do_not_share_a_tree():
    known, bodies = KnownReplies(), [written("", MARKUP[0], ["OK", "0", "J-1", "false", "60", "Tentative"])] * 3
    here = [known.message(body, reader._message) for body in bodies][-1]
    elsewhere = []
    other = Thread(target=lambda: elsewhere.extend(known.message(body, reader._message) for body in bodies))
    other.start()
    other.join()

    assert all(message is not here for message in elsewhere)


def test_so_many_are_remembered_and_no_more():
    known = KnownReplies()
    for number in range(300):
        body = written("", MARKUP[-1].replace("<sp:Another>", f'<sp:Another a="{number}">'), ["x"])
        for _ in range(2):
            assert known.message(body, reader._message).text == "x"

    assert len(known._known) <= 64
    assert len(known._seen) <= 64
