"""JSON Web Tokens of the emulator's own (HS256): written and read again, by nobody's clock."""

import json
from collections.abc import Mapping
from typing import Any

_ALGORITHM = "HS256"


def write_token(claims: Mapping[str, Any], key: bytes) -> str:
    """Sign claims."""
    import jwt  # it takes a while to load, and only some need it

    return jwt.encode(dict(claims), key, algorithm=_ALGORITHM)


def read_token(token: str, key: bytes) -> Mapping[str, Any] | None:
    """Give the claims of a token that this key signed, expired or not; None for any other text."""
    import jwt

    if token.count(".") != 2 or not token.isascii():
        return None
    try:
        # The signature alone: all that looks at claims would look at the computer's clock.
        claims = json.loads(jwt.PyJWS(algorithms=[_ALGORITHM]).decode(token, key, algorithms=[_ALGORITHM]))
    except (jwt.InvalidTokenError, ValueError):
        return None
    return claims if isinstance(claims, dict) else None
