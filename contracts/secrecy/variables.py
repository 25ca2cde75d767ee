"""Secrets as variables of a shell: a text written with them, also where it is a secret no more, and filled in again.

``${CONTRACTS_BEARER}`` is a secret, ``${CONTRACTS_BEARER:0:12}`` twelve characters of it from its first on, as bash reads it;
``_JSON``, ``_UPPER`` and so on at the end of the name stand for another spelling of it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

from contracts.secrecy.likeness import Likeness, Span, spans_of

FORMS: Mapping[str, Callable[[str], str]] = {
    "": lambda text: text,
    # The scheme before a token is no part of it: "Bearer abc".
    "_TOKEN": lambda text: text.rpartition(" ")[2],
    "_JSON": lambda text: json.dumps(text)[1:-1],
    "_URL": lambda text: quote(text, safe="", errors="surrogatepass"),
    "_XML": lambda text: escape(text),
}
_CASES: Mapping[str, Callable[[str], str]] = {
    "": lambda text: text,
    "_LOWER": lambda text: text.lower(),
    "_UPPER": lambda text: text.upper(),
    "_SWAPPED": lambda text: text.swapcase(),
}
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z][A-Z0-9_]*)(?::(?P<from>\d+):(?P<size>\d+))?\}")


class Named:
    """A secret in one of its forms: what gives it away, and how that is written with a variable."""

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.likeness = Likeness(value)
        self._cases = {case: form(value) for case, form in _CASES.items() if len(form(value)) == len(value)}

    def written(self, text: str, span: Span) -> str:
        """Write a part of a text; letters that are not the secret's stay."""
        parts, end = [], span.start
        for same in span.same:
            parts.append(text[end : same.at])
            end = same.at + same.size
            parts += self._slices(text[same.at : end], same.of)
        return "".join(parts)

    def _slices(self, part: str, of: int) -> Iterator[str]:
        """Write characters that are the secret's but for their case: long slices of the spelling that has them."""
        done = 0
        while done < len(part):
            sizes = {case: _common(part[done:], value[of + done :]) for case, value in self._cases.items()}
            case = max(sizes, key=lambda each: sizes[each])
            if not sizes[case]:
                # A letter that is another in capitals, which gives little away.
                yield part[done]
                done += 1
                continue
            whole = sizes[case] == len(self.likeness.secret)
            yield f"${{{self.name}{case}}}" if whole else f"${{{self.name}{case}:{of + done}:{sizes[case]}}}"
            done += sizes[case]


def forms_of(name: str, value: str) -> Iterator[Named]:
    """Give a secret in each form that is spelt in a way of its own."""
    # As it is comes last, and stays: where its forms are alike, that is how it is spelt.
    for spelling, kind in {form(value): kind for kind, form in reversed(list(FORMS.items()))}.items():
        yield Named(f"{name}{kind}", spelling)


def written(text: str, named: Iterable[Named]) -> str:
    """Put variables in the place of secrets, and of what gives them away."""
    by_likeness = {each.likeness: each for each in named}
    parts, end = [], 0
    for span, likeness in spans_of(by_likeness, text):
        parts += [text[end : span.start], by_likeness[likeness].written(text, span)]
        end = span.end
    return "".join([*parts, text[end:]]) if parts else text


def filled(text: str, secrets: Mapping[str, str]) -> str:
    """Put secrets in the place of variables; one of another name stays."""

    def value(found: re.Match[str]) -> str:
        known = _value(found["name"], secrets)
        if known is None:
            return found[0]
        begin = int(found["from"] or 0)
        return known if found["from"] is None else known[begin : begin + int(found["size"])]

    return VARIABLE.sub(value, text) if "${" in text else text


def _value(name: str, secrets: Mapping[str, str]) -> str | None:
    for kind, form in FORMS.items():
        for case, change in _CASES.items():
            known = name.removesuffix(f"{kind}{case}")
            if known in secrets and name == f"{known}{kind}{case}":
                return change(form(secrets[known]))
    return None


def _common(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size
