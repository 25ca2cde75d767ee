"""The requests of SOAP fuzzing, one by one, each with what must become of it; made only when its turn comes.

A request that was accepted may have used up what the next one names, so each is made of what is there then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from lxml import etree

from contracts.expected.soap_outcome import Ending, Outcome, outcome_of
from contracts.expected.soap_server import SoapServer
from contracts.run.soap_watch import NOBODYS_JOB, Watch, names_somebodys
from contracts.scenarios.messages import CONTENT_TYPES, ENVELOPES
from contracts.strategies.soap_elements import ELEMENT_WAYS, places
from contracts.strategies.soap_envelopes import ENVELOPE_WAYS
from contracts.strategies.soap_packet import Envelope, Packet, enveloped, packed
from contracts.strategies.soap_tree import Node, usual_message
from contracts.strategies.soap_way import EnvelopeWay, Fate
from contracts.wsdl import Interface, Operation

# So many messages of each operation are spoiled in several places at once, in each round.
_MIXED = 12
# A request as large as this is sent once, and not by each operation.
_LARGE = 2**20
_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "GET")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A request, and how it must end: ``version`` is the answer's ("" for either), ``where`` says what was spoiled."""

    operation: Operation
    packet: Packet
    version: str
    outcome: Outcome
    way: str
    clauses: tuple[str, ...]
    where: str
    method: str = "POST"

    @property
    def cancels(self) -> bool:
        """Whether it could take a job away."""
        return self.operation.name == "CancelJob"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """The requests that one server gets. ``wide``: every spoiling of every operation, else the first of each way."""

    server: SoapServer
    watch: Watch
    interface: Interface
    schema: etree.XMLSchema
    seed: int
    wide: bool

    def of_elements(self, operation: Operation, version: str) -> Iterator[Trial]:
        """Spoil one element at a time."""
        if not self.wide and version not in self.server.versions:
            return
        for way in ELEMENT_WAYS:
            for index, place in enumerate(places(operation.request, self._usual(operation))):
                spoilings = len(list(way.spoil(place)))
                for number in range(spoilings if self.wide and version == "1.2" else min(spoilings, 1)):
                    here = list(places(operation.request, self._usual(operation)))[index]
                    spoiled = list(way.spoil(here))[number]
                    where = "/".join((operation.request.root, *here.path))
                    yield from self._message(
                        operation, version, spoiled.root, way.name, way.clauses, where, breaks_schema=spoiled.breaks_schema
                    )

    def of_envelopes(self, operation: Operation, version: str) -> Iterator[Trial]:
        """Spoil what is around a message: the first operation's in every way that there is, one of each for the others."""
        for way in ENVELOPE_WAYS:
            requests = len(list(way.spoil(self._enveloped(self._usual(operation), version))))
            for number in range(requests if self.wide and self._is_first(operation) else 1):
                usual = self._usual(operation)
                packet = list(way.spoil(self._enveloped(usual, version)))[number]
                if self._is_withheld(operation, version, way, packet):
                    continue
                outcome, answered_in = self._fate(operation, usual, way, version, packet)
                yield Trial(
                    operation=operation,
                    packet=packet,
                    version=answered_in,
                    outcome=self._by_size(packet, outcome),
                    way=way.name,
                    clauses=way.clauses,
                    where=operation.request.root,
                )

    def of_methods(self) -> Iterator[Trial]:
        """Use other methods than POST, and GET without ?wsdl; what becomes of them is promised below /soap alone (SCH-T-08)."""
        if self.server.path.partition("/soap")[0] or self.server.path[5:6] not in ("", "/"):
            return
        for method in _METHODS:
            yield Trial(
                operation=next(iter(self.interface.operations.values())),
                packet=Packet(body=b"", content_type=None),
                version="",
                outcome=Outcome(ending=Ending.NOT_ALLOWED, clauses=("SCH-T-08",)),
                way="another method",
                clauses=("SCH-T-08",),
                where=method,
                method=method,
            )

    def mixed(self, operation: Operation, round_: str) -> Iterator[Trial]:
        """Spoil two or three elements at once: what is wrong first decides (SCH-C-10, SCH-G-15)."""
        random = Random(f"{self.seed} {round_} {operation.name}")
        for _ in range(_MIXED):
            root, names = self._usual(operation), []
            for _ in range(random.choice((2, 2, 3))):
                here = [place for place in places(operation.request, root) if root.at(place.path) is not None]
                way, place = random.choice(ELEMENT_WAYS), random.choice(here)
                spoiled = list(way.spoil(place))
                if spoiled:
                    root = random.choice(spoiled).root
                    names.append(f"{'/'.join(place.path) or 'root'} {way.name}")
            version = random.choice(sorted(ENVELOPES))
            if names:
                clauses = _ORDER.get(operation.name, ())
                where = "; ".join(names)
                breaks = not self._fits(root)
                yield from self._message(operation, version, root, "several at once", clauses, where, breaks_schema=breaks)

    def _message(
        self,
        operation: Operation,
        version: str,
        root: Node,
        way: str,
        clauses: tuple[str, ...],
        where: str,
        *,
        breaks_schema: bool,
    ) -> Iterator[Trial]:
        there = self.watch.there
        named = [node.text for node in root.walk() if node.name == "jobID"]
        if operation.name == "CancelJob" and not self.server.control and names_somebodys(named, there):
            return
        outcome = outcome_of(self.server, operation.name, root, breaks_schema=breaks_schema, there=there)
        packet = packed(root, version=version)
        yield Trial(
            operation=operation,
            packet=packet,
            version=version,
            outcome=self._by_size(packet, self._in_version(outcome, version)),
            way=way,
            clauses=clauses,
            where=where,
        )

    def _fate(self, operation: Operation, usual: Node, way: EnvelopeWay, version: str, packet: Packet) -> tuple[Outcome, str]:
        """Tell how a spoiled envelope must end, and in which version that is told."""
        ending = way.fate.value
        if isinstance(ending, Ending):
            outcome = Outcome(ending=ending, clauses=way.clauses)
        else:
            breaks = way.fate is Fate.UNKNOWN_CHILD
            outcome = outcome_of(self.server, operation.name, usual, breaks_schema=breaks, there=self.watch.there)
        if way.fate is Fate.ANY:
            return outcome, ""
        if way.unread:
            return outcome, _by_type(packet.content_type)
        return self._in_version(outcome, version), version

    def _in_version(self, outcome: Outcome, version: str) -> Outcome:
        """Let a version that is not offered decide, where it is known before what else is wrong."""
        if version in self.server.versions or outcome.ending not in _AFTER_VERSION:
            return outcome
        return Outcome(ending=Ending.VERSION_MISMATCH, clauses=("SCH-T-02",))

    def _by_size(self, packet: Packet, outcome: Outcome) -> Outcome:
        """Let the limit of a body's size decide before anything in it."""
        if len(packet.body) <= self.server.max_body_bytes:
            return outcome
        return Outcome(ending=Ending.TOO_LARGE, clauses=("SCH-T-10",))

    def _is_withheld(self, operation: Operation, version: str, way: EnvelopeWay, packet: Packet) -> bool:
        """Hold back what takes long once more, and what is changed at random where a job of somebody's could be met."""
        if len(packet.body) > _LARGE and not (self._is_first(operation) and version == "1.2"):
            return True
        return way.fate is Fate.ANY and operation.name == "CancelJob" and not self.server.control

    def _is_first(self, operation: Operation) -> bool:
        return operation is next(iter(self.interface.operations.values()))

    def _fits(self, root: Node) -> bool:
        """Tell whether a message is valid by the schema, as the schema's own validator sees it."""
        envelope = etree.fromstring(packed(root, version="1.2").body, etree.XMLParser(huge_tree=True))
        return bool(self.schema.validate(envelope[0][0]))

    def _usual(self, operation: Operation) -> Node:
        there = self.watch.ready()
        unit = next(iter(there.units), "")
        values = dict(zip(("databaseUser", "password", "spUser"), self.server.login, strict=True))
        values |= {"jobID": there.job or NOBODYS_JOB, "timeStampIn": "0", **({"FRUID": unit} if unit else {})}
        return usual_message(operation, lambda element: values.get(element.name))

    def _enveloped(self, usual: Node, version: str) -> Envelope:
        return enveloped(usual, version=version, most=self.server.max_body_bytes, seed=self.seed)


# What is told only once the envelope's version is known and offered.
_AFTER_VERSION = (Ending.REPLY, Ending.SENDER, Ending.MUST_UNDERSTAND)
_ORDER = {"CancelJob": ("SCH-C-10",), "GetChangedWorkItems": ("SCH-G-15",)}


def with_clauses(trial: Trial) -> Outcome:
    """Give the outcome with all clauses that are broken where it is another: the model's and the way's."""
    return replace(trial.outcome, clauses=tuple(dict.fromkeys((*trial.outcome.clauses, *trial.clauses))))


def _by_type(content_type: str | None) -> str:
    """Tell the version of a fault where the envelope tells none: by Content-Type, else 1.2 (SCH-T-08)."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    return next((version for version, known in CONTENT_TYPES.items() if known == media_type), "1.2")
