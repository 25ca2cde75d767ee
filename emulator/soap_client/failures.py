"""How a SOAP call can fail; a refusal is none of these, it is a reply."""


class CallFailed(Exception):  # noqa: N818 - the four below read as what happened
    """Say that a SOAP call gave no reply."""


class Unreachable(CallFailed):
    """There was no connection, or it broke before any reply."""


class TimedOut(CallFailed):
    """The whole reply was not there in time."""


class Faulted(CallFailed):
    """The reply is a SOAP fault; the text is its reason."""


class NotSoap(CallFailed):
    """Whatever came back is no reply to this call; the text says why, in our words alone."""
