"""The reports of a run that are files, each under its name in one folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from contracts.document import Document
from contracts.reports import Report
from contracts.reports.html import Html
from contracts.reports.json_lines import JsonLines
from contracts.reports.junit import Junit
from contracts.reports.markdown import Markdown
from contracts.reports.masking import Mask
from contracts.reports.sarif import Sarif

FILES: Mapping[str, Callable[[Path, Sequence[Document], Mask], Report]] = {
    "contracts.html": lambda path, documents, _: Html(path, documents),
    "summary.md": lambda path, *_: Markdown(path),
    "junit.xml": lambda path, *_: Junit(path),
    "contracts.sarif": lambda path, documents, _: Sarif(path, documents),
    "contracts.jsonl": lambda path, documents, mask: JsonLines(path, mask, documents),
}


def reports_in(folder: Path, documents: Sequence[Document], mask: Mask | None = None) -> Iterator[Report]:
    """Make the folder where there is none, and the reports; raise OSError where that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        # An old report must not pass for this run's.
        (folder / name).unlink(missing_ok=True)
        yield make(folder / name, documents, mask or Mask())
