"""What a SOAP message says, as plain dictionaries; an element in a namespace keeps it in its key."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from contracts.scenarios.messages import ENVELOPES, NAMESPACE

_VERSIONS = {namespace: version for version, namespace in ENVELOPES.items()}

# Elements that may stand any number of times: a list, also where there is one.
_REPEATED = {"workItem"}


class NotSoap(Exception):  # noqa: N818 - it is something found, not an error of ours
    """Say why a body is no SOAP message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapReply:
    """A message: its version, its root element (``fault`` for a fault), and what stands below it."""

    version: str
    root: str
    body: dict[str, Any]


def read(body: bytes) -> SoapReply:
    """Read a SOAP message; raise NotSoap where it is none."""
    try:
        envelope = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        raise NotSoap(f"no XML: {error}; it begins {body[:80]!r}") from None
    name = etree.QName(envelope)
    if name.localname != "Envelope" or name.namespace not in _VERSIONS:
        raise NotSoap(f"the root element is {envelope.tag}")
    namespace = name.namespace
    content = envelope.find(f"{{{namespace}}}Body")
    if content is None or len(content) != 1:
        raise NotSoap(f"the body holds {'nothing' if content is None else len(content)} elements, not one")
    root = content[0]
    version = _VERSIONS[namespace]
    if root.tag == f"{{{namespace}}}Fault":
        return SoapReply(version=version, root="fault", body={"fault": _fault(root, version, namespace)})
    qualified = etree.QName(root)
    shown = qualified.localname if qualified.namespace == NAMESPACE else f"{{{qualified.namespace or ''}}}{qualified.localname}"
    return SoapReply(version=version, root=shown, body=_children(root))


def _parser() -> etree.XMLParser:
    # One for each answer: those that threads share have given the names of one document to another.
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)


def _children(element: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = str(child.tag)
        value = _children(child) if len(child) else (child.text or "")
        if name in _REPEATED:
            found.setdefault(name, []).append(value)
        elif name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value
    return found


def _fault(fault: etree._Element, version: str, namespace: str) -> dict[str, Any]:
    if version == "1.1":
        return {"code": _name(fault.find("faultcode"), namespace), "reason": fault.findtext("faultstring")}
    at = f"{{{namespace}}}"
    return {
        "code": _name(fault.find(f"{at}Code/{at}Value"), namespace),
        "reason": fault.findtext(f"{at}Reason/{at}Text"),
    }


def _name(element: etree._Element | None, namespace: str) -> str | None:
    """Read a qualified name; one of the envelope's own namespace goes by its local part."""
    if element is None or not element.text:
        return None
    prefix, _, local = element.text.strip().rpartition(":")
    found = element.nsmap.get(prefix or None)
    return local if found == namespace else f"{{{found}}}{local}"
