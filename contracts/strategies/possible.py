"""Which ways of trying a property its document leaves room for."""

from collections.abc import Mapping

from contracts.document import Carrier, Operation, Property
from contracts.inputs import carries
from contracts.strategies.messages import misspelt, trials
from contracts.strategies.spoiled import at_the_limits, out_of_shape
from contracts.strategies.ways import Way

_WHY_NOT: Mapping[Way, str] = {
    Way.ABSENT: "a path has no room for nothing",
    Way.NULL: "a parameter cannot be null",
    Way.EMPTY: "it is no text and no object, or a path has no room for nothing",
    Way.SHORTEST: "the document sets no least value, or a pattern that is not a matter of length",
    Way.LONGEST: "the document sets no greatest length or value",
    Way.TOO_LONG: "the document sets no limit",
    Way.ACCENTS: "the document admits no such text",
    Way.ASTRAL: "the document admits no such text",
    Way.WHITE_SPACE: "the document admits no such text",
    Way.MARKUP: "the document admits no such text",
    Way.NOT_IN_XML: "it is no text, or no parameter can carry it",
    Way.NUMBER_AS_TEXT: "it is neither a text nor a number",
    Way.OTHER_TYPE: "a parameter is always a text",
    Way.UNKNOWN_SPELLING: "it has no name that could be misspelt",
    Way.OLDER_SPELLING: "the document knows no older name of it",
}


def impossible(operation: Operation, prop: Property) -> dict[Way, str]:
    """Give the ways in which a property cannot be tried, each with the reason."""
    tried = {each.way for each in (*trials(prop), *misspelt(operation, prop))}
    tried |= {each.way for each in (*at_the_limits(prop), *out_of_shape(prop)) if carries(prop, each.value)}
    if _has_older(operation, prop):
        tried.add(Way.OLDER_SPELLING)
    return {way: _why_not(prop, way) for way in Way if way not in tried}


def _has_older(operation: Operation, prop: Property) -> bool:
    root = operation.request
    everything = (root, *root.walk()) if root is not None else ()
    beside = next((each for each in everything if prop in each.properties), None)
    return beside is not None and any(each.older_spelling_of == prop.name for each in beside.properties)


def _why_not(prop: Property, way: Way) -> str:
    if way is Way.USUAL:
        return "the document has no example of it"
    if way is Way.SHORTEST and not prop.types & {"string", "integer", "number"}:
        return "it is neither a text nor a number"
    if way in (Way.ACCENTS, Way.ASTRAL, Way.WHITE_SPACE, Way.MARKUP) and "string" not in prop.types:
        return "it is no text"
    if way is Way.UNKNOWN_SPELLING and prop.carrier is Carrier.HEADER:
        return "the case of a header's name does not matter"
    return _WHY_NOT[way]
