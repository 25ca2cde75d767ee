"""Names and addresses of hosts."""

import re

_LOOPBACK = re.compile(r"127(\.[0-9]{1,3}){3}|::1|(.+\.)?localhost\.?", re.IGNORECASE)


def is_loopback(host: str) -> bool:
    """Whether a name or an address can only be this machine itself; no name is looked up (RFC 6761, 6.3)."""
    return _LOOPBACK.fullmatch(host) is not None
