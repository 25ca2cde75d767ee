"""An emulator's own HTTP server, in a thread of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from emulator.app import Emulator
from emulator.listening import listen
from emulator.server import Delays, server_of
from emulator.serving.server import STOPS_WITHIN


@contextmanager
def in_a_thread(emulator: Emulator, delays: Delays, *, host: str, port: int) -> Iterator[int]:
    """Serve until the block ends, and give the port; raise CannotListen. Calls that are under way are finished then."""
    with listen(host, port) as listening:
        server, ready = server_of(emulator, listening, delays), Event()
        # A daemon: a call that never ends does not keep the process from ending.
        thread = Thread(target=server.serve, args=(ready.set,), name="emulator", daemon=True)
        thread.start()
        ready.wait()
        try:
            yield int(listening.getsockname()[1])
        finally:
            server.stop()
            thread.join(STOPS_WITHIN)
