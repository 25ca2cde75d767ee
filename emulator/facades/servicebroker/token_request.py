"""What a caller who wants a JWT must say (SB-H-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulator.facades.json_text import Number, described
from emulator.facades.servicebroker.refusals import bad_request

GRANT_TYPE = "ClientCredentials"
# A year: nothing public names a limit, and a number without one would run out of the calendar.
LONGEST = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """Who asks, and for how many seconds."""

    client_id: str
    client_secret: str
    seconds: int


def read_token_request(body: Mapping[str, Any]) -> TokenRequest:
    """Read the four properties; raise Refused for the first that is missing or wrong. Others are ignored."""
    client_id, client_secret = _text(body, "ClientId"), _text(body, "ClientSecret", secret=True)
    grant_type = _text(body, "GrantType")
    if grant_type != GRANT_TYPE:
        raise bad_request("GrantType", "must be the one there is", expected=GRANT_TYPE, found=described(grant_type))
    return TokenRequest(client_id=client_id, client_secret=client_secret, seconds=_seconds(body, "ExpiresInSeconds"))


def _text(body: Mapping[str, Any], name: str, *, secret: bool = False) -> str:
    value = _required(body, name, expected="a string that is not empty")
    if not isinstance(value, str) or not value:
        found = "something else (not shown: it may be a secret)" if secret and value != "" else described(value)
        raise bad_request(name, "must be a string that is not empty", expected="a string of 1 character or more", found=found)
    return value


def _seconds(body: Mapping[str, Any], name: str) -> int:
    expected = f"a whole number from 1 to {LONGEST}"
    value = _required(body, name, expected=expected)
    digits = value.digits if isinstance(value, Number) else None
    if digits is None or len(digits) > len(str(LONGEST)) or not 1 <= int(digits) <= LONGEST:
        raise bad_request(name, "must be a whole number of seconds", expected=expected, found=described(value))
    return int(digits)


def _required(body: Mapping[str, Any], name: str, *, expected: str) -> Any:
    value = body.get(name)
    if value is None:
        raise bad_request(name, "is required", expected=expected, found="null" if name in body else "nothing")
    return value
