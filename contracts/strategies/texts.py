"""Texts that a mapping is likely to get wrong: every one can be carried by XML."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.strategies.ways import Way

# One character of each kind that programs count, cut or escape wrongly: a letter, two bytes in UTF-8, three, four (two units in
# UTF-16), a letter with a combining mark, and what XML 1.0 carries only as a reference or at its very edges.
ASCII, TWO_BYTES, THREE_BYTES, ASTRAL, COMBINING = "a", "é", "語", "\U0001f9ea", "e\u0301"
EDGES = "\t\n\r \x7f\x85\u2028\ud7ff\ue000\ufffd\U00010000\U0010ffff"

_ALPHABET = st.characters(
    codec="utf-8", exclude_characters=[*(chr(n) for n in range(32) if chr(n) not in "\t\n\r"), "\ufffe", "\uffff"]
)


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text, what is awkward about it, and the way of trying a property that it belongs to."""

    name: str
    text: str
    way: Way


AWKWARD = (
    NamedText("plain", "Dep-1306", Way.USUAL),
    NamedText("white space around", "  x y  ", Way.WHITE_SPACE),
    NamedText("white space alone", "   ", Way.WHITE_SPACE),
    NamedText("tab and line feed", "a\tb\nc", Way.WHITE_SPACE),
    NamedText("carriage return", "a\r\nb\rc", Way.WHITE_SPACE),
    NamedText("markup", "<b>&amp;</b>", Way.MARKUP),
    NamedText("quotes", "'\"`", Way.MARKUP),
    NamedText("end of CDATA", "]]>", Way.MARKUP),
    NamedText("an entity", "&lt;&#65;", Way.MARKUP),
    NamedText("a comment", "<!-- x -->", Way.MARKUP),
    NamedText("accents", "Zoë Ångström", Way.ACCENTS),
    NamedText("an accent", "Zoë", Way.ACCENTS),
    NamedText("astral", ASTRAL + "x" + ASTRAL, Way.ASTRAL),
    NamedText("combining mark", COMBINING, Way.ASTRAL),
    NamedText("edges of XML", EDGES, Way.ASTRAL),
    NamedText("a whole number", "42", Way.NUMBER_AS_TEXT),
    NamedText("leading zeros", "007", Way.NUMBER_AS_TEXT),
    NamedText("a fraction", "1.0", Way.NUMBER_AS_TEXT),
    NamedText("true", "true", Way.NUMBER_AS_TEXT),
    NamedText("null", "null", Way.NUMBER_AS_TEXT),
    NamedText("JSON", '{"a":[1]}', Way.NUMBER_AS_TEXT),
)


def texts(*, least: int = 0, most: int | None = None) -> SearchStrategy[str]:
    """Texts of some length in code points: any that XML can carry, and those that are awkward."""
    fitting = [each.text for each in AWKWARD if least <= len(each.text) <= (most if most is not None else 10_000)]
    longest = min(most, 40) if most is not None else 40
    anything = st.text(_ALPHABET, min_size=least, max_size=max(least, longest))
    return st.one_of(anything, st.sampled_from(fitting)) if fitting else anything


def of_length(length: int, way: Way) -> list[NamedText]:
    """Texts of exactly this many code points, one for each manner of counting that could be taken for it."""
    shapes = {
        "letters": ASCII * length,
        "two bytes each": TWO_BYTES * length,
        "three bytes each": THREE_BYTES * length,
        "astral": ASTRAL * length,
        "combining marks": (COMBINING * length)[:length],
        "spaces at the end": (ASCII + " " * length)[:length],
        "markup": ("<&>" * length)[:length],
    }
    return [NamedText(f"{length} code points, {name}", text, way) for name, text in shapes.items()]
