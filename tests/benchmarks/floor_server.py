"""`python -m tests.benchmarks.floor_server PORT`: the floor on the server that serves the emulator, with its settings."""

import socket
import sys

from emulator.serving.limits import Limits
from emulator.serving.server import Server
from tests.benchmarks.floor import floor


def main() -> None:
    """Serve until SIGTERM."""
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024) as listening:
        Server(floor, listening, Limits()).run(lambda: None)


if __name__ == "__main__":
    main()
