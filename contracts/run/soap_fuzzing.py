"""Fuzzing the SOAP server: valid messages of each operation of its WSDL, spoiled in every way there is a row for."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from contracts.exchange import Exchange, Request, Response
from contracts.expected.soap_answer import Answered, judged
from contracts.expected.soap_outcome import Ending, Outcome
from contracts.expected.soap_server import SoapServer
from contracts.failures import Failure
from contracts.run.events import Event, NotExercised, Progress, RunContext
from contracts.run.function_phase import stopped
from contracts.run.soap_trials import Trial, Trials, with_clauses
from contracts.run.soap_watch import Watch, put_back
from contracts.run.soap_wsdl import interface_of
from contracts.run.tally import Tally
from contracts.scenarios.messages import ENVELOPES
from contracts.target import NotPossible, Target
from contracts.targets.refusals import NotAllowed
from contracts.wsdl import Interface

NAME = "soap fuzzing"
# A request longer than this is no command that a person can repeat.
_LONGEST_TOLD = 20_000
# In-process nothing ends a request that hangs, so it is told by its time; loaded machines are slow, and hangs are hangs.
SECONDS = 10.0
# A thorough run without a time budget ends all the same.
# What cancels is looked at after each request, what does not after so many ways.
_UNLOOKED = 8
_ROUNDS = {False: 1, True: 50}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A way to set up the server; ``wide`` where every spoiling is to be seen in a quick run too."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    wide: bool = True


_LOGINS = [{"database_user": "SCHEMA", "password": "se cret", "sp_user": "ü&2"}]
_SMALL = {"scenario": "empty", "max_body_bytes": 250_000, "logins": []}
_ASKS = {**_SMALL, "soap_versions": "1.2", "logins": _LOGINS}

# What the emulator is set up as, in one run after the other; a server elsewhere is as it is.
VARIANTS = (
    Variant(settings={**_SMALL, "profile": "lenient"}),
    Variant(settings={**_SMALL, "profile": "strict"}),
    Variant(settings={**_ASKS, "profile": "lenient", "scheduling_version": "11.2"}, wide=False),
    Variant(settings={**_ASKS, "profile": "strict", "unresourced_status": "absent"}, wide=False),
)
# The server's own limits, which take time to reach.
_LARGE = Variant(settings={"scenario": "empty", "profile": "lenient"})


def soap_fuzzing(context: RunContext, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Event]:
    """Spoil messages of every operation of the WSDL in elements, envelopes, XML and encodings; judge each answer by a model."""
    tally = Tally(NAME)
    ours = (*VARIANTS, _LARGE) if context.thorough else VARIANTS
    for number, variant in enumerate((Variant(),) if context.soap.by_url else ours):
        server = context.soap.under(variant.settings)
        try:
            place = context.target.with_settings(variant.settings) if variant.settings else nullcontext(context.target)
            with place as target:
                yield from _Fuzzing(context, target, server, tally, clock).all(number, wide=variant.wide or context.thorough)
        except NotPossible as refusal:
            if isinstance(refusal, NotAllowed):
                raise
            yield NotExercised(name=f"the SOAP server as {_word(variant.settings)}", clauses=(), reason=str(refusal))
        if context.budget.over:
            yield from tally.events()
            yield stopped(NAME)
            return
    yield from tally.events()
    put_back(context)


@dataclass(slots=True)
class _Fuzzing:
    """One server as it is set up, and what is known of it."""

    context: RunContext
    target: Target
    server: SoapServer
    tally: Tally
    clock: Callable[[], float]
    watch: Watch = field(init=False)
    interface: Interface = field(init=False)
    schema: etree.XMLSchema = field(init=False)

    def __post_init__(self) -> None:
        self.interface = interface_of(self.target, self.server)
        self.schema = etree.XMLSchema(etree.fromstring(self.interface.schema))
        self.watch = Watch(self.target, self.server, seed=self.context.seed)

    def all(self, number: int, *, wide: bool) -> Iterator[Progress]:
        """Go through the rows, then spoil several elements at once: a fixed number of rounds, or as long as there is time."""
        trials = Trials(
            server=self.server,
            watch=self.watch,
            interface=self.interface,
            schema=self.schema,
            seed=self.context.seed,
            wide=wide,
        )
        operations = self.interface.operations.values()
        for operation in operations:
            for version in sorted(ENVELOPES):
                yield from self._try(operation.name, trials.of_elements(operation, version))
                yield from self._try(operation.name, trials.of_envelopes(operation, version))
        yield from self._try("other methods", trials.of_methods())
        for round_ in range(_ROUNDS[self.context.thorough]):
            for operation in operations:
                yield from self._try(operation.name, trials.mixed(operation, f"{number} {round_}"))

    def _try(self, doing: str, trials: Iterator[Trial]) -> Iterator[Progress]:
        ways: dict[str, None] = {}
        for trial in trials:
            if self.context.budget.over:
                break
            if len(ways) == _UNLOOKED and trial.way not in ways:
                self._quiet(doing, ways)
                ways.clear()
            ways[trial.way] = None
            self._send(trial, replace(trial.packet.request(self.server.path), method=trial.method))
        if ways:
            self._quiet(doing, ways)
        yield Progress(doing=f"{doing} {self._profile}", cases=self.tally.cases)

    def _send(self, trial: Trial, request: Request) -> None:
        began = self.clock()
        response = self.target.soap(request)
        seconds = self.clock() - began
        if response.withheld:
            self.tally.withheld.append(response.withheld)
            return
        expected = with_clauses(trial)
        answered, failures = self._judged(trial, response, expected)
        if seconds > SECONDS:
            failures.append(Failure("the answer takes too long", "seconds", SECONDS, round(seconds, 1), expected.clauses))
        if request.method == "POST":
            done = answered is not None and answered.result is not None and answered.result[0] != "Error"
            changes = expected.changes or (expected.ending is Ending.ANY and done and trial.cancels)
            failures += self.watch.after(response, cancels=trial.cancels, changes=changes, clauses=expected.clauses)
        self._note(trial, request, response, _exercised(trial, expected, answered), failures)

    def _judged(self, trial: Trial, response: Response, expected: Outcome) -> tuple[Answered | None, list[Failure]]:
        reply = f"{{{trial.operation.reply.namespace}}}{trial.operation.reply.root}"
        found = list(judged(response, expected, version=trial.version, reply=reply, schema=self.schema))
        answered = next((each for each in found if isinstance(each, Answered)), None)
        return answered, [each for each in found if isinstance(each, Failure)]

    def _note(
        self, trial: Trial, request: Request, response: Response, clauses: tuple[str, ...], failures: list[Failure]
    ) -> None:
        self.tally.cases += 1
        shown = Exchange(operation=None, request=request, response=response) if len(request.body) <= _LONGEST_TOLD else None
        told = [replace(each, where=f"{each.where}, '{trial.where}'", exchange=shown) for each in failures]
        self.tally.note(f"{trial.way} ({self._profile})", clauses=clauses, failures=told)

    def _quiet(self, doing: str, ways: Iterable[str]) -> None:
        """See that nothing moved that no answer told of."""
        if not self.server.control:
            return
        failures = [replace(each, where=f"{each.where}, '{doing}: {', '.join(ways)}'") for each in self.watch.quiet()]
        name = f"nothing moves that no answer tells of ({self._profile})"
        self.tally.note(name, clauses=("SCH-R-02", "SCH-G-05"), failures=failures)

    @property
    def _profile(self) -> str:
        return "strict" if self.server.strict else "lenient"


def _exercised(trial: Trial, expected: Outcome, answered: Answered | None) -> tuple[str, ...]:
    """Name the clauses that an answer put to the test."""
    of_replies: tuple[str, ...] = ()
    if answered is not None:
        of_replies = ("SCH-T-01", "SCH-T-09")
        if answered.result is not None:
            of_replies = (*of_replies, "SCH-R-01", "SCH-R-02")
    return tuple(dict.fromkeys((*trial.clauses, *expected.clauses, *of_replies)))


def _word(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in settings.items() if name in ("profile", "soap_versions"))
