"""`python -m tests.benchmarks.granian_server PORT`: the floor on granian, the fastest WSGI server that we know of."""

import sys

from granian import Granian
from granian.constants import Interfaces

from tests.benchmarks.floor import floor


def main() -> None:
    """Serve from one process, with one thread for calls, until SIGTERM."""
    Granian(
        "floor",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=1,
        log_enabled=False,
    ).serve(target_loader=_load, wrap_loader=False)


def _load():
    return floor


if __name__ == "__main__":
    main()
