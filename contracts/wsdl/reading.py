"""From a WSDL to what the harness knows of it: document/literal, one schema, sequences of elements, types with facets."""

from collections.abc import Iterator
from functools import cache

from lxml import etree

from contracts.packaged import FOLDERS
from contracts.wsdl.model import Element, Interface, Message, Operation, Simple

PACKAGED = "scheduling.wsdl"
_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
_SOAP = ("{http://schemas.xmlsoap.org/wsdl/soap12/}", "{http://schemas.xmlsoap.org/wsdl/soap/}")
_SCHEMA_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
_XS = f"{{{_SCHEMA_NAMESPACE}}}"
_DEEPEST = 20


class WsdlError(ValueError):
    """Say what is wrong with a WSDL: where it came from, what was expected and what was found."""


@cache
def packaged() -> Interface:
    """Give the interface that comes with the harness: the Scheduling system's."""
    return read(packaged_text(), source=PACKAGED)


def packaged_text() -> bytes:
    """Give the WSDL that comes with the harness as it stands."""
    return next(folder / PACKAGED for folder in FOLDERS if (folder / PACKAGED).is_file()).read_bytes()


def read(text: bytes, *, source: str) -> Interface:
    """Read a WSDL; raise WsdlError, naming ``source``, for what is none, or is more than the harness reads."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WsdlError(f"{source}: expected a WSDL, found no XML: {error}") from None
    if root.tag != f"{_WSDL}definitions":
        raise WsdlError(f"{source}: expected a WSDL with the root element definitions, found {root.tag}")
    schemas = root.findall(f"{_WSDL}types/{_XS}schema")
    if len(schemas) != 1:
        raise WsdlError(f"{source}: expected one schema in types, found {len(schemas)}")
    schema = etree.tostring(schemas[0])
    messages = _Schema(schemas[0], source)
    actions = dict(_actions(root))
    address = next((node.get("location", "") for soap in _SOAP for node in root.iter(f"{soap}address")), "")
    operations = {
        name: Operation(name=name, action=actions.get(name, ""), request=messages.of(request), reply=messages.of(reply))
        for name, request, reply in _operations(root, source)
    }
    return Interface(operations=operations, schema=schema, address=address)


def _operations(root: etree._Element, source: str) -> Iterator[tuple[str, str, str]]:
    """Give each operation's name and the elements that are its messages."""
    elements = {
        message.get("name", ""): _local(part.get("element", ""))
        for message in root.findall(f"{_WSDL}message")
        for part in message.findall(f"{_WSDL}part")
    }
    for operation in root.findall(f"{_WSDL}portType/{_WSDL}operation"):
        name = operation.get("name", "")
        ways = {way: operation.find(f"{_WSDL}{way}") for way in ("input", "output")}
        names = {way: _local(node.get("message", "")) if node is not None else "" for way, node in ways.items()}
        for way, message in names.items():
            if not elements.get(message):
                raise WsdlError(f"{source}: operation {name}: expected an {way} message with an element, found {message!r}")
        yield name, elements[names["input"]], elements[names["output"]]


def _actions(root: etree._Element) -> Iterator[tuple[str, str]]:
    for operation in root.findall(f"{_WSDL}binding/{_WSDL}operation"):
        for soap in _SOAP:
            for node in operation.findall(f"{soap}operation"):
                yield operation.get("name", ""), node.get("soapAction", "")


