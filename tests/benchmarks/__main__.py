"""`python -m tests.benchmarks [PART ...]`: measure, print the tables, and keep the figures in reports/."""

import signal
import sys

# The load generator's process imports this module anew, so what a run needs is imported when it runs.


def main() -> None:
    """Run what the arguments say."""
    from tests.benchmarks.cli import command

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command()


if __name__ == "__main__":
    main()
