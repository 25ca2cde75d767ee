"""The phases that judge the SOAP server by itself: its WSDL, its codes, and what becomes of whatever is sent to it."""

from collections.abc import Callable, Iterator
from functools import wraps

from contracts.run.events import Event, RunContext
from contracts.run.exercises import SOAP_EXERCISES
from contracts.run.function_phase import FunctionPhase
from contracts.run.soap_codes import soap_codes
from contracts.run.soap_fuzzing import soap_fuzzing
from contracts.run.soap_wsdl import soap_wsdl
from contracts.targets.refusals import NotAllowed

Look = Callable[[RunContext], Iterator[Event]]


def _of_the_soap_side(look: Look) -> Look:
    """Have no turn where somebody's facade is judged, with our emulator behind it, which is known to be good."""

    @wraps(look)
    def judge(context: RunContext) -> Iterator[Event]:
        if not context.soap_side:
            raise NotAllowed("a run by --url judges a facade, and not the SOAP side; --soap judges one")
        yield from look(context)

    return judge


PHASES = tuple(
    FunctionPhase(name=name, clauses=SOAP_EXERCISES[name], look=_of_the_soap_side(look))
    for name, look in (("soap wsdl", soap_wsdl), ("soap codes", soap_codes), ("soap fuzzing", soap_fuzzing))
)
