"""Whether a server can listen on an address, found out by trying."""

import socket


class CannotListen(OSError):  # noqa: N818 - reads as what it says
    """Say why nothing can listen there."""


def free_address(host: str, port: int) -> tuple[str, int]:
    """Bind the address for a moment; give it in numbers, with a free port for 0. Raise CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotListen(
            f"setting host: expected a name or an address of this machine; found {host!r} ({error.strerror})"
        ) from None
    with socket.socket(family, kind, protocol) as probe:
        # Without this a port that was served a minute ago would count as taken. One that is being served still does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            reason = error.strerror
            raise CannotListen(
                f"cannot listen on {host} port {port}: {reason}; choose another with --port, or 0 for a free one"
            ) from None
        number, free, *_ = probe.getsockname()
        return number, free
