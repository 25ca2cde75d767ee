"""What keeps a run from judging its target."""


class NotPossible(Exception):  # noqa: N818 - not an error: the run says what it could not do, and goes on
    """Say that this target cannot do what a check needs, and why."""


class TargetError(Exception):
    """Say that the target gave no answer at all: nobody there, a broken connection, too slow, too much. It names the URL."""
