"""Print every request of a run, in order: ``python -m tests.contracts.run.request_log SEED DOCUMENTS [PHASE ...]``."""

import hashlib
import re
import sys
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import replace

from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.milestones import PhaseBroke, PhaseStarted
from contracts.run.preparation import prepare
from contracts.target import Target


class Recording:
    """A target that prints what it is asked."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.name, self.base_url = target.name, target.base_url

    def rest(self, request, *, operation=None):
        _print("rest", request.method, request.path, dict(request.headers), request.body)
        return self._target.rest(request, operation=operation)

    def rest_at_once(self, requests):
        for request in requests:
            _print("at once", request.method, request.path, dict(request.headers), request.body)
        return self._target.rest_at_once(requests)

    def soap(self, request):
        _print("soap", request.method, request.path, dict(request.headers), request.body)
        return self._target.soap(request)

    def control(self, method, path, body=None):
        _print("control", method, path, body)
        return self._target.control(method, path, body)

    @contextmanager
    def with_settings(self, settings: Mapping[str, object]):
        _print("settings", dict(settings))
        with self._target.with_settings(settings) as other:
            yield Recording(other)


def _print(*told: object) -> None:
    # What other threads send is a race by intent, and an upstream's port is the system's choice.
    if threading.current_thread() is not threading.main_thread():
        return
    line = re.sub(r"http://127\.0\.0\.1:\d+/soap", "http://upstream/soap", repr(told))
    # A large body need not be printed to be compared.
    print(line if len(line) < 1000 else line[:200] + hashlib.sha256(line.encode()).hexdigest())


def main() -> None:
    seed, documents, *phases = sys.argv[1:]
    prepared = prepare(Choices(seed=int(seed), documents=documents.split(","), phases=phases))
    context = replace(prepared.context, target=Recording(prepared.context.target))
    for event in run(prepared.started, prepared.phases, context):
        if isinstance(event, PhaseStarted | PhaseBroke):
            print(type(event).__name__, event.name)


if __name__ == "__main__":
    main()
