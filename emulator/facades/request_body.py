"""The bytes of a request's body, whole or not at all."""

from werkzeug import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge


class TooLarge(Exception):  # noqa: N818 - it reads as what is wrong
    """The body is larger than what is taken."""


class BrokenOff(Exception):  # noqa: N818 - it reads as what is wrong
    """Fewer bytes came than were announced."""


def read_body(request: Request, most: int) -> bytes:
    """Read the body; raise TooLarge where it has more than ``most`` bytes, BrokenOff where it is not whole."""
    length = request.content_length
    # One byte more than is taken: a stream that the server terminates (a chunked body) is cut at this limit in silence.
    # What says that it is no larger needs nobody who counts.
    request.max_content_length = most + 1 if length is None or length > most else None
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        raise TooLarge from None
    except ClientDisconnected:
        raise BrokenOff from None
    if len(body) > most:
        raise TooLarge
    if len(body) < (length or 0):
        raise BrokenOff
    return body
