"""A server that is measured is ended with its children, whatever happens meanwhile, and one that cannot start says why."""

import sys

import psutil
import pytest

from tests.benchmarks.processes import DidNotStart, free_port, server, takes_connections

# Starts a child that would live on, says which, and listens.
PARENT = """
import socket, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
open(sys.argv[2], "w").write(str(child.pid))
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    listening.accept()
"""


@pytest.mark.parametrize("broken_by", [None, KeyboardInterrupt])
def test_it_ends_with_its_children_also_when_it_is_interrupted(tmp_path, broken_by):
    port, note = free_port(), tmp_path / "child"
    try:
        with server([sys.executable, "-c", PARENT, str(port), str(note)], port) as served:
            processes = [served.process, *served.process.children(recursive=True)]
            assert int(note.read_text()) in [process.pid for process in processes]
            assert served.first_answer > 0
            assert served.megabytes() > 1
            if broken_by:
                raise broken_by
    except KeyboardInterrupt:
        pass

    psutil.wait_procs(processes, timeout=10)
    assert not [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
    assert not takes_connections(port)


def test_a_server_that_ends_before_it_answers_is_told_with_what_it_said():
    with (
        pytest.raises(DidNotStart, match=r"ended: .*no such thing"),
        server([sys.executable, "-c", "raise SystemExit('no such thing')"], free_port()),
    ):
        pass
