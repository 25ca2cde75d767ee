"""JSON Web Tokens: made for a tenant, and read again, by the emulator's clock (SB-H-02, SB-H-03).

They are signed with HS256 and hold iss, sub (the ClientId), tenant, iat and exp, in whole seconds. A tenant's key is made
from its ClientSecret and its name, so a token outlives a restart of the emulator, and no tenant can sign for another.
"""

from datetime import datetime
from hashlib import sha256
from hmac import digest
from typing import Any

from emulator.facades.json_web_token import read_token, write_token

ISSUER = "emulator/servicebroker"


class Signer:
    """Make and read the tokens of one tenant."""

    def __init__(self, *, tenant: str, client_id: str, client_secret: str) -> None:
        self._tenant = tenant
        self._client_id = client_id
        self._key = digest(client_secret.encode(), f"{ISSUER} {tenant}".encode(), sha256)

    def make(self, *, now: datetime, seconds: int) -> str:
        """Make a token that is good from now on for so many seconds, and not one more."""
        issued = int(now.timestamp())
        claims = {"iss": ISSUER, "sub": self._client_id, "tenant": self._tenant, "iat": issued, "exp": issued + seconds}
        return write_token(claims, self._key)

    def expiry(self, token: str) -> int | None:
        """Tell when a token of this tenant ends, in seconds since 1970; None for one that this tenant's key did not sign."""
        claims: Any = read_token(token, self._key)
        return claims["exp"] if claims is not None and self._made(claims) else None

    def _made(self, claims: Any) -> bool:
        return (claims.get("iss"), claims.get("tenant"), claims.get("sub")) == (ISSUER, self._tenant, self._client_id) and (
            type(claims.get("exp")) is int
        )
