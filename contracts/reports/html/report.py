"""The HTML report: waits for the end of the run, and writes the page."""

from collections.abc import Sequence
from pathlib import Path

from contracts.document import Document
from contracts.reports.files import write_whole
from contracts.reports.html.page import page
from contracts.reports.places import Places
from contracts.run.milestones import Told
from contracts.run.verdict import Verdict


class Html:
    """Write the verdict as a page: clauses, mapping, codes, failures with both halves side by side, phases."""

    def __init__(self, path: Path, documents: Sequence[Document]) -> None:
        self._path = path
        self._places = Places(documents)

    def tell(self, _: Told, __: Verdict, /) -> None:
        """Wait for the end: the verdict is all that this report tells."""

    def close(self, verdict: Verdict) -> None:
        """Write the file."""
        write_whole(self._path, page(verdict, self._places, self._path.resolve().with_name("contracts.jsonl")).encode("utf-8"))
