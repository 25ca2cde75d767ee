"""Reports: one stream of events, told in several ways."""

from typing import Protocol

from contracts.run.milestones import Told
from contracts.run.verdict import Verdict


class Report(Protocol):
    """One way to tell a run."""

    def tell(self, event: Told, verdict: Verdict, /) -> None:
        """Take the next event; the verdict has it folded in already."""

    def close(self, verdict: Verdict) -> None:
        """Finish, with whatever there is: the run may have been interrupted."""
