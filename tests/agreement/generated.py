"""The parts of the pages that are facts of the code; `make golden` writes them, a test compares them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from emulator.assumptions import ASSUMPTIONS
from emulator.settings import setting_rows

DOCS = Path(__file__).parents[2] / "docs"

# Defaults that are rows of their own.
_ROWS = {"tenants": "the default tenant", "joc_accounts": "`root`, with the password `root`"}


def settings() -> Iterator[str]:
    """Write the table of settings as Markdown."""
    yield "| setting | default | allowed | what it does | source |"
    yield "|---|---|---|---|---|"
    for row in setting_rows():
        default = _ROWS.get(row.name, f"`{_spelt(row.default)}`")
        yield f"| `{row.name}` | {default} | {row.allowed} | {row.says} | {row.source} |".replace("||", "| |")


def assumptions() -> Iterator[str]:
    """Write the table of assumptions as Markdown."""
    yield "| clause | what was chosen | setting that chooses otherwise | its default |"
    yield "|---|---|---|---|"
    for row in ASSUMPTIONS:
        setting = (f"`{row.setting}`", f"`{_spelt(row.default)}`") if row.setting else ("", "")
        yield f"| {row.clause} | {row.says} | {' | '.join(setting)} |"


GENERATED: Mapping[str, Callable[[], Iterator[str]]] = {"settings": settings, "assumptions": assumptions}


def page(name: str) -> Path:
    """Tell the file of a page."""
    return DOCS / f"{name}.md"


def written(name: str) -> str:
    """Give a page with its table as the code says."""
    between = re.compile(rf"(?<=<!-- {name}: written by make golden -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
    text, times = between.subn(lambda _: "\n".join(GENERATED[name]()) + "\n", page(name).read_text(encoding="utf-8"))
    if times != 1:
        raise ValueError(f"{page(name).name} has no place for the table of {name}")
    return text


def _spelt(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple) and default:
        # A list of tables: what each goes by stands first in it.
        return ", ".join(str(getattr(row, fields(row)[0].name)) for row in default)
    return "[]" if default == () else str(default) or "''"


if __name__ == "__main__":
    for name in GENERATED:
        page(name).write_text(written(name), encoding="utf-8")
