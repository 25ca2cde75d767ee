"""CPU time of one call, made straight on the WSGI application; the rows are measured in turns, so that noise hits all alike."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from emulator.app import create_emulator
from emulator.settings import Settings
from tests.benchmarks import calls
from tests.benchmarks.floor import floor
from tests.benchmarks.measured import Measured

ROUNDS, CALLS = 9, 400


FLOOR, SOAP_CANCEL, SOAP_POLL, REST_CANCEL = "floor: bare lxml", "SOAP cancel", "SOAP poll, nothing new", "REST cancel"


def measure() -> list[Measured]:
    """Measure each kind of call in rounds, in milliseconds; the first round only warms up."""
    emulator = create_emulator(Settings())
    rounds: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        for name, application, environs in _kinds(emulator, turn):
            cost = _cpu(application, environs)
            if turn:
                rounds.setdefault(name, []).append(cost)
    return [Measured(name=name, unit="ms", rounds=tuple(costs)) for name, costs in rounds.items()]


def _kinds(emulator: Any, turn: int) -> Iterable[tuple[str, Any, Sequence[calls.Environ]]]:
    soap_ids = [f"B-{turn}-{number}" for number in range(CALLS)]
    rest_ids = [f"R-{turn}-{number}" for number in range(CALLS)]
    calls.book(emulator, soap_ids + rest_ids)
    with emulator.store.transaction() as tx:
        stamp = tx.stamp()
    yield FLOOR, floor, [calls.soap_cancel(job_id) for job_id in soap_ids]
    yield SOAP_CANCEL, emulator.wsgi, [calls.soap_cancel(job_id) for job_id in soap_ids]
    yield SOAP_POLL, emulator.wsgi, [calls.soap_poll(stamp) for _ in soap_ids]
    yield REST_CANCEL, emulator.wsgi, [calls.rest_cancel(job_id) for job_id in rest_ids]


def _cpu(application: Callable[..., Iterable[bytes]], environs: Sequence[calls.Environ]) -> float:
    started = time.process_time()
    for environ in environs:
        b"".join(application(environ, _start_response))
    return (time.process_time() - started) / len(environs) * 1000


def _start_response(status: str, _headers: Any, _error: Any = None) -> None:
    if not status.startswith("200"):
        raise AssertionError(f"a measured call was answered with {status}")
