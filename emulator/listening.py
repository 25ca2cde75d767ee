"""The socket that an emulator listens on."""

import socket

# So many clients can knock before one is let in; the system may allow fewer.
_BACKLOG = 1024


class CannotListen(OSError):  # noqa: N818 - reads as what it says
    """Say why nothing can listen there."""


def listen(host: str, port: int) -> socket.socket:
    """Listen on the address, on a free port for 0; raise CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotListen(
            f"setting host: expected a name or an address of this machine; found {host!r} ({error.strerror})"
        ) from None
    listening = socket.socket(family, kind, protocol)
    try:
        # Without this a port that was served a minute ago would count as taken. One that is being served still does.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise CannotListen(
            f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port, or 0 for a free one"
        ) from None
    return listening
