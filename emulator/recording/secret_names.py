"""The names by which a recorder knows a secret; rather one too many: what is masked in vain is seen, what is not is lost."""

import re

_WORDS = (
    "passw", "passphrase", "pwd", "secret", "token", "api[-_]?key", "access[-_]?key", "private[-_]?key", "subscription[-_]?key",
    "credential", "signature", "nonce", "assertion", "authori[sz]ation", "cookie", "session[-_]?id", "j?sessionid",
)  # fmt: skip
NAME = rf"[\w.-]*(?:{'|'.join(_WORDS)})[\w.-]*"
_NAME = re.compile(rf"{NAME}|sig|pin|pass", re.IGNORECASE)

# Headers whose values are shown; of any other the name alone is kept.
HARMLESS = frozenset({
    "accept", "accept-charset", "accept-encoding", "accept-language", "allow", "cache-control", "connection",
    "content-encoding", "content-language", "content-length", "content-type", "date", "expect", "expires", "host",
    "last-modified", "pragma", "retry-after", "server", "soapaction", "transfer-encoding", "user-agent", "vary",
})  # fmt: skip


def is_secret(name: str) -> bool:
    """Tell whether what has this name, its prefix left out, is a secret."""
    return bool(_NAME.fullmatch(name.rpartition(":")[2]))
