"""A peer is measured only where it matches by XPath, with namespaces, what it should and nothing else."""

import pytest
from lxml import etree

from tests.benchmarks import messages
from tests.benchmarks.measured import CannotMeasure
from tests.benchmarks.peers import beside, stub, tools


def matches(body: bytes) -> bool:
    return bool(etree.fromstring(body).xpath(stub.MATCHES, namespaces=stub.NAMESPACES))


def test_the_stub_s_xpath_matches_a_cancel_of_ours_and_finds_its_id():
    cancel = messages.soap_cancel("J-7-12")

    assert matches(cancel)
    assert etree.fromstring(cancel).xpath(f"string({stub.JOB_ID})", namespaces=stub.NAMESPACES) == "J-7-12"


@pytest.mark.parametrize(("what", "body"), stub.must_not_match())
def test_what_must_not_match_does_not_and_is_well_formed(what, body):
    assert not matches(body)


@pytest.mark.parametrize("seen", [body for _, body in stub.must_not_match()])
def test_a_peer_that_answers_one_request_it_must_not_match_is_not_measured(serve, seen):
    sloppy = serve(lambda _method, _path, body: (200, stub.answer("J-1").encode()) if body == seen else (404, b""))

    with pytest.raises(AssertionError, match="Sloppy matches"):
        beside.check("Sloppy", sloppy.port)


@pytest.mark.parametrize("answer", [(200, b""), (404, stub.answer("J-1").encode())], ids=["no 404", "a reply with 404"])
def test_nothing_but_404_without_a_reply_counts_as_no_match(serve, answer):
    odd = serve(lambda *_: answer)

    with pytest.raises(AssertionError, match="Odd matches a job of another name"):
        beside.check("Odd", odd.port)


def test_a_peer_that_answers_each_of_them_with_404_is_measured(serve):
    exact = serve(lambda _method, _path, body: (200, stub.answer("J-1").encode()) if matches(body) else (404, b"none"))

    beside.check("Exact", exact.port)

    assert len(exact.bodies) == len(stub.must_not_match())


def test_what_is_not_installed_or_not_on_this_machine_is_said_with_its_name():
    with pytest.raises(CannotMeasure, match=r"no/such\.jar is not installed; `make bench-peers` installs it"):
        tools.module("no/such.jar")
    with pytest.raises(CannotMeasure, match="there is no no-such-program on this machine"):
        tools.program("no-such-program")
