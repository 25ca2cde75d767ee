"""Where our reader reads otherwise than spyne's own, each with its reason; everything else is in test_stock_spyne."""

from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree
from spyne import Fault

from emulator.soap_server import types
from emulator.soap_server.envelopes import SoapFault
from emulator.soap_server.parsing import parse
from emulator.soap_server.reading import Received, structure_reader
from emulator.soap_server.values import cancel_reason, poll_options, time_stamp
from emulator.soap_server.wire import _body, _version
from tests.emulator.soap_server import stock
from tests.emulator.soap_server.soap import SOAP_11, SOAP_12, envelope

FAULT = "a fault"
CODE_80 = "code 80"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What one of the messages holds, and what the element at the path is to spyne and to us."""

    why: str
    clause: str
    holds: str
    path: str
    spyne: Any
    ours: Any
    root: str = "JobCancelRequest"
    beside: str = ""


def reason_id(number: str, **read: Any) -> dict[str, Any]:
    holds = f"<cancelReason><cancelReasonId>{number}</cancelReasonId></cancelReason>"
    return {"clause": "SCH-C-10", "holds": holds, "path": "cancelReason/cancelReasonId", **read}


def jeop_only(text: str, **read: Any) -> dict[str, Any]:
    holds = f"<options><JeopOnly>{text}</JeopOnly></options>"
    return {"clause": "SCH-G-13", "root": "GetChangedWorkItemsRequest", "holds": holds, "path": "options/JeopOnly", **read}


DIFFERENCES = [
    Difference(
        why="a child is in no namespace, or in the message's where the server is lenient; in another it is somebody else's",
        clause="SCH-T-03", holds='<x:jobID xmlns:x="urn:x">a</x:jobID>', path="jobID", spyne="a", ours=None,
    ),
    Difference(
        why="of a repeated child the first counts, where spyne keeps the last", clause="SCH-T-12",
        holds="<jobID>a</jobID><jobID>b</jobID>", path="jobID", spyne="b", ours="a",
    ),
    Difference(
        why="of a repeated child the first counts, whatever namespace it is written in", clause="SCH-T-12",
        holds="<sp:jobID>a</sp:jobID><jobID>b</jobID>", path="jobID", spyne="b", ours="a",
    ),
    Difference(
        why="the first of a repeated child counts though it is nil", clause="SCH-T-12",
        holds='<jobID xsi:nil="true"/><jobID>b</jobID>', path="jobID", spyne="b", ours=None,
    ),
    Difference(
        why="an unknown child is ignored, not the text behind it", clause="SCH-T-12",
        holds="<jobID>a<more>x</more>b</jobID>", path="jobID", spyne="a", ours="ab",
    ),
    Difference(
        why="xsi:nil false is no nil, where spyne takes any xsi:nil for one", clause="SCH-T-12",
        holds='<jobID xsi:nil="false">a</jobID>', path="jobID", spyne=None, ours="a",
    ),
    Difference(
        why="an xsi:type is not looked at, where spyne refuses one that it does not know", clause="SCH-T-12",
        holds='<jobID xsi:type="sp:Anything">a</jobID>', path="jobID", spyne=FAULT, ours="a",
    ),
    Difference(
        why="a text with nothing in it is a text, where spyne has none for numbers", **reason_id("", spyne=None, ours=FAULT)
    ),
    Difference(
        why="an older version's name of the description is read", clause="SCH-C-11",
        holds="<cancelReason><cancelDescription>old</cancelDescription></cancelReason>", path="cancelReason/cancelReasonDesc",
        spyne=None, ours="old",
    ),
    Difference(
        why="a message is one element of the body: nothing elsewhere is a part of it", clause="SCH-T-08",
        holds='<login href="#l"/>', beside='<multiRef id="l"><spUser>x</spUser></multiRef>', path="login/spUser",
        spyne="x", ours=FAULT,
    ),
    Difference(why="an unsignedInt has no sign", **reason_id("+7", spyne=7, ours=FAULT)),
    Difference(why="an unsignedInt has no sign, and none is below 0", **reason_id("-7", spyne=-7, ours=FAULT)),
    Difference(why="an unsignedInt ends at 4294967295", **reason_id("4294967296", spyne=4294967296, ours=FAULT)),
    Difference(why="a number has digits alone, where spyne reads Python's", **reason_id("1_0", spyne=10, ours=FAULT)),
    Difference(why="a number has ASCII's digits, where spyne reads any", **reason_id("\u0663", spyne=3, ours=FAULT)),
    Difference(why="white space of XML alone may surround a number", **reason_id("\u00a07", spyne=7, ours=FAULT)),
    Difference(
        why="a time stamp that is no unsignedLong is none, which ends in 504", clause="SCH-G-11",
        root="GetChangedWorkItemsRequest", holds="<timeStampIn>18446744073709551616</timeStampIn>", path="timeStampIn",
        spyne=2**64, ours=-1,
    ),
    Difference(why="a boolean is one of four texts", **jeop_only("TRUE", spyne=True, ours=CODE_80)),
    Difference(why="what is no boolean is not false", **jeop_only("maybe", spyne=False, ours=CODE_80)),
    Difference(why="an empty text is no boolean", **jeop_only("", spyne=None, ours=CODE_80)),
    Difference(why="white space may surround a boolean", **jeop_only(" true ", spyne=False, ours=True)),
    Difference(
        why="an option that nobody knows is an error", clause="SCH-G-13", root="GetChangedWorkItemsRequest",
        holds="<options><More/></options>", path="options/JeopOnly", spyne=None, ours=CODE_80,
    ),
]  # fmt: skip

READERS = {name: structure_reader(getattr(types, name)) for name in ("JobCancelRequest", "GetChangedWorkItemsRequest")}


def of_spyne(body: bytes, version: str, path: str) -> Any:
    try:
        value = stock.reader(version)(body)
    except Fault:
        return FAULT
    for name in path.split("/"):
        value = getattr(value, name)
    return value


def of_ours(body: bytes, path: str) -> Any:
    """Read a value as far as the service does, which is where texts get their meaning."""
    tree = parse(body, "")
    try:
        element = _body(tree, _version(tree, frozenset({"1.1", "1.2"})))
        received = READERS[etree.QName(element).localname](element)
        match path.split("/"):
            case ["cancelReason", name]:
                reason = cancel_reason(received.structure("cancelReason"))
                assert reason is not None
                return reason.id if name == "cancelReasonId" else reason.text
            case ["options", _]:
                found, wrong = poll_options(received.structure("options"))
                return CODE_80 if wrong else found
            case ["timeStampIn"]:
                return time_stamp(received.text(path), strict=False)
            case [*structures, name]:
                for structure in structures:
                    received = received.structure(structure) or Received({})
                return received.text(name)
    except SoapFault:
        return FAULT


@pytest.mark.parametrize("version", [SOAP_11, SOAP_12])
@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: f"{row.clause}: {row.why}")
def test_each_known_difference_is_there_as_it_is_told(row, version):
    body = envelope(f"<sp:{row.root}>{row.holds}</sp:{row.root}>{row.beside}", namespace=version).encode()

    assert of_spyne(body, version, row.path) == row.spyne
    assert of_ours(body, row.path) == row.ours
