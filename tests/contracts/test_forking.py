"""Signals that come while a process is started: none is lost."""

import os
import signal
import threading

import pytest

from contracts.forking import signals_wait


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def number(request):
    before = signal.signal(request.param, signal.default_int_handler)
    yield request.param
    signal.signal(request.param, before)


def test_a_signal_is_handled_at_the_end_of_the_block_and_the_next_one_at_once(number):
    done = []

    def fork():
        with signals_wait():
            os.kill(os.getpid(), number)
            done.append("all of the block")

    with pytest.raises(KeyboardInterrupt):
        fork()
    assert done == ["all of the block"]
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), number)


def test_a_signal_in_a_block_that_fails_is_handled_too(number):
    def fork():
        with signals_wait():
            os.kill(os.getpid(), number)
            raise BlockingIOError("no more processes")

    with pytest.raises(KeyboardInterrupt):
        fork()


def test_a_signal_that_is_not_handled_stays_so(number):
    signal.signal(number, signal.SIG_IGN)
    with signals_wait():
        assert signal.getsignal(number) is signal.SIG_IGN


def test_another_thread_than_the_main_one_may_start_a_process():
    done = []

    def start():
        with signals_wait():
            done.append("started")

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert done == ["started"]
