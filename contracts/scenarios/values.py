"""Values that a life keeps under a name, and the places that use them: ``${stamp}``, ``${stamp+1}``."""

import re
from collections.abc import Mapping
from typing import Any

from contracts.scenarios.matching import Matcher

_USE = re.compile(r"\$\{(\w+)(?:([+-])([0-9]+))?\}")


class NothingKept(LookupError):  # noqa: N818 - something found out about an answer
    """Say that a step uses or keeps a value that is not there."""


def fill(value: Any, kept: Mapping[str, Any]) -> Any:
    """Put kept values in their places, at any depth; a text that is one place only takes the value's own type."""
    match value:
        case str():
            whole = _USE.fullmatch(value)
            return _use(whole, kept) if whole else _USE.sub(lambda use: str(_use(use, kept)), value)
        case Mapping():
            return {key: fill(member, kept) for key, member in value.items()}
        case list() | tuple():
            return [fill(member, kept) for member in value]
        case Matcher():
            return Matcher(value.kind, fill(value.value, kept))
        case _:
            return value


def find(path: str, whole: Any) -> Any:
    """Follow a path such as ``Payload.OffsetId`` or ``workItem.0.workItemID``, ``.`` for all; or raise NothingKept."""
    value = whole
    for name in filter(None, path.split(".")):
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (LookupError, TypeError, ValueError):
            raise NothingKept(f"there is no {name!r} of {path!r} in {whole!r}") from None
    return value


def _use(use: re.Match[str], kept: Mapping[str, Any]) -> Any:
    name, sign, digits = use.groups()
    if name not in kept:
        raise NothingKept(f"nothing was kept under {name!r}; there is {', '.join(sorted(kept)) or 'nothing'}")
    if sign is None:
        return kept[name]
    return str(int(kept[name]) + (int(digits) if sign == "+" else -int(digits)))
