"""What keeps a run from judging its target."""


class NotPossible(Exception):  # noqa: N818 - not an error: the run says what it could not do, and goes on
    """Say that this target cannot do what a check needs, and why; ``status`` is the control API's, where that refused."""

    def __init__(self, why: str, *, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


class NotAllowed(NotPossible):
    """Say that a run which must leave everything as it is would change what is not its own."""


class TargetError(Exception):
    """Say that the target gave no answer at all: nobody there, a broken connection, too slow, too much. It names the URL."""


class TargetGone(TargetError):  # noqa: N818 - reads as what happened
    """Say that the target gives no answers any more: there is no use in asking on."""
