"""Runs that fail: a facade with a defect, judged as a person would, and its failures told."""

from dataclasses import replace

from contracts.again.finishing import Finisher
from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.preparation import prepare
from contracts.targets.remembering import Remembering
from tests.contracts.run.tampered import Tampered


def failing(change, *, phases, finished=True, **choices):
    """Judge a facade whose every exchange is changed; give what was prepared, its failures found, made smaller and joined.

    Unless ``finished``, they are as they were found.
    """
    prepared = prepare(Choices(phases=phases, **{"documents": ["servicebroker"], **choices}))
    prepared = replace(prepared, context=replace(prepared.context, target=Remembering(Tampered(change))))
    for event in run(prepared.started, prepared.phases, prepared.context):
        prepared.verdict.add(event)
    if finished:
        Finisher(context=prepared.context).finish(prepared.verdict.groups)
    return prepared
