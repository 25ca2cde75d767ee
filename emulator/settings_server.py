"""The settings of the server: how many processes, how much it takes, and how long it waits for a client."""

from dataclasses import dataclass
from typing import Any

from emulator.settings_row import SettingsError, setting
from emulator.settings_rules import one_of, seconds, whole


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """What can be chosen for ``emulator serve``; see also max_body_bytes."""

    workers: int = setting(
        1, whole(1, 64), "emulator", "processes that serve; more than one need a state that they share, in PostgreSQL"
    )
    max_pending: int = setting(
        1000, whole(1, 1_000_000), "emulator", "calls that wait at most, in each process; the next gets 503 with Retry-After"
    )
    max_connections: int = setting(
        4096, whole(1, 1_000_000), "emulator", "clients connected at most, to each process; the next gets 503"
    )
    max_header_bytes: int = setting(
        65536, whole(256, 2**24), "emulator", "a request whose head is as long, or longer, gets 431"
    )
    max_headers: int = setting(100, whole(1, 10_000), "emulator", "a request with more headers gets 431")
    client_timeout: float = setting(
        30.0, seconds(86400), "emulator", "time for a client to send a whole request, or to read on; then 408, or the end"
    )
    idle_timeout: float = setting(75.0, seconds(86400), "emulator", "time after which a connection without a request is closed")
    log: str = setting(
        "none", one_of("none", "text", "json"), "emulator", "a line on standard error for each exchange, with its id"
    )


def check_server(settings: Any) -> None:
    """Raise SettingsError where several processes would each have a state of their own."""
    if settings.workers > 1 and not settings.state.startswith("postgres"):
        where = "in a file" if settings.state else "in memory"
        raise SettingsError(
            f"setting workers: expected 1 with the state {where}, which one process holds; "
            f"several need --state postgresql://...; found {settings.workers}"
        )
