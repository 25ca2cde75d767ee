"""What everybody is told while the state cannot be reached."""

RETRY_AFTER = 1  # in seconds


class StateUnavailable(Exception):  # noqa: N818 - reads as what it says
    """Say why the state cannot be read or written now; whoever gets this has changed nothing, and may succeed later."""
