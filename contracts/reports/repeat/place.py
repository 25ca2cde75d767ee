"""Where the facade and the emulator of a run are, and how to ask them the same again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.run.milestones import RunStarted

_SERVED = "http://127.0.0.1:8010"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The URLs of a run; in-process runs are repeated beside ``emulator serve``. The values of ``headers`` are variables."""

    facade: str = _SERVED
    emulator: str = _SERVED
    by_url: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, started: RunStarted) -> "Places":
        """Tell them from what was chosen for a run."""
        chosen = started.chosen
        facade = chosen.get("url") or _SERVED
        headers = {name: f"${{CONTRACTS_HEADER_{name.upper().replace('-', '_')}}}" for name in chosen.get("headers", ())}
        if chosen.get("bearer"):
            headers["Authorization"] = "Bearer ${CONTRACTS_BEARER}"
        return cls(
            facade=facade.rstrip("/"),
            emulator=(chosen.get("emulator") or facade).rstrip("/"),
            by_url=chosen.get("url") is not None,
            settings=chosen.get("settings", {}),
            headers=headers,
        )
