"""From what a person chose to a run that can start."""

import platform
import secrets
from dataclasses import dataclass
from importlib.metadata import version

from contracts.clauses import all_clauses, matching
from contracts.run import plan
from contracts.run.budget import Budget
from contracts.run.choices import Choices, Profile, command
from contracts.run.events import Phase, RunContext
from contracts.run.judged import documents_of, target_of
from contracts.run.milestones import RunStarted

# The gate sends the same requests on every machine and every day.
GATE_SEED = 20260105


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that can start."""

    started: RunStarted
    phases: tuple[Phase, ...]
    context: RunContext


def prepare(choices: Choices) -> Prepared:
    """Load and check everything; raise ValueError, NotPossible or TargetError that says what is wrong."""
    selected = matching(choices.clauses, all_clauses())
    documents = documents_of(choices)
    target = target_of(choices, documents)
    phases = plan.selected(plan.load(), choices.phases)
    seed = choices.seed
    if seed is None:
        seed = GATE_SEED if choices.profile is Profile.QUICK else secrets.randbelow(2**32)
    context = RunContext(
        target=target,
        documents=documents,
        seed=seed,
        budget=Budget(choices.time_budget),
        thorough=choices.profile is Profile.THOROUGH,
        only_clauses=selected,
    )
    started = RunStarted(
        version=version("scheduling-emulator"),
        python=platform.python_version(),
        target=target.name,
        base_url=target.base_url,
        documents=tuple(document.name for document in documents),
        phases=tuple(phase.name for phase in phases),
        clauses=tuple(sorted(selected)),
        seed=seed,
        profile=choices.profile.value,
        again=command(choices, seed=seed),
        time_budget=choices.time_budget,
        settings=choices.settings,
    )
    return Prepared(started=started, phases=phases, context=context)
