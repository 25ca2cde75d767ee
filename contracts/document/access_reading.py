"""Reading who may call a facade, and what a caller shows."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from contracts.document.access import SIGNATURE, TOKEN, Callers, Credentials, Ending, Obtaining, Refused, Signing
from contracts.document.keys import Place
from contracts.document.source import holds
from contracts.document.where import filled, read_refused

_SCHEMES = ("hmac-sha256",)
_KEYS = (
    *(
        "header",
        "body",
        "query",
        "value",
        "basic",
        "required-when",
        "obtain",
        "sign",
        "release",
        "expires",
        "refused",
        "set-up",
    ),
    "x-when",
)


def read_schemes(root: Place, settings: Mapping[str, Any]) -> dict[str, Credentials]:
    """Read the security schemes that say how a caller shows its credentials."""
    schemes = root.inside("components").mapping("securitySchemes")
    places = {name: root.inside("components", "securitySchemes", name) for name in schemes}
    return {name: _credentials(place, settings) for name, place in places.items() if place.mapping("x-credentials")}


def read_refusals(operation: Place) -> tuple[Refused, Refused] | None:
    """Read how an operation refuses who shows no credentials, and who shows wrong ones, where it is not as its scheme says."""
    row = operation.mapping("x-credentials")
    if row and set(row) != {"refused"}:
        raise operation.wrong("x-credentials", "a map with refused", row)
    return _refused(operation.inside("x-credentials")) if row else None


def read_callers(place: Place, settings: Mapping[str, Any]) -> Callers | None:
    """Read whom an operation knows."""
    row = place.mapping("x-callers")
    if not row:
        return None
    condition = row.get("when")
    return Callers(
        known=filled(place, "x-callers/known", row["known"], settings),
        anybody=condition is None or holds(condition, settings, where=f"{place.where}/x-callers"),
        otherwise=int(row["otherwise"]),
        clauses=tuple(row.get("clauses", ())),
    )


def _credentials(scheme: Place, settings: Mapping[str, Any]) -> Credentials:
    place = scheme.inside("x-credentials")
    row = place.value
    for key in row:
        if key not in _KEYS:
            raise place.wrong(key, f"one of {', '.join(_KEYS)}", row[key])
    if not any(row.get(key) for key in ("header", "body", "query")):
        raise scheme.wrong("x-credentials", "a place: header, body or query", row)
    signing, obtaining = _signing(place, settings), _obtaining(place, settings)
    missing, wrong = _refused(place)
    return Credentials(
        basic="basic" in row,
        header=place.text("header", ""),
        member=place.text("body", ""),
        query=place.text("query", ""),
        value=_value(place, settings, signing=signing, obtaining=obtaining),
        required=_required(scheme, settings, signing),
        obtaining=obtaining,
        signing=signing,
        ending=_ending(place),
        missing=missing,
        wrong=wrong,
        set_up=place.mapping("set-up"),
        clauses=scheme.texts("x-clauses"),
    )


def _required(scheme: Place, settings: Mapping[str, Any], signing: Signing | None) -> bool:
    condition = scheme.mapping("x-credentials").get("required-when")
    if condition is None:
        return signing is None or bool(signing.key)
    return holds(condition, settings, where=f"{scheme.where}/x-credentials")


class _Known(dict[str, Any]):
    """Settings by name; a token that none of them gives stays to be filled in."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _value(place: Place, settings: Mapping[str, Any], *, signing: Signing | None, obtaining: Obtaining | None) -> str:
    if signing is not None:
        return SIGNATURE if signing.key else ""
    given = {name: value for name, value in settings.items() if name != TOKEN[1:-1] or value or obtaining is None}
    if "basic" in place.value:
        return "Basic " + b64encode(str(place.value["basic"]).format_map(settings).encode()).decode()
    text = place.text("value", TOKEN)
    return text.format_map(_Known(given)) if obtaining is not None else text.format_map(settings)


def _obtaining(place: Place, settings: Mapping[str, Any]) -> Obtaining | None:
    row = place.mapping("obtain")
    if not row:
        return None
    if not {"operation", "at"} <= set(row) <= {"operation", "body", "at"}:
        raise place.wrong("obtain", "a map with operation, body and at", row)
    body = filled(place.inside("obtain"), "body", row.get("body", {}), settings)
    return Obtaining(operation=row["operation"], body=body, at=row["at"])


def _signing(place: Place, settings: Mapping[str, Any]) -> Signing | None:
    row = place.mapping("sign")
    if not row:
        return None
    if row.get("scheme") not in _SCHEMES or not set(row) <= {"scheme", "key", "skew"} or "key" not in row:
        raise place.wrong("sign", f"a map with key, perhaps skew, and scheme, which is {' or '.join(_SCHEMES)}", row)
    found = filled(place, "sign", row, settings)
    key = found["key"][0] if isinstance(found["key"], list) and found["key"] else found["key"] or ""
    return Signing(scheme=row["scheme"], key=str(key), skew=found.get("skew"))


def _ending(place: Place) -> Ending:
    row = place.mapping("expires")
    if row and (len(row) != 1 or not {"seconds", "idle"} & set(row)):
        raise place.wrong("expires", "a map with seconds (after it was issued) or idle (seconds after it was last used)", row)
    return Ending(release=place.value.get("release"), seconds=next(iter(row.values()), None), idle="idle" in row)


def _refused(place: Place) -> tuple[Refused, Refused]:
    row = place.mapping("refused")
    if "status" in row or not row:
        both = read_refused(place, "refused", row or {"status": 401})
        return both, both
    if set(row) != {"missing", "wrong"}:
        raise place.wrong("refused", "a refusal, or a map with missing and wrong", row)
    missing, wrong = (read_refused(place, f"refused/{name}", row[name]) for name in ("missing", "wrong"))
    return missing, wrong
