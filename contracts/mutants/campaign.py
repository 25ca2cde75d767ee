"""The campaign: every mutant hunted by the gate and judged by plain schemathesis, each in a process of its own."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial

from contracts.mutants.children import Task, in_children
from contracts.mutants.hunt import GATE, Hunted, hunt
from contracts.mutants.judged import USUAL, document_of, documents_of
from contracts.mutants.mutant import Mutant
from contracts.mutants.mutation import changed, install
from contracts.mutants.plain import objections, schemathesis_alone
from contracts.run import plan
from contracts.run.schemathesis_adapter import Objection

# A hunt ends itself within its budget; who hangs in a request, or has plain schemathesis after it, is ended later.
_LONGEST = 3.0
# The sound emulator is judged by the whole gate of a document, whatever that has.
_LONGEST_SOUND = 6.0
_SOUND = "the sound emulator"


class CannotHunt(ValueError):  # noqa: N818 - reads as what it says
    """Say why the campaign proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one mutant, or of the sound emulator (None), judged by ``document``.

    ``objections`` are what plain schemathesis says of it and not of the sound emulator, None where it was not asked.
    """

    mutant: Mutant | None
    hunted: Hunted
    document: str = USUAL
    objections: frozenset[Objection] | None = None


def campaign(
    mutants: Sequence[Mutant], *, jobs: int, compare: bool = True, whole: bool = False, sound: bool = True, budget: float = GATE
) -> Generator[Row, None, None]:
    """Judge the mutants, and give a row for each as it is done.

    Each is judged by the document of the clauses that it breaks. With ``sound`` the whole gate judges the sound emulator
    beside them, by each of these documents: raise CannotHunt where it finds anything there, for then it proves nothing of a
    mutant. Raise MutantError for a mutant that cannot be made, before any hunt.
    """
    for mutant in mutants:
        changed(mutant)
    # What every child needs is loaded once, here; the emulator each loads for itself.
    plan.load()
    documents = documents_of(mutants)
    own = {each: _of_the_sound_emulator(each, budget) if compare else frozenset() for each in documents}
    judge = partial(_judge, compare=compare, whole=whole, budget=budget)
    tasks = [
        Task(name=each.id, do=judge, arguments=(each, document_of(each)), most_seconds=_LONGEST * budget) for each in mutants
    ]
    if sound:
        alone = partial(_judge, compare=False, whole=True, budget=_LONGEST_SOUND * budget)
        longest = 2 * _LONGEST_SOUND * budget
        tasks = [*(Task(name=_SOUND, do=alone, arguments=(None, each), most_seconds=longest) for each in documents), *tasks]
    for done in in_children(tasks, jobs=jobs):
        judged, document = done.task.arguments
        hunted, found = done.result or (Hunted(why_not=done.error), None)
        if judged is None:
            _must_be_sound(hunted, document)
        yield Row(mutant=judged, hunted=hunted, document=document, objections=None if found is None else found - own[document])


def _judge(
    mutant: Mutant | None, document: str, *, compare: bool, whole: bool, budget: float
) -> tuple[Hunted, frozenset[Objection] | None]:
    if mutant is not None:
        install(mutant)
    return hunt(mutant, document=document, budget=budget, whole=whole), objections(document) if compare else None


def _of_the_sound_emulator(document: str, budget: float) -> frozenset[Objection]:
    schemathesis_alone(document)
    task = Task(name=_SOUND, do=objections, arguments=(document,), most_seconds=_LONGEST * budget)
    (done,) = in_children([task], jobs=1)
    if done.error:
        raise CannotHunt(f"plain schemathesis could not judge {_SOUND} by {document}: {done.error}")
    result: frozenset[Objection] = done.result
    return result


def _must_be_sound(hunted: Hunted, document: str) -> None:
    if hunted.found is not None:
        trace = hunted.found
        raise CannotHunt(
            f"the gate finds fault with {_SOUND} by {document}, so it proves nothing of a mutant: "
            f"{' '.join(trace.clauses)} {trace.says} ({trace.check}); see contracts run"
        )
    if not hunted.ended:
        raise CannotHunt(f"the gate did not come to its end with {_SOUND} by {document}: {hunted.why_not}")
