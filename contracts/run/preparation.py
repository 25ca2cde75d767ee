"""From what a person chose to a run that can start."""

import platform
import secrets
from dataclasses import dataclass
from importlib.metadata import version

from contracts.clauses import SOAP_SIDE, matching, with_own
from contracts.run import plan
from contracts.run.budget import Budget
from contracts.run.choices import Choices, Profile, command, without_secrets
from contracts.run.events import Phase, RunContext
from contracts.run.judged import documents_of, target_of
from contracts.run.judged_soap import soap_server_of
from contracts.run.known_of_target import codes_of, in_force
from contracts.run.milestones import RunStarted
from contracts.run.own_items import bring_own
from contracts.run.requirements import required_clauses
from contracts.run.soap_alone import of_soap_alone
from contracts.run.soap_codes import earned_codes
from contracts.run.verdict import Verdict
from contracts.targets.remembering import Remembering
from contracts.targets.signed_in import signed_in

# What else decides which requests a seed makes.
_LIBRARIES = ("hypothesis", "schemathesis")

# The gate sends the same requests on every machine and every day.
GATE_SEED = 20260105


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that can start, and the verdict that its events are folded into."""

    started: RunStarted
    phases: tuple[Phase, ...]
    context: RunContext
    verdict: Verdict


def prepare(choices: Choices) -> Prepared:
    """Load and check everything; raise ValueError, NotPossible or TargetError that says what is wrong."""
    seed = choices.seed
    if seed is None:
        seed = GATE_SEED if choices.profile is Profile.QUICK else secrets.randbelow(2**32)
    documents = documents_of(choices)
    own = {clause for document in documents for clause in document.clauses}
    known = with_own(own)
    selected = matching(choices.clauses, known)
    inner = target_of(choices, documents)
    target = signed_in(inner, documents)
    if choices.read_only and documents:
        documents = bring_own(target, documents, seed=seed)
    soap = soap_server_of(choices, inner)
    phases = plan.load() if choices.soap is None else of_soap_alone(plan.load(), control=soap.control)
    phases = plan.selected(phases, choices.phases)
    context = RunContext(
        # So that a failure can tell what led to it.
        target=Remembering(target),
        documents=documents,
        seed=seed,
        budget=Budget(choices.time_budget),
        thorough=choices.profile is Profile.THOROUGH,
        only_clauses=selected,
        soap_side=choices.url is None,
        soap=soap,
    )
    soap_side = {id_ for id_, each in known.items() if each.system == SOAP_SIDE} if context.soap_side else set()
    verdict = Verdict(known, selected=selected, promised=own | soap_side)
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
        in_force=in_force(context, choices),
        codes=codes_of(documents) if choices.soap is None else earned_codes(),
        required=required_clauses(choices.required, known, verdict.clauses),
        libraries={name: version(name) for name in _LIBRARIES},
        chosen=without_secrets(choices),
    )
    return Prepared(started=started, phases=phases, context=context, verdict=verdict)
