"""A target for stories: a fresh one in this process, or the run's own by URL, given back as it was."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from contracts.target import NotPossible, Target, TargetError
from contracts.targets.refusals import NotAllowed


@contextmanager
def stage(target: Target, settings: Mapping[str, Any]) -> Iterator[Target]:
    """Give a target with a story's settings; raise NotPossible where there is none."""
    with ExitStack() as stack:
        try:
            fresh = stack.enter_context(target.with_settings(settings))
        except NotPossible:
            if settings:
                raise
        else:
            yield fresh
            return
    before = target.control("GET", "/clock")
    try:
        yield target
    finally:
        with suppress(NotPossible, TargetError):
            _as_it_was(target, before)


def _as_it_was(target: Target, clock: Mapping[str, Any]) -> None:
    with suppress(NotAllowed):
        target.control("PUT", "/clock", {"now": clock["now"], "running": clock["running"]})
        target.control("DELETE", "/faults")
    target.control("POST", "/reset")
