"""A WSDL as facts, each at a place that a person can find: so two of them can be compared, whatever prefixes they use."""

from collections.abc import Iterator, Mapping

from lxml import etree

_SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
# Attributes whose value is a name with a prefix.
_NAMES = frozenset({"type", "base", "element", "message", "binding", "ref"})
# What holds where an element of a sequence does not say it.
_ELEMENT = {"minOccurs": "1", "maxOccurs": "1", "nillable": "false"}


def facts(text: bytes) -> Mapping[str, str]:
    """Give the value of each attribute and text by its place, and the order inside each sequence; raise ValueError for no XML.

    Where a service is, its address, is left out.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is no XML: {error}") from None
    return dict(_facts(root, _name(root)))


def _facts(node: etree._Element, place: str) -> Iterator[tuple[str, str]]:
    yield place, etree.QName(node).namespace or ""
    for name, value in _attributes(node):
        yield f"{place}/@{name}", _resolved(node, value) if name in _NAMES else value
    if text := (node.text or "").strip():
        yield f"{place}/text", text
    children = [child for child in node if isinstance(child.tag, str) and _name(child) != "address"]
    names = [_name(child) for child in children]
    if node.tag == f"{_SCHEMA}sequence":
        yield f"{place}: in order", ", ".join(names)
    for number, child in enumerate(children):
        again = names[:number].count(names[number])
        yield from _facts(child, f"{place}/{names[number]}{f'#{again + 1}' if again else ''}")


def _attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    defaults = _ELEMENT if node.tag == f"{_SCHEMA}element" and _is_in_a_sequence(node) else {}
    told = {str(name): str(value) for name, value in node.attrib.items()}
    yield from {**defaults, **told}.items()


def _is_in_a_sequence(node: etree._Element) -> bool:
    above = node.getparent()
    return above is not None and above.tag == f"{_SCHEMA}sequence"


def _resolved(node: etree._Element, name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{node.nsmap.get(prefix or None, '')}}}{local}"


def _name(node: etree._Element) -> str:
    """Name an element by its kind and what tells it from its like: its name, or its value where it has one."""
    told = node.get("name") or node.get("value")
    kind = etree.QName(node).localname
    return f"{kind} {told}" if told is not None else kind
