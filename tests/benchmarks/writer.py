"""`python -m tests.benchmarks.writer PORT FILE`: answer every request with the bytes of a file, and do no more."""

import socket
import sys
from pathlib import Path


def main() -> None:
    """Serve one connection after the other until SIGTERM."""
    answer = Path(sys.argv[2]).read_bytes()
    with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listening:
        while True:
            connection, _ = listening.accept()
            with connection:
                while connection.recv(65536):
                    connection.sendall(answer)


if __name__ == "__main__":
    main()
