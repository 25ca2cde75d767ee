"""Lives written in a test."""

from pathlib import Path
from textwrap import dedent

from contracts.scenarios.life import Life
from contracts.scenarios.reader import read_life


def written(folder: Path, steps: str, *, name: str = "a_life", head: str = "") -> Path:
    path = folder / "servicebroker" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"promise: It holds.\nclauses: [X-1]\n{dedent(head)}steps:\n{dedent(steps)}", encoding="utf-8")
    return path


def life(folder: Path, steps: str, *, head: str = "") -> Life:
    return read_life(written(folder, steps, head=head))
