"""An emulator in the hand of a test, whatever the framework: called in this process, or served on a port."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emulator.testing.scheduling import Scheduling

NOW = "2026-01-05T08:00:00Z"


@contextmanager
def running(*, host: str = "127.0.0.1", port: int = 0, **settings: Any) -> "Iterator[Scheduling]":
    """Serve a fresh emulator until the block ends, on a free port unless one is given; its clock stands at 2026-01-05T08:00Z.

        with running(err_notes=True) as scheduling:
            requests.put(scheduling.urls["servicebroker"] + "/CancelJob", json={"Id": "J-1001"})

    ``settings`` are those that ``emulator settings`` lists; the environment is not looked at. Raise ValueError, naming the
    setting, for one that cannot be, and OSError where nothing can listen.
    """
    with in_process(**settings) as scheduling, scheduling.served(host=host, port=port):
        yield scheduling


def in_process(**settings: Any) -> "Scheduling":
    """Make a fresh emulator that is called without a socket; raise ValueError as ``running`` does.

    Delays that are ordered take no time there.
    """
    # Whoever imports this need not use it.
    from emulator.settings_source import settings_of
    from emulator.testing.scheduling import Scheduling

    given = settings if "clock" in settings else {"clock": NOW, "clock_running": False, **settings}
    return Scheduling(settings_of(*((name, value, "from the test") for name, value in given.items())))
