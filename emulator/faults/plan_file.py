"""Plans in files of their own, and in scenario files."""

from collections.abc import Sequence
from pathlib import Path

from emulator.faults.document import read_plan
from emulator.faults.rule import Plan
from emulator.scheduling.readings import DocumentError
from emulator.scheduling.scenario_file import ScenarioError, parse


def read_plan_file(name: str) -> Plan:
    """Read a plan from a YAML or JSON file; raise ScenarioError, which names file, line and key."""
    try:
        text = Path(name).read_text(encoding="utf-8")
    except OSError as error:
        found = f"it cannot be read: {error.strerror}"
        raise ScenarioError(f"faults {name}: expected a file with a plan; found that {found}") from None
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{name}:1: expected UTF-8; found a wrong byte at {error.start + 1}") from None
    document = parse(text, file=name)
    try:
        return read_plan(document.value)
    except DocumentError as error:
        raise document.error(error.path, expected=error.expected, found=error.found) from None


def one_plan(plans: Sequence[Plan]) -> Plan | None:
    """Make one of the plans of several files: all rules in their order, and the last seed that is given; None of none."""
    if not plans:
        return None
    seed = next((plan.seed for plan in reversed(plans) if plan.seed), 0)
    return Plan(seed=seed, rules=tuple(rule for plan in plans for rule in plan.rules))
