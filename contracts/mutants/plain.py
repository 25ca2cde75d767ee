"""What plain schemathesis says of a mutant: its own cases and checks on the same document, and none of ours."""

from functools import cache

from contracts.document import load
from contracts.run.preparation import GATE_SEED
from contracts.run.schemathesis_adapter import Alone, Objection
from contracts.target import InProcess

# The facade that mutants are made of.
DOCUMENT = "servicebroker"


def objections() -> frozenset[Objection]:
    """Let schemathesis alone judge the emulator of this process, mutant or not.

    The facade asks for a token, as its document says, and schemathesis sends the right one.
    """
    return schemathesis_alone().objections(InProcess({"auth": True}).wsgi)


@cache
def schemathesis_alone() -> Alone:
    """Draw its cases; processes that are forked after this share them."""
    return Alone(load(DOCUMENT, {"auth": True}), seed=GATE_SEED)
