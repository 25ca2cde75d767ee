"""A large reply goes out in chunks, whole, without holding up anybody, and without a copy in the journal."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from lxml import etree
from werkzeug.test import EnvironBuilder

from emulator.scheduling.work_item import Unit
from emulator.soap_server.answer import CHUNK
from tests.emulator.scheduling.items import job, unresourced
from tests.emulator.soap_server.soap import Soap, envelope, poll

IDS = [f"M-{number}" for number in range(3000)]
MOST = 50_000


@pytest.fixture
def many(make_soap) -> Soap:
    """A unit whose full poll has more bytes than a chunk, and than the journal keeps."""
    soap = make_soap(journal_bytes=MOST)
    with soap.emulator.store.transaction() as tx:
        tx.put_unit(Unit(id="MANY"))
        for number, item_id in enumerate(IDS):
            tx.put(replace(unresourced(item_id) if number % 7 == 0 else job(item_id), unit="MANY"))
    return soap


def begun(soap: Soap) -> tuple[int, Iterable[bytes]]:
    """Ask for everything; give the announced length, and the body to be walked."""
    built = EnvironBuilder(path="/soap", method="POST", data=envelope(poll("MANY")), content_type="application/soap+xml")
    lengths: list[int] = []
    body = soap.emulator.wsgi(
        built.get_environ(), lambda _status, headers, _error=None: lengths.append(int(dict(headers)["Content-Length"]))
    )
    return lengths[0], body


def ids(body: bytes) -> list[str | None]:
    return [found.text for found in etree.fromstring(body).iter("workItemID")]


def test_it_is_whole_and_comes_in_several_chunks(many):
    length, body = begun(many)

    chunks = list(body)

    assert length == sum(map(len, chunks))
    assert ids(b"".join(chunks)) == IDS
    assert len(chunks) > 1
    assert max(map(len, chunks)) < 2 * CHUNK


def test_one_that_fits_in_a_chunk_comes_at_once(many):
    assert len(list(many.emulator.wsgi(EnvironBuilder(
        path="/soap", method="POST", data=envelope(poll("NORTH")), content_type="application/soap+xml"
    ).get_environ(), lambda *_: None))) == 1  # fmt: skip


def test_while_it_is_read_others_are_served_and_it_stays_as_it_was_asked_for(many):
    _, body = begun(many)
    walked = iter(body)
    first = next(walked)

    assert many.cancel("M-2999").result == ("OK", 0)

    assert ids(first + b"".join(walked)) == IDS
    assert many.poll("MANY").ids == IDS[:-1]


def test_the_journal_says_how_long_it_was_and_keeps_the_rest(many):
    length, _ = begun(many)
    many.poll("NORTH")

    large, small = many.client.get("/_emulator/journal").get_json()["exchanges"]

    assert large["soap"][0] | {"request": ""} == {
        "request": "", "response": "", "status": 200, "operation": "GetChangedWorkItems", "left_out": length,
    }  # fmt: skip
    assert "<FRUID>MANY</FRUID>" in large["soap"][0]["request"]
    assert "</SOAP-ENV:Envelope>" in small["soap"][0]["response"]
    assert "left_out" not in small["soap"][0]


def test_through_a_facade_it_is_whole_too_and_left_out_twice(many):
    answer = many.client.put("/up/v5/rest/scheduling/GetChangedWorkItems", json={"FRU": "MANY", "Options": {}})

    assert [item["Id"] for item in answer.get_json()["Payload"]["WorkItems"]] == IDS
    (exchange,) = many.client.get("/_emulator/journal").get_json()["exchanges"]
    assert exchange["rest"]["response"]["body"] == exchange["soap"][0]["response"] == ""
    assert exchange["rest"]["response"]["left_out"] == len(answer.data)
    assert exchange["soap"][0]["left_out"] > MOST
