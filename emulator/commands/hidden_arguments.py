"""Takes a secret off the command line that other users of the machine can list."""

import sys
from pathlib import Path

# Where the kernel keeps the arguments: the 48th and 49th field of stat, from proc(5).
_ARG_START = 47


def hide(secret: str) -> None:
    """Write over each place of the command line that holds the secret; where the system has no such way it stays there."""
    if not secret or not any(secret in word for word in sys.argv):
        return
    try:
        after_name = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
        start, end = (int(number) for number in after_name[_ARG_START - 2 : _ARG_START])
        with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
            memory.seek(start)
            line = memory.read(end - start)
            memory.seek(start)
            memory.write(line.replace(secret.encode(), b"*" * len(secret.encode())))
    except (OSError, ValueError):
        return
