"""Writing Markdown that renders in GitHub's flavour, whatever the values are."""

import re
from collections.abc import Iterable, Sequence

from contracts.reports.wording import visible

# As entities these mean nothing to Markdown, tables and mentions.
_MEANING = re.compile(r"[^\w\s.,:;/()+%-]", re.ASCII)


def plain(text: str, *, longest: int | None = None) -> str:
    """Write a text so that it shows as it stands, in a table too."""
    return _MEANING.sub(lambda found: f"&#{ord(found[0])};", visible(text, longest=longest)).replace("_", "&#95;")


def code(text: str, *, longest: int | None = None) -> str:
    """Write a text as code, in a table too; nothing for an empty one."""
    return f"<code>{plain(text, longest=longest)}</code>" if text else ""


def block(lines: Iterable[str], language: str = "text") -> str:
    """Write lines as they stand, in a fence that is longer than any in them."""
    told = [visible(line) for line in lines]
    fence = "`" * max(3, 1 + max((len(found) for line in told for found in re.findall("`+", line)), default=0))
    return "\n".join([f"{fence}{language}", *told, fence])


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> str:
    """Write a table; the cells are Markdown already, ``right`` names the columns of numbers."""
    rule = ["---:" if column in right else "---" for column in columns]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, rule, *rows))


def folded(summary: str, content: str) -> str:
    """Write what opens when it is asked for."""
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"
