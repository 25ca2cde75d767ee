"""A route of the control API, a row each."""

from collections.abc import Callable
from dataclasses import dataclass

from emulator.control.answers import Answer

PREFIX = "/_emulator"

# Takes the emulator and the request, and the parts of the path by keyword; raises Problem or DocumentError.
Handler = Callable[..., Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method, a path below PREFIX as OpenAPI writes it, its operationId, and who answers.

    What is ``of_one_process``, and not of the state that several share, is refused where several serve: any could be asked.
    """

    method: str
    path: str
    name: str
    handler: Handler
    of_one_process: bool = False
