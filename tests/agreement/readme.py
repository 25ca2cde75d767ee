"""The parts of README.md that are facts of the code; `make golden` writes them, a test compares them."""

import re
from dataclasses import fields
from pathlib import Path

from emulator.settings import setting_rows

README = Path(__file__).parents[2] / "README.md"
_BETWEEN = re.compile(r"(?<=<!-- settings: written by make golden -->\n).*?(?=<!-- end of settings -->)", re.DOTALL)

# Defaults that are rows of their own.
_ROWS = {"tenants": "the default tenant", "joc_accounts": "`root`, with the password `root`"}


def settings_table() -> str:
    """Write the table of settings as Markdown."""
    lines = ["| setting | default | allowed | what it does | source |", "|---|---|---|---|---|"]
    for row in setting_rows():
        default = _ROWS.get(row.name, f"`{_spelt(row.default)}`")
        lines.append(f"| `{row.name}` | {default} | {row.allowed} | {row.says} | {row.source} |".replace("||", "| |"))
    return "\n".join(lines) + "\n"


def with_settings(readme: str) -> str:
    """Put the table into its place."""
    return _BETWEEN.sub(lambda _: settings_table(), readme)


def _spelt(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple) and default:
        # A list of tables: what each goes by stands first in it.
        return ", ".join(str(getattr(row, fields(row)[0].name)) for row in default)
    return "[]" if default == () else str(default) or "''"


if __name__ == "__main__":
    README.write_text(with_settings(README.read_text(encoding="utf-8")), encoding="utf-8")
