"""What a SOAP call carries besides its message."""

from dataclasses import dataclass

from emulator.faults import Fault
from emulator.soap_server.envelopes import Version
from emulator.soap_server.system import System


@dataclass(slots=True, kw_only=True)
class Call:
    """One call of a system, from request to reply; ``operation`` and ``version`` are known once the envelope is read.

    ``ordered`` is a fault that somebody ordered for it, which let it wait for ``waited`` seconds. It is ``late`` when that
    outlasted the caller's patience.
    """

    system: System
    content_type: str
    versions: frozenset[str]
    facade: str | None = None
    operation: str | None = None
    version: Version | None = None
    ordered: Fault | None = None
    waited: float = 0.0
    late: bool = False
