"""What a call through a door brought, in words of the model."""

from dataclasses import dataclass

from contracts.exchange import Exchange
from contracts.machines.model import ATTRIBUTES, Seen


class Unexpected(Exception):  # noqa: N818 - something found out about the target
    """Say that an answer is none of those that any call may have; ``exchange`` is the one."""

    def __init__(self, exchange: Exchange, why: str) -> None:
        super().__init__(why)
        self.exchange = exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The return code, for a poll the stamp and the items, and the exchange itself.

    ``shows`` are the attributes of items that such an answer has room for; the others say nothing.
    """

    code: str
    exchange: Exchange
    stamp: int = 0
    items: tuple[Seen, ...] = ()
    shows: frozenset[str] = ATTRIBUTES
