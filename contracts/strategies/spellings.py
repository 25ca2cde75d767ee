"""Names that are almost a property's: nobody knows them, so what they carry must count for nothing."""

from contracts.document import Carrier, Operation, Property


def unknown_spellings(operation: Operation, prop: Property) -> list[str]:
    """Give a property's name in other cases and with a typo, less what the document knows as a name there.

    A segment of a path has no name, and that of a header has no case. A query of our making has unknown names only where the
    request has no body to put them into.
    """
    if prop.carrier in (Carrier.PATH, Carrier.HEADER) or (prop.carrier is Carrier.QUERY and operation.has_body):
        return []
    name = prop.label
    others = [name.lower(), name.upper(), name[:1].swapcase() + name[1:], name + name[-1:]]
    known = {each.label for each in _beside(operation, prop)}
    return [each for each in dict.fromkeys(others) if each not in known]


def _beside(operation: Operation, prop: Property) -> tuple[Property, ...]:
    root = operation.request
    assert root is not None
    return next((each.properties for each in (root, *root.walk()) if prop in each.properties), root.properties)
