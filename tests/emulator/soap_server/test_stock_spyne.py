"""Our reader and writer against spyne's own protocol: the same bytes mean the same to both, where spyne can read them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from emulator.soap_server import types
from emulator.soap_server.parsing import parse
from emulator.soap_server.reading import Received, structure_reader
from emulator.soap_server.values import poll_options, time_stamp, unsigned
from emulator.soap_server.writing import Written, element_writer
from tests.emulator.soap_server import stock
from tests.emulator.soap_server.soap import MESSAGES, SOAP_11, SOAP_12, XSI, escaped

READERS = {
    name: structure_reader(getattr(types, name)) for name in ("LoginRequest", "JobCancelRequest", "GetChangedWorkItemsRequest")
}


def ours(body: bytes) -> Received:
    element = parse(body, "application/soap+xml")[-1][0]
    return READERS[etree.QName(element).localname](element)


XML = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r"), max_size=12
)
JUNK = st.sampled_from(
    [*[""] * 5, " ", "\n", "<!-- <jobID>c</jobID> -->", "<?p i?>", "<more>x</more>", "<more><jobID>x</jobID></more>", "text"]
)
HEADERS = st.sampled_from(["", "<e:Header/>", "<e:Header><x:more xmlns:x='urn:x'><jobID>x</jobID></x:more></e:Header>"])


@st.composite
def written(draw: Any, value: str) -> str:
    """Write a text as character data, in one of the ways there are."""
    cut = draw(st.integers(0, len(value)))
    first, second = value[:cut], value[cut:]
    way = draw(st.sampled_from(["plain", "comment", "instruction", "cdata", "references"]))
    if way == "comment":
        return f"{escaped(first)}<!-- <x> -->{escaped(second)}"
    if way == "instruction":
        return f"{escaped(first)}<?p <x> ?>{escaped(second)}"
    if way == "cdata" and "]]>" not in first and "\r" not in first:
        return f"<![CDATA[{first}]]>{escaped(second)}"
    if way == "references":
        return "".join(f"&#{ord(character)};" for character in value)
    return escaped(value)


@st.composite
def requests(draw: Any, root: str, members: dict[str, Any]) -> tuple[str, bytes, dict[str, Any]]:
    """Write a request with some of its members, in any order; tell its version of SOAP, its bytes and the values."""
    version = draw(st.sampled_from([SOAP_11, SOAP_12]))
    prefix = draw(st.sampled_from(["sp:", "x:", ""]))
    declared = f'xmlns{":" + prefix[:-1] if prefix else ""}="{MESSAGES}"'
    values, parts = {}, []

    def write(name: str, of: Any) -> tuple[str, Any]:
        if isinstance(of, dict):
            kept = [child for child in draw(st.permutations(list(of))) if draw(st.booleans())]
            inner = [(child, *write(child, of[child])) for child in kept]
            content = "".join(draw(JUNK if name != "options" else WHITE_SPACE) + text for _, text, _ in inner)
            return f"<{name}>{content}</{name}>", {child: value for child, _, value in inner}
        if draw(st.integers(0, 9)) == 0:
            return f'<{name} xsi:nil="true"/>', None
        value = draw(of)
        attribute = draw(st.sampled_from(["", "", ' more="x"', ' xml:space="preserve"', " id='x'"]))
        return f"<{name}{attribute}>{draw(written(value))}</{name}>", value

    for name in draw(st.permutations(list(members))):
        if draw(st.integers(0, 4)):
            text, values[name] = write(name, members[name])
            parts += [draw(JUNK), text if prefix else text.replace(f"<{name}", f'<{name} xmlns=""', 1)]
    body = f"<{prefix}{root} {declared}>{''.join(parts)}</{prefix}{root}>"
    declaration = draw(st.sampled_from(["", '<?xml version="1.0" encoding="UTF-8"?>']))
    opening = f'<e:Envelope xmlns:e="{version}" xmlns:xsi="{XSI}" xmlns:sp="{MESSAGES}">'
    text = f"{declaration}{opening}{draw(HEADERS)}<e:Body>{draw(WHITE_SPACE)}{body}</e:Body></e:Envelope>"
    return version, text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig"]))), values


WHITE_SPACE = st.sampled_from(["", "\n  ", "<!-- c -->", "<?p i?>"])
NUMBERS = st.integers(0, 2**32 - 1).map(str)
LOGIN = {"databaseUser": XML, "password": XML, "spUser": XML}
CANCEL = {"login": LOGIN, "jobID": XML, "cancelReason": {"cancelReasonId": NUMBERS, "cancelReasonDesc": XML}}
POLL = {
    "login": LOGIN,
    "FRUID": XML,
    "timeStampIn": st.integers(0, 2**64 - 1).map(str),
    "options": {"JeopOnly": st.sampled_from(["true", "false", "1", "0"])},
}


def agree(mine: Received, stocks: Any, values: dict[str, Any]) -> None:
    """Compare what both read with what was written; spyne knows no difference between an empty text and none."""
    for name in stocks._type_info:
        if name not in values:
            assert mine.text(name) is mine.structure(name) is getattr(stocks, name) is None, name
    for name, value in values.items():
        theirs = getattr(stocks, name)
        if isinstance(value, dict):
            found = mine.structure(name)
            assert found is not None
            assert theirs is not None or not value
            # An unknown option would be an error (SCH-G-13).
            assert found.unknown == 0 or name != "options"
            agree(found, theirs, value)
            continue
        assert mine.text(name) == value, name
        text = mine.text(name)
        if name == "JeopOnly":
            assert theirs == poll_options(Received({name: text}))[0] or text is None
        elif name == "timeStampIn":
            assert theirs == time_stamp(text, strict=False)
        elif name == "cancelReasonId":
            assert theirs == (None if text is None else unsigned(text, 2**32 - 1))
        else:
            assert (theirs or "") == (text or ""), name


@given(request_=requests("LoginRequest", LOGIN))
def test_a_login_means_the_same_to_both(request_):
    version, body, values = request_

    agree(ours(body), stock.reader(version)(body), values)


@given(request_=requests("JobCancelRequest", CANCEL))
def test_a_cancel_means_the_same_to_both(request_):
    version, body, values = request_

    agree(ours(body), stock.reader(version)(body), values)


@given(request_=requests("GetChangedWorkItemsRequest", POLL))
def test_a_poll_means_the_same_to_both(request_):
    version, body, values = request_

    agree(ours(body), stock.reader(version)(body), values)


CODES = st.fixed_dictionaries(
    {"type": st.sampled_from(["OK", "Warning", "Error"]), "code": st.integers(0, 2**32 - 1), "errNote": st.none() | XML}
)
STATUSES = st.sampled_from(["Tentative", "LoggedOn", "Cleared"])
INFO = st.fixed_dictionaries(
    {
        "jobID": XML,
        "onHold": st.booleans(),
        "bookDuration": st.integers(0, 2**32 - 1),
        "disStatus": STATUSES,
        "empID": st.none() | XML,
    }
)
ATTR = st.fixed_dictionaries(
    {
        "empID": XML,
        **dict.fromkeys(("start", "arrival", "finish"), st.just("2026-01-05T08:00")),
        "disStatus": STATUSES,
        "overdue": st.integers(-(2**31), 2**31 - 1),
    }
)
ITEM = st.fixed_dictionaries(
    {
        "workItemID": XML,
        "workItemType": st.sampled_from(["Job", "StandardActivity"]),
        "isFixed": st.booleans(),
        "jobJeopardy": st.none()
        | st.dictionaries(st.sampled_from(list(types.JeopConditions._type_info)), st.just(True), min_size=1),
        "attr": st.none() | ATTR,
    }
)
REPLIES = {
    "JobCancelResponse": st.fixed_dictionaries({"result": CODES, "jobInfo": st.none() | INFO}),
    "GetChangedWorkItemsResponse": st.fixed_dictionaries(
        {
            "result": CODES,
            "timeStampOut": st.integers(0, 2**64 - 1),
            "more": st.none() | st.just(True),
            "workItem": st.lists(ITEM, max_size=3),
        }
    ),
}
WRITERS = {name: element_writer(f'r:{name} xmlns:r="{MESSAGES}"', getattr(types, name)) for name in REPLIES}


def same(read: Any, value: Any) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            same(getattr(read, name), member)
    elif isinstance(value, list):
        assert len(read or []) == len(value)
        for one, other in zip(read or [], value, strict=True):
            same(one, other)
    elif value is None or isinstance(value, str):
        # A value of an enumeration is an object of spyne's own.
        assert ("" if read is None else str(read)) == (value or "")
    else:
        assert read == value
        assert isinstance(read, bool) is isinstance(value, bool)


@pytest.mark.parametrize("name", list(REPLIES))
@given(data=st.data())
def test_a_reply_of_ours_means_to_spyne_what_we_wrote(name, data):
    value = data.draw(REPLIES[name])

    parts: list[str] = []
    WRITERS[name](parts.append, value)

    same(stock.read_reply(getattr(types, name), etree.fromstring("".join(parts).encode())), value)


@given(items=st.lists(ITEM, max_size=4))
def test_work_items_that_were_written_before_mean_the_same_as_those_that_are_written_now(items):
    now: list[Any] = []
    WRITERS["GetChangedWorkItemsResponse"](now.append, {"workItem": items})
    one: list[str] = []
    write = element_writer("workItem", types.GCJWorkItemAttr)
    for item in items:
        write(one.append, item)  # type: ignore[arg-type]

    before: list[Any] = []
    WRITERS["GetChangedWorkItemsResponse"](before.append, {"workItem": Written(["".join(one).encode()])})

    texts = (part if isinstance(part, str) else b"".join(part.elements).decode() for part in before)
    assert "".join(texts) == "".join(now)
