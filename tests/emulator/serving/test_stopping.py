"""How a server ends: what is under way is finished, what never ends is left, and nothing stays behind."""

import os
import signal
import subprocess
from contextlib import closing

import psutil
import pytest

from tests.emulator.serving.clients import PATIENCE, Client, Held, application, request

ECHO = request("/echo", b"abc")
SIGNALS = [signal.SIGTERM, signal.SIGINT]


def end_of(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("threads", [0, 64])
def test_a_call_under_way_is_finished_and_then_it_ends(tmp_path, number, threads):
    calls = Held(tmp_path)
    with application(threads=threads) as (process, port), closing(Client(port)) as busy, closing(Client(port)) as idle:
        idle.send(ECHO).answer()
        busy.send(calls.request(b"abc"))
        calls.wait_until_one_has_begun()
        process.send_signal(number)
        if threads:
            assert idle.says_nothing_more()  # by now it has begun to stop

        calls.let_go()

        answer = busy.answer()
        assert (answer.status, answer.body) == (200, b"abc")
        assert busy.says_nothing_more()
        assert end_of(process) == (0, "", "")


def test_a_large_answer_is_written_to_its_end():
    with application() as (process, port), closing(Client(port)) as client:
        client.send(request("/stream?parts=500"))
        client.socket.recv(1)
        process.terminate()
        size = 1
        while read := client.socket.recv(1_000_000):
            size += len(read)

        assert size > 500 * 65536
        assert end_of(process) == (0, "", "")


@pytest.mark.parametrize("threads", [0, 64])
def test_a_call_that_does_not_end_keeps_it_no_longer_than_it_may(tmp_path, threads):
    calls = Held(tmp_path)
    with application(stops_within=0.2, threads=threads) as (process, port), closing(Client(port)) as client:
        client.send(calls.request())
        calls.wait_until_one_has_begun()

        process.terminate()

        assert end_of(process) == (0, "", "")
        calls.let_go()


@pytest.mark.parametrize("sent", [b"", ECHO[:20], ECHO[:-1]])
def test_a_client_that_has_not_asked_keeps_it_not_at_all(sent):
    with application() as (process, port), closing(Client(port)) as client, closing(Client(port)) as other:
        client.send(sent)
        other.send(ECHO).answer()

        process.terminate()

        assert client.says_nothing_more()
        assert end_of(process) == (0, "", "")


# -- several processes


def test_several_processes_serve_one_port():
    with application(workers=3) as (process, port):
        workers = {child.pid for child in psutil.Process(process.pid).children()}
        seen: set[int] = set()
        for _ in range(1000):
            with closing(Client(port)) as client:
                seen.add(int(client.send(request("/pid")).answer().body))
            if len(seen) > 1:
                break

        assert len(workers) == 3
        assert len(seen) > 1
        assert seen <= workers


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("to_all", [False, True])
def test_several_end_well_and_silently_together(number, to_all):
    with application(workers=2) as (process, port), closing(Client(port)) as client:
        client.send(ECHO).answer()

        if to_all:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)

        assert end_of(process) == (0, "", "")


def test_several_finish_what_is_under_way(tmp_path):
    calls = Held(tmp_path)
    with application(workers=2) as (process, port), closing(Client(port)) as client:
        client.send(calls.request(b"abc"))
        calls.wait_until_one_has_begun()
        process.terminate()

        calls.let_go()

        assert client.answer().body == b"abc"
        assert end_of(process) == (0, "", "")


def test_one_that_ends_by_itself_is_an_error_and_takes_the_others_with_it():
    with application(workers=3) as (process, _):
        psutil.Process(process.pid).children()[1].kill()

        assert end_of(process) == (1, "", "emulator: a worker process ended by itself\n")


def test_none_outlives_the_process_that_was_killed():
    with application(workers=3) as (process, _):
        workers = psutil.Process(process.pid).children()
        process.kill()

        process.communicate(timeout=PATIENCE)  # ends when nobody holds the pipes any more
        assert psutil.wait_procs(workers, timeout=PATIENCE)[1] == []


def test_what_keeps_them_from_beginning_is_said_once():
    with application(workers=3, fails="beginning") as (process, port):
        assert port == 0
        assert end_of(process) == (2, "", "emulator: it cannot begin\n")
