"""An application that does what it is asked to, and its own process that serves it: python -m, with name=value for options."""

import fcntl
import os
import socket
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from emulator.serving.limits import Limits
from emulator.serving.server import Server
from emulator.serving.workers import Workers


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    query = parse_qs(environ["QUERY_STRING"])
    body = environ["wsgi.input"].read()
    headers: list[tuple[str, str]] = []
    parts: Iterable[bytes]
    match environ["PATH_INFO"]:
        case "/echo":
            parts = [body]
        case "/pid":
            parts = [str(os.getpid()).encode()]
        case "/stream":
            parts = (b"%07d\n" % number * 8192 for number in range(int(query["parts"][0])))
        case "/fails-midway":
            parts = fails_midway()
        case "/too-short":
            headers, parts = [("Content-Length", "10")], iter([b"half "])
        case "/too-long":
            headers, parts = [("Content-Length", "3")], iter([b"more than that"])
        case "/none":
            start_response("204 No Content", [])
            return []
        case "/two-headers":
            headers, parts = [("X-One", "1\r\nX-Two: 2")], [b""]
        case "/reset":
            raise ConnectionResetError
        case "/fails":
            raise LookupError("what went wrong")
        case "/waits":  # until whoever holds the lock lets go of it
            with open(query["begun"][0], "wb"):
                pass
            with open(query["lock"][0], "rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH)
            parts = [body]
    start_response("200 OK", headers)
    return parts


def fails_midway() -> Iterator[bytes]:
    yield b"some of it"
    raise LookupError("what went wrong")


def main(options: dict[str, str]) -> None:
    limits = Limits(
        **{name: type(getattr(Limits(), name))(value) for name, value in options.items() if hasattr(Limits(), name)}
    )
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        serve_on(listening, limits, options)


def serve_on(listening: socket.socket, limits: Limits, options: dict[str, str]) -> None:
    serve = partial(
        Server,
        application,
        listening,
        limits,
        threads=lambda: int(options.get("threads", 0)),
        stops_within=float(options.get("stops_within", 20)),
    )
    say_so = partial(print, listening.getsockname()[1], flush=True)
    if "workers" not in options:
        serve().run(say_so)
        return

    def work(begun: Any, *, first: bool, lifeline: int) -> None:
        if options.get("fails") == "beginning":
            print("emulator: it cannot begin", file=sys.stderr)
            sys.exit(2)
        serve().run(begun, lifeline=lifeline)

    sys.exit(Workers(work).run(int(options["workers"]), say_so))


if __name__ == "__main__":
    main(dict(argument.split("=", 1) for argument in sys.argv[1:]))
