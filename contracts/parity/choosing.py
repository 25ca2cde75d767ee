"""What is compared with what, and by which calls."""

from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from contracts.clauses import SOAP_SIDE
from contracts.parity.outcome import Outcome
from contracts.parity.polls import polls_of
from contracts.parity.recorded_calls import compare_recorded, read_calls
from contracts.parity.sides import EMULATOR, RECORDED, Asked, Side, open_side
from contracts.parity.told_calls import compare_lives
from contracts.reports.masking import Mask
from contracts.run.choices import Choices
from contracts.run.judged import check_login, check_loopback
from contracts.run.told import clock_as_it_was
from contracts.scenarios.collection import library
from contracts.scenarios.life import Life


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The sides and the calls; see the command's options."""

    left: Asked
    right: Asked
    recording: Path | None = None
    lives: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    given: str | None = None
    may_cancel: bool = False
    login: str | None = None
    timeout: float = 30.0
    allow_remote: bool = False


def compare(chosen: Chosen) -> Outcome:
    """Compare two sides; raise ValueError, OSError, NotPossible or TargetError for a question that cannot be asked."""
    sides = (chosen.left, chosen.right)
    if any(side.what == RECORDED for side in sides) and chosen.recording is None:
        raise ValueError("recorded: expected --recording FILE, which has its answers; found none")
    if all(side.what == RECORDED for side in sides):
        raise ValueError("--left and --right: expected at most one that is recorded; found both")
    if chosen.given is not None and not any(side.what == EMULATOR for side in sides):
        raise ValueError("--given: expected a side that is 'emulator', which holds it; found none")
    if (chosen.lives or chosen.units) and chosen.recording is not None:
        raise ValueError("--life and --unit: expected calls of ours, and not of a --recording; found both")
    calls = list(read_calls(chosen.recording)) if chosen.recording is not None else []
    login = _login(chosen.login)
    with ExitStack() as opened:
        left, right = (_opened(opened, side, chosen, login) for side in sides)
        outcome = Outcome(left=left.name, right=right.name)
        if chosen.recording is not None:
            compare_recorded(calls, left, right, outcome, login=login)
        else:
            lives = _lives(chosen.lives) if chosen.lives or not chosen.units else []
            compare_lives([*map(polls_of, chosen.units), *lives], left, right, outcome)
    return Mask([login[1]] if login else [])(outcome)


def _opened(opened: ExitStack, asked: Asked, chosen: Chosen, login: tuple[str, str, str] | None) -> Side:
    choices = Choices(allow_remote=chosen.allow_remote)
    side = open_side(
        asked,
        given=chosen.given,
        login=login,
        timeout=chosen.timeout,
        may_cancel=chosen.may_cancel,
        check=lambda url: check_loopback(url, choices),
    )
    opened.callback(side.close)
    if side.target is not None and side.has_control and asked.what != EMULATOR:
        opened.enter_context(clock_as_it_was(side.target))
    return side


def _lives(patterns: tuple[str, ...]) -> list[Life]:
    lives = [life for life in library() if life.system == SOAP_SIDE]
    if not patterns:
        return lives
    found = [life for life in lives if any(fnmatchcase(life.name, pattern) for pattern in patterns)]
    if not found:
        raise ValueError(f"--life: expected the name of a told life, as contracts list scenarios has it; found {patterns[0]!r}")
    return found


def _login(text: str | None) -> tuple[str, str, str] | None:
    if text is None:
        return None
    database, password, user = check_login(text).split(":")
    return database, password, user
