"""What must be at the one place that a failure is about: a status, a member of the answer, an element of the SOAP message."""

import json
import re
from dataclasses import dataclass
from enum import Enum

from contracts.failures import Failure

_PLAIN = (str, int, float, bool, type(None))
_ELEMENT = re.compile(r"[A-Za-z]+(Request)((?:/[A-Za-z]+)+)")


class In(Enum):
    """Where the place is."""

    STATUS = "status"
    BODY = "body"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The place: ``at`` are subscripts of a body, or the path of an element; and the value, as Python spells it."""

    where: In
    at: str = ""
    value: str


def promise_of(failure: Failure) -> Promise | None:
    """Tell what was promised; None where it is not one plain value in one place."""
    if not isinstance(failure.expected, _PLAIN):
        return None
    value = repr(failure.expected)
    if failure.where == "status" and isinstance(failure.expected, int):
        return Promise(where=In.STATUS, value=value)
    if re.fullmatch(r"body(\.[A-Za-z_]\w*)+", failure.where):
        steps = "".join(f"[{json.dumps(name)}]" for name in failure.where.split(".")[1:])
        return Promise(where=In.BODY, at=steps, value=value)
    element = _ELEMENT.fullmatch(failure.where)
    if element is not None and isinstance(failure.expected, str):
        return Promise(where=In.MESSAGE, at=f".//{{*}}Body/*{element[2]}", value=value)
    return None
