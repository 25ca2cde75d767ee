"""Run ``contracts`` and write its requests, a file a phase: ``python -m tests.contracts.run.request_log FOLDER run ...``."""

import hashlib
import multiprocessing
import re
import sys
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from contracts.cli import main
from contracts.run import preparation
from contracts.target import Target


class Recording:
    """A target that writes down what it is asked."""

    def __init__(self, target: Target, folder: Path) -> None:
        self._target, self._folder = target, folder

    def __getattr__(self, name):
        return getattr(self._target, name)

    def rest(self, request, *, operation=None):
        self._write("rest", request.method, request.path, dict(request.headers), request.body)
        return self._target.rest(request, operation=operation)

    def rest_at_once(self, requests):
        for request in requests:
            self._write("at once", request.method, request.path, dict(request.headers), request.body)
        return self._target.rest_at_once(requests)

    def soap(self, request):
        self._write("soap", request.method, request.path, dict(request.headers), request.body)
        return self._target.soap(request)

    def control(self, method, path, body=None):
        self._write("control", method, path, body)
        return self._target.control(method, path, body)

    @contextmanager
    def with_settings(self, settings: Mapping[str, object]):
        self._write("settings", dict(settings))
        with self._target.with_settings(settings) as other:
            yield Recording(other, self._folder)

    def _write(self, *told: object) -> None:
        # What other threads send is a race by intent, and an upstream's port is the system's choice.
        if threading.current_thread() is not threading.main_thread():
            return
        line = re.sub(r"http://127\.0\.0\.1:\d+/soap", "http://upstream/soap", repr(told))
        # A large body need not be written to be compared.
        line = line if len(line) < 1000 else line[:200] + hashlib.sha256(line.encode()).hexdigest()
        # A phase has a process of its own, which is called as it is.
        print(line, file=_file(self._folder, multiprocessing.current_process().name))


@cache
def _file(folder: Path, name: str):
    # A phase's process ends at once, so each line is written as it comes.
    return (folder / name).open("w", encoding="utf-8", buffering=1)


if __name__ == "__main__":
    _, folder, *sys.argv[1:] = sys.argv
    # Above what signs requests in: a token is the emulator's choice.
    signed_in = preparation.signed_in
    preparation.signed_in = lambda target, documents: Recording(signed_in(target, documents), Path(folder))
    main()
