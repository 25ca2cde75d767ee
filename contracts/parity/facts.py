"""What an HTTP answer of a SOAP server says, taken apart so that two can be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from contracts.exchange import Response
from contracts.scenarios.replies import NotSoap, read

# Stands for the value of an element that has others in it.
THERE = "there"
_ITEM = "workItem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``values`` are the texts by path, in their order, work items left out; ``items`` those of each by its id.

    ``root`` names the reply, ``fault`` for a fault, and is "" for what is no SOAP.
    """

    status: str
    media: str
    allow: str = ""
    root: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def facts_of(response: Response) -> Facts:
    """Take an answer apart."""
    if response.broken or response.withheld:
        return Facts(status="no answer", media="")
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    plain = Facts(status=str(response.status), media=media, allow=_allowed(response))
    try:
        reply = read(response.body)
    except NotSoap:
        return plain
    if reply.root == "fault":
        values = {"faultcode": str(reply.body["fault"]["code"])}
        return Facts(status=plain.status, media=media, root="fault", values=values)
    message = etree.fromstring(response.body, _parser())[-1][0]
    items: dict[str, dict[str, str]] = {}
    for item in message.iterfind(_ITEM):
        told = dict(_values(item, f"{_ITEM}/"))
        name = told.get(f"{_ITEM}/workItemID", "")
        # An item that is told twice is no other item.
        while name in items:
            name += " again"
        items[name] = told
    values = dict(each for child in message if child.tag != _ITEM for each in _of(child, ""))
    return Facts(status=plain.status, media=media, root=reply.root, values=values, items=items)


def _allowed(response: Response) -> str:
    return ", ".join(sorted(word.strip() for word in response.headers.get("allow", "").split(",") if word.strip()))


def _of(child: Any, above: str) -> Iterator[tuple[str, str]]:
    path = f"{above}{child.tag}"
    if len(child):
        yield path, THERE
        yield from _values(child, f"{path}/")
    else:
        yield path, child.text or ""


def _values(parent: Any, above: str) -> Iterator[tuple[str, str]]:
    for child in parent:
        yield from _of(child, above)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
