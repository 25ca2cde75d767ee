"""JSON without loss: numbers keep their text, and nothing that JSON does not have gets in (SB-H-04)."""

import json
import re
from dataclasses import dataclass
from typing import Any


class BadJson(ValueError):  # noqa: N818 - what it says of a body
    """Say what is wrong with a text that should be a JSON object: where, which rule, what was expected and found."""

    def __init__(self, rule: str, *, subject: str = "body", expected: str, found: str) -> None:
        super().__init__(f"{subject} {rule}: expected {expected}, found {found}")
        self.subject = subject
        self.rule = rule
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stood in the text, of whatever size."""

    text: str

    @property
    def digits(self) -> str | None:
        """Write a whole number by its digits: 1, 1.0 and 1e0 alike are 1. None for any other number.

        None also for one that would need more than a thousand digits beyond those in the text, as a few
        characters such as 1e999999999 would otherwise fill the memory.
        """
        sign, units, fraction, exponent = _NUMBER.fullmatch(self.text).groups(default="")  # type: ignore[union-attr]
        digits = (units + fraction).lstrip("0")
        if not digits:
            return "0"
        if len(exponent.lstrip("+-").lstrip("0")) > 9:
            return None
        shift = int(exponent or 0) - len(fraction)
        if shift < 0:
            digits, rest = digits[:shift], digits[shift:]
            return None if rest.strip("0") else sign + digits
        return sign + digits + "0" * shift if shift <= _MOST_ZEROS else None


_NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?", re.ASCII)
_MOST_ZEROS = 1000
_LONGEST_WHOLE = 320  # more digits than the largest double has


def read_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object; raise BadJson for anything else. Numbers become Number."""
    try:
        value = _DECODER.decode(body.decode("utf-8-sig"))
        if body.count(b"[") + body.count(b"{") > _DEEPEST and _deeper(value, _DEEPEST):
            raise RecursionError
    except UnicodeDecodeError as error:
        raise BadJson("must be UTF-8", expected="UTF-8 text", found=f"byte {body[error.start]:#04x} at {error.start}") from None
    except json.JSONDecodeError as error:
        found = f"{_lower(error.msg)} at line {error.lineno} column {error.colno}" if body.strip() else "an empty body"
        raise BadJson("must be JSON", expected="a JSON object", found=found) from None
    except RecursionError:
        raise BadJson("nests too deeply", expected=f"at most {_DEEPEST} levels", found="more") from None
    if not isinstance(value, dict):
        raise BadJson("must be a JSON object", expected="an object", found=described(value))
    return value


def write_value(value: Any) -> str:
    """Write a value that was read as compact JSON text, its numbers as they stood."""
    match value:
        case Number(text):
            return text
        case dict():
            return "{" + ",".join(f"{write_value(name)}:{write_value(member)}" for name, member in value.items()) + "}"
        case list():
            return "[" + ",".join(map(write_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """Make Python's own numbers of a value's Numbers; raise BadJson for one that no double can hold."""
    match value:
        case Number(text):
            number = float(text)
            if abs(number) == float("inf"):
                raise BadJson("has a number that is too large", expected="one that a double can hold", found=_cut(text))
            digits = value.digits
            return int(digits) if digits is not None and len(digits) < _LONGEST_WHOLE else number
        case dict():
            return {name: plain(member) for name, member in value.items()}
        case list():
            return [plain(member) for member in value]
    return value


def described(value: Any) -> str:
    """Say for a person what kind of value this is; long ones are cut."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Number(text):
            return f"the number {_cut(text)}"
        case str():
            return f"the text {_cut(json.dumps(value))}"
        case dict():
            return "an object"
    return "an array"


# Far more than any caller needs, and less than what Python's own recursion can take.
_DEEPEST = 200


def _deeper(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        inner = [member.values() if isinstance(member, dict) else member for member in level if isinstance(member, dict | list)]
        level = [value for members in inner for value in members]
    return any(isinstance(member, dict | list) for member in level)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise BadJson("must not repeat a key", subject=_cut(twice), expected="each key once in an object", found="it twice")
    return members


def _no_constant(name: str) -> Any:
    raise BadJson("must be JSON", expected="a number", found=f"{name}, which JSON does not have")


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_int=Number, parse_float=Number, parse_constant=_no_constant)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}... ({len(text)} characters)"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
