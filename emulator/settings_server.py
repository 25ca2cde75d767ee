"""The settings of the server: how many processes, how much it takes, and how long it waits for a client."""

from dataclasses import dataclass
from typing import Any

from emulator.hosts import is_loopback
from emulator.settings_row import SettingsError, setting
from emulator.settings_rules import one_of, seconds, text, whole


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
    control_token: str = setting(
        "",
        text("8 to 256 visible ASCII characters, or ''", pattern=r"([!-~]{8,256})?"),
        "emulator",
        "what the control API, the console and the making of spaces ask for; needed to listen anywhere but on loopback",
        secret=True,
    )
    max_spaces: int = setting(100, whole(1, 100_000), "emulator", "spaces at most; one more gets 503")
    space_idle: float = setting(
        3600.0, seconds(31_536_000), "emulator", "real time after which a space that nobody uses is dropped"
    )
    log: str = setting(
        "none", one_of("none", "text", "json"), "emulator", "a line on standard error for each exchange, with its id"
    )


def check_server(settings: Any) -> None:
    """Raise SettingsError where several processes would each have a state of their own, or anybody could drive it."""
    check_host(settings.host, settings)
    if settings.workers > 1 and not settings.state.startswith("postgres"):
        where = "in a file" if settings.state else "in memory"
        raise SettingsError(
            f"setting workers: expected 1 with the state {where}, which one process holds; "
            f"several need --state postgresql://...; found {settings.workers}"
        )


def check_host(host: str, settings: Any) -> None:
    """Raise SettingsError for an address where others could use the control API without a token."""
    if not is_loopback(host) and not settings.control_token:
        raise SettingsError(
            f"setting control_token: expected a token, by EMULATOR_CONTROL_TOKEN or --control-token, to listen on {host}, "
            "where others reach the control API and the console; found none"
        )