class _Schema:
    def __init__(self, schema: etree._Element, source: str) -> None:
        self._source = source
        self._namespace = schema.get("targetNamespace", "")
        if schema.get("elementFormDefault", "unqualified") != "unqualified":
            raise self._wrong("schema", "elementFormDefault unqualified", schema.get("elementFormDefault"))
        self._complex = {node.get("name"): node for node in schema.findall(f"{_XS}complexType")}
        self._simple = {node.get("name"): node for node in schema.findall(f"{_XS}simpleType")}
        self._elements = {node.get("name"): node for node in schema.findall(f"{_XS}element")}

    def of(self, root: str) -> Message:
        """Give the message whose root is this element."""
        node = self._elements.get(root)
        if node is None:
            raise self._wrong("schema", f"an element {root}", None)
        return Message(root=root, namespace=self._namespace, children=self._children(node, ()))

    def _children(self, node: etree._Element, path: tuple[str, ...]) -> tuple[Element, ...]:
        """Read the elements of the sequence inside an element's type."""
        if len(path) > _DEEPEST:
            raise self._wrong("/".join(path), f"at most {_DEEPEST} levels", "more: the type is recursive")
        named = _local(node.get("type", ""))
        kind = self._complex.get(named) if named else node.find(f"{_XS}complexType")
        if kind is None:
            return ()
        for inside in kind:
            if inside.tag != f"{_XS}sequence":
                raise self._wrong("/".join(path) or named, "a sequence of elements", _local(str(inside.tag)))
        return tuple(self._element(each, path) for each in kind.iterfind(f"{_XS}sequence/{_XS}element"))

    def _element(self, node: etree._Element, above: tuple[str, ...]) -> Element:
        path = (*above, node.get("name", ""))
        most = node.get("maxOccurs", "1")
        children = self._children(node, path)
        return Element(
            path=path,
            least=int(node.get("minOccurs", "1")),
            most=None if most == "unbounded" else int(most),
            type=self._type(node, path) if not children and not self._is_structure(node) else None,
            children=children,
        )

    def _is_structure(self, node: etree._Element) -> bool:
        return _local(node.get("type", "")) in self._complex or node.find(f"{_XS}complexType") is not None

    def _type(self, node: etree._Element, path: tuple[str, ...]) -> Simple:
        name = node.get("type", "")
        if _is_built_in(node, name):
            return _BUILT_IN.get(_local(name), Simple(base=_local(name)))
        kind = self._simple.get(_local(name)) if name else node.find(f"{_XS}simpleType")
        restriction = kind.find(f"{_XS}restriction") if kind is not None else None
        if restriction is None:
            raise self._wrong("/".join(path), "a type of the schema or a restriction of one", name or None)
        # What a restriction restricts is read as an element's type is.
        restriction.set("type", restriction.get("base", ""))
        return _restricted(self._type(restriction, path), restriction)

    def _wrong(self, where: str, expected: str, found: object) -> WsdlError:
        return WsdlError(f"{self._source}: {where}: expected {expected}, found {found!r}")


_BUILT_IN = {
    kind.base: kind
    for kind in (
        Simple(base="unsignedInt", minimum=0, maximum=2**32 - 1),
        Simple(base="unsignedLong", minimum=0, maximum=2**64 - 1),
        Simple(base="int", minimum=-(2**31), maximum=2**31 - 1),
        Simple(base="long", minimum=-(2**63), maximum=2**63 - 1),
    )
}


def _restricted(base: Simple, restriction: etree._Element) -> Simple:
    facets = {_local(str(facet.tag)): facet.get("value", "") for facet in restriction}
    length = facets.get("length")
    return Simple(
        base=base.base,
        min_length=_number(facets.get("minLength", length), base.min_length),
        max_length=_number(facets.get("maxLength", length), base.max_length),
        minimum=_number(facets.get("minInclusive"), base.minimum),
        maximum=_number(facets.get("maxInclusive"), base.maximum),
        values=tuple(f.get("value", "") for f in restriction if _local(str(f.tag)) == "enumeration") or base.values,
    )


def _number(text: str | None, otherwise: int | None) -> int | None:
    return otherwise if text is None else int(text)


def _is_built_in(node: etree._Element, name: str) -> bool:
    prefix, colon, _ = name.partition(":")
    return node.nsmap.get(prefix if colon else None) == _SCHEMA_NAMESPACE


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
