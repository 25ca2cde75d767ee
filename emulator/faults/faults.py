"""The plan that is in force: which of its rules strikes a call, and how often each has struck."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from threading import Lock, local

from emulator.faults.fault import Fault
from emulator.faults.rule import FACADE, SOAP, Asked, FaultRule, Look, Plan, blind


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A rule that struck a call: its place in the plan, and what it did; a delay that was left to chance is what it came to."""

    rule: int
    at: str
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """A rule, how many calls matched it until its count was used up, how many it struck, and how many it may strike yet.

    ``left`` is None where that is any number.
    """

    rule: FaultRule
    matched: int
    struck: int
    left: int | None


class Faults:
    """Hold a plan; the first rule that strikes a call is used.

    Every rule sees every call that it matches, and decides by a random stream of its own, seeded with the plan's seed and its
    place: so the same plan and the same calls give the same faults, and no rule changes what another decides.
    """

    def __init__(self) -> None:
        self._put(Plan())
        self._lock = Lock()
        self._here = local()

    # Looked at for every call, so these are plain attributes: whether any rule is left at all, for SOAP calls, for answers
    # of facades, and whether one of those for SOAP calls takes its time.
    any: bool
    at_soap: bool
    at_facade: bool
    waits: bool

    def put(self, plan: Plan | Sequence[FaultRule]) -> None:
        """Put a plan, or rules alone, in the place of what was ordered before."""
        with self._lock:
            self._put(plan if isinstance(plan, Plan) else Plan(rules=tuple(plan)))

    @property
    def seed(self) -> int:
        """Tell the plan's seed."""
        return self._seed

    def state(self) -> tuple[RuleState, ...]:
        """Tell of each rule how it stands."""
        with self._lock:
            return tuple(running.state() for running in self._rules)

    def take(self, operation: str | None, *, facade: str | None = None, look: Look = blind) -> Fault | None:
        """Give what happens to a SOAP call, None where nothing does; ``facade`` made it, None for a direct call."""
        if not self.at_soap:  # the usual case, and no lock for it
            return None
        return self._strike(SOAP, Asked(operation=operation, facade=facade or SOAP, look=look))

    def take_at_facade(self, asked: Asked) -> Fault | None:
        """Give what happens to a REST call, None where nothing does."""
        return self._strike(FACADE, asked) if self.at_facade else None

    def noting(self) -> Sequence[Struck]:
        """Begin an exchange in this thread, and give the list in which those that strike it are noted."""
        noted: list[Struck] = []
        self._here.struck = noted
        return noted

    def _put(self, plan: Plan) -> None:
        self._seed = plan.seed
        self._rules = tuple(_Running(rule, f"{plan.seed}/{place}") for place, rule in enumerate(plan.rules))
        self._look_what_is_left()

    def _look_what_is_left(self) -> None:
        left = [running.rule for running in self._rules if running.left != 0]
        self.any = bool(left)
        self.at_soap = any(rule.at == SOAP for rule in left)
        self.at_facade = any(rule.at == FACADE for rule in left)
        self.waits = any(rule.at == SOAP and rule.fault.waits for rule in left)

    def _strike(self, at: str, asked: Asked) -> Fault | None:
        rules = self._rules
        matching = [running for running in rules if running.rule.at == at and running.rule.matches(asked)]
        with self._lock:
            if rules is not self._rules:  # this call came before the plan that is in force now
                return None
            found = None
            for running in matching:
                if running.left == 0:
                    continue
                fault = running.decide()
                if fault is not None and found is None:
                    running.struck += 1
                    found = Struck(rule=rules.index(running), at=at, fault=fault)
                    if running.left == 0:
                        self._look_what_is_left()
        if found is None:
            return None
        noted = getattr(self._here, "struck", None)
        if noted is not None:
            noted.append(found)
        return found.fault


class _Running:
    """A rule in force."""

    __slots__ = ("_chance", "_delays", "matched", "rule", "struck")

    def __init__(self, rule: FaultRule, seed: str) -> None:
        self.rule = rule
        self.matched = self.struck = 0
        self._chance = Random(f"{seed}/chance") if rule.probability is not None else None
        self._delays = Random(f"{seed}/delay") if rule.fault.delay_up_to is not None else None

    @property
    def left(self) -> int | None:
        return None if self.rule.count is None else self.rule.count - self.struck

    def state(self) -> RuleState:
        return RuleState(rule=self.rule, matched=self.matched, struck=self.struck, left=self.left)

    def decide(self) -> Fault | None:
        """Give what it would do to a call that it matches, whether or not others come first."""
        self.matched += 1
        rule, fault = self.rule, self.rule.fault
        if self.matched <= rule.after:
            return None
        if self._chance is not None and self._chance.random() >= (rule.probability or 0):
            return None
        if self._delays is not None and fault.delay_up_to is not None:
            return replace(fault, delay=self._delays.uniform(fault.delay, fault.delay_up_to), delay_up_to=None)
        return fault
