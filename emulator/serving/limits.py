"""How much of everything a server takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes, times in seconds; the defaults are those of the settings of the same names."""

    max_body_bytes: int = 10 * 2**20
    max_header_bytes: int = 65536
    max_headers: int = 100
    max_pending: int = 1000
    max_connections: int = 4096
    client_timeout: float = 30.0
    idle_timeout: float = 75.0
