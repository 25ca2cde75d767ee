"""What is done with the failures of a run before it is told: each made smaller, and those of one cause put together."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from contracts.again.effort import Effort
from contracts.again.judges import ByCheck, ByLife, ByPhase, BySchemathesis, ByToldLife, Judge
from contracts.again.looking import look
from contracts.again.moment import Moment
from contracts.again.secrets import Secrets
from contracts.again.shrinking import Shrinker
from contracts.again.stage import stage
from contracts.again.steps import AtOnce, Story
from contracts.checks import judge
from contracts.failures import Failure
from contracts.run.events import RunContext
from contracts.run.failure_groups import FailureGroups
from contracts.run.failure_kinds import FailureKind, key_of
from contracts.target import NotPossible, TargetError

# So many kinds are made smaller; who has more of them has other things to do first.
MOST_KINDS = 40
TRIES = {False: 150, True: 600}
SECONDS = {False: 3.0, True: 20.0}
SECONDS_FOR_ALL = {False: 15.0, True: 120.0}
# Whoever waits for the report waits so long at most for what is told beside: whole stories, and which kinds have one cause.
SECONDS_BESIDE = 5.0
# Seen together so often, and never apart, two kinds have one cause.
_OFTEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finisher:
    """Finish the failures of a run: nothing is asked of the target where there are none.

    ``mask`` is put to what is told of a smaller failure, as it was to the one that the run found; ``secrets`` to its story.
    """

    context: RunContext
    mask: Callable[[Failure], Failure] = lambda failure: failure
    secrets: Secrets = field(default_factory=lambda: Secrets({}))
    clock: Callable[[], float] = time.monotonic

    def finish(self, groups: FailureGroups, *, play: bool = True) -> None:
        """Make each kind of failure smaller, and join those of one cause; without ``play`` only tell how each came about."""
        if not len(groups):
            return
        _join_seen_together(groups)
        until = self.clock() + min(SECONDS_FOR_ALL[self.context.thorough], self.context.budget.left)
        shown: dict[int, Failure] = {}
        interrupted = False
        for number, kind in enumerate(groups.kinds):
            kind.example = replace(kind.example, judge=_judge_of(kind))
            if not isinstance(kind.example.judge, ByCheck | BySchemathesis):
                kind.why_not = _WHY_NOT.get(type(kind.example.judge), "")
            elif not play or interrupted:
                kind.why_not = "the run was interrupted"
            elif self.clock() >= until:
                kind.why_not = "the time for it was spent"
            elif number >= MOST_KINDS:
                kind.why_not = f"only the first {MOST_KINDS} kinds of failure are made smaller"
            else:
                try:
                    failure = self._smaller(kind, until)
                except KeyboardInterrupt:
                    kind.why_not, failure, interrupted = "the run was interrupted", None, True
                if failure is not None:
                    shown[id(kind)] = failure
        until = self.clock() + SECONDS_BESIDE
        self._join_by_what_shows(groups, shown, until)
        _join_by_needs(groups)
        self._tell_stories(groups, until)
        if interrupted:
            raise KeyboardInterrupt

    def _smaller(self, kind: FailureKind, until: float) -> Failure | None:
        """Play a kind's story again and make it smaller; give the failure as it is, for nobody's eyes."""
        failure, by, story = kind.example, kind.example.judge, _story_of(kind)
        assert isinstance(by, ByCheck | BySchemathesis)
        if story is None:
            kind.why_not = "no request that is remembered led to it"
            return None
        tries, seconds = TRIES[self.context.thorough], SECONDS[self.context.thorough]
        effort = Effort(tries=tries, seconds=seconds, until=until, clock=self.clock)
        try:
            with stage(self.context.target, story.settings) as target:
                shrunk = Shrinker(failure, by, target, effort).shrink(story)
        except (NotPossible, TargetError) as reason:
            kind.why_not = str(reason)
            return None
        except Exception as error:  # the failure is told all the same, as it was found
            kind.why_not = f"it could not be made smaller: {type(error).__name__}: {error}"
            return None
        if shrunk is None:
            kind.why_not = "the time for it was spent" if effort.late else "played again alone, its story ended well"
            return None
        kind.story, kind.proved, kind.needs = self.secrets.hidden(shrunk.story), True, shrunk.needs
        kind.example = self.mask(shrunk.failure)
        return shrunk.failure

    def _join_by_what_shows(self, groups: FailureGroups, shown: Mapping[int, Failure], until: float) -> None:
        """Join a kind with those that each exchange of it shows as well, the smallest and those it was seen in.

        One that needs more of the request than the other does is a defect of its own, whatever else goes wrong beside it.
        """
        kinds = {kind.key: kind for kind in groups.kinds}
        for kind in groups.kinds:
            if self.clock() >= until:
                return
            samples = [shown.get(id(kind)) or kind.example, *kind.samples]
            everywhere = set.intersection(*({key_of(each) for each in _all_of(sample, self.context)} for sample in samples))
            for key in everywhere & kinds.keys() - {kind.key}:
                if set(kind.needs) <= set(kinds[key].needs):
                    groups.join(kind, kinds[key])

    def _tell_stories(self, groups: FailureGroups, until: float) -> None:
        """Tell of each group how it came about; of one that was not made smaller that is all since the last reset."""
        for kind in (group.lead for group in groups):
            if kind.story is None and self.clock() < until:
                story = _story_of(kind)
                kind.story = self.secrets.hidden(story) if story is not None else None


def _moment_of(kind: FailureKind) -> Moment | None:
    exchange = kind.example.exchange
    return exchange.response.moment if exchange is not None else None


def _story_of(kind: FailureKind) -> Story | None:
    moment = _moment_of(kind)
    return moment.story() if moment is not None else None


def _judge_of(kind: FailureKind) -> Judge:
    by, moment = judge_of(kind.example, phase=kind.phase, check=kind.check), _moment_of(kind)
    if moment is not None and isinstance(by, ByCheck | BySchemathesis) and isinstance(moment.action, AtOnce):
        # Which of the calls at once belong to which request, its phase knows.
        return ByPhase(phase=kind.phase)
    return by


def judge_of(failure: Failure, *, phase: str, check: str) -> Judge:
    """Tell who can judge a failure again; the phase that found it always can."""
    match failure.judge:
        case ByLife() as by:
            return replace(by, part=check) if _can_be_written(by) else ByPhase(phase=phase)
        case None:
            return ByToldLife(name=check) if phase == "told lives" else ByPhase(phase=phase)
        case by:
            return by


def _can_be_written(by: ByLife) -> bool:
    values = [value for step in by.steps for value in step.arguments.values()]
    return all(isinstance(value, str | int | float | bool | None) for value in values)


_WHY_NOT: dict[type, str] = {
    ByLife: "its life was made shorter when it was found",
    ByToldLife: "it is a told life",
    ByPhase: "what its phase compares is not one exchange alone",
}


def _join_seen_together(groups: FailureGroups) -> None:
    kinds = list(groups.kinds)
    for number, kind in enumerate(kinds):
        for other in kinds[number + 1 :]:
            if len(kind.exchanges) >= _OFTEN and kind.exchanges == other.exchanges:
                groups.join(kind, other)


def _all_of(failure: Failure, context: RunContext) -> Sequence[Failure]:
    """Give all that is wrong with a failure's exchange."""
    exchange = failure.exchange
    if exchange is None:
        return ()
    by = failure.judge
    documents = [by.document] if isinstance(by, ByCheck | BySchemathesis) else context.documents
    found = [each for document in documents for judgement in judge(document, exchange) for each in judgement.failures]
    return [*found, *look(by, exchange)] if isinstance(by, BySchemathesis) else found


def _join_by_needs(groups: FailureGroups) -> None:
    """Join kinds that need the same values of the same operation: it is these that go wrong."""
    first: dict[tuple[str, tuple[str, ...]], FailureKind] = {}
    for kind in groups.kinds:
        exchange = kind.example.exchange
        if kind.needs and exchange is not None and exchange.operation is not None:
            other = first.setdefault((exchange.operation, kind.needs), kind)
            if other is not kind:
                groups.join(kind, other)
