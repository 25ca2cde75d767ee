"""The ways in which a property is tried, in the order of every table that shows them."""

from enum import Enum


class Way(Enum):
    """What is special about a value: a word for it, a heading where there is little room, and what is sent."""

    USUAL = "usual", "usual", "a value like those of the document's examples"
    ABSENT = "absent", "absent", "the property is left out"
    NULL = "null", "null", "null in the place of a value"
    EMPTY = "empty", "empty", "an empty text or object"
    SHORTEST = "shortest", "short", "the shortest text, the smallest number"
    LONGEST = "longest", "long", "the longest text and one a character shorter, the greatest number"
    TOO_LONG = "too long", "over", "a text one character over the limit, a number outside of the range"
    ACCENTS = "accents", "accent", "letters beyond ASCII"
    ASTRAL = "astral", "astral", "characters beyond the basic plane, combining marks, the edges of what XML can carry"
    WHITE_SPACE = "white space", "space", "white space around, inside and alone; line ends"
    MARKUP = "markup", "markup", "markup, quotes, entities, comments and CDATA as text"
    NOT_IN_XML = "not in XML", "no xml", "characters that XML cannot carry"
    NUMBER_AS_TEXT = "number as text", "digits", "a text that reads as a number or a JSON word, and a number written as text"
    OTHER_TYPE = "other type", "type", "a value of another JSON type"
    UNKNOWN_SPELLING = "unknown spelling", "spelt", "the name in another case or with a typo, which counts as absent"
    OLDER_SPELLING = "older spelling", "older", "the older name of the property, alone and beside the newer one"

    def __init__(self, word: str, heading: str, sends: str) -> None:
        self.word = word
        self.heading = heading
        self.sends = sends

    @classmethod
    def of(cls, word: str) -> "Way":
        """Find a way by its word; raise KeyError for one that is none."""
        return {way.word: way for way in cls}[word]
