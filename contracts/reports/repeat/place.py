"""Where the facade, the SOAP server and the control API of a run are, and how to ask them the same again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from contracts.run.milestones import RunStarted

_SERVED = "http://127.0.0.1:8010"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The URLs of a run; in-process runs are repeated beside ``emulator serve``. The values of ``headers`` are variables.

    ``control`` is None for a SOAP server that has no control API: what it is asked about state is left out.
    """

    facade: str = _SERVED
    soap: str = f"{_SERVED}/soap"
    control: str | None = _SERVED
    by_url: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, started: RunStarted) -> "Places":
        """Tell them from what was chosen for a run."""
        chosen = started.chosen
        soap, facade = chosen.get("soap"), (chosen.get("url") or _SERVED).rstrip("/")
        control = chosen.get("emulator") or (None if soap else facade)
        headers = {name: f"${{CONTRACTS_HEADER_{name.upper().replace('-', '_')}}}" for name in chosen.get("headers", ())}
        if chosen.get("bearer"):
            headers["Authorization"] = "Bearer ${CONTRACTS_BEARER}"
        return cls(
            facade=facade,
            soap=soap or f"{(control or _SERVED).rstrip('/')}/soap",
            control=control.rstrip("/") if control else None,
            by_url=bool(soap or chosen.get("url")),
            settings=chosen.get("settings", {}),
            headers=headers,
        )

    @property
    def soap_host(self) -> str:
        """The URL of the SOAP server without its path."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.soap))
