"""The load generator reads answers whatever pieces they come in, and says what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.load.answers import Answer, AnswerReader, BadAnswer

pieces_of = st.lists(st.integers(1, 40), min_size=1, max_size=8)


def by_length(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


def in_chunks(body: bytes, size: int) -> bytes:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + size]), body[at : at + size]) for at in range(0, len(body), size))
    return b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


def fed(reader: AnswerReader, answer: bytes, sizes: list[int]) -> list[Answer | None]:
    given, at = [], 0
    while at < len(answer):
        size = sizes[len(given) % len(sizes)]
        given.append(reader.feed(answer[at : at + size]))
        at += size
    return given


@given(st.binary(max_size=200), pieces_of)
def test_a_body_of_known_length_is_read_in_any_pieces_and_is_whole_with_the_last(body, sizes):
    reader = AnswerReader()
    for _ in range(2):
        *before, last = fed(reader, by_length(body), sizes)

        assert last == Answer(200, body)
        assert before == [None] * len(before)


@given(st.binary(max_size=200), st.integers(1, 50), pieces_of)
def test_a_body_in_chunks_is_read_in_any_pieces_and_is_whole_with_the_last(body, chunk, sizes):
    reader = AnswerReader()
    for _ in range(2):
        *before, last = fed(reader, in_chunks(body, chunk), sizes)

        assert last == Answer(201, body)
        assert before == [None] * len(before)


def test_an_answer_by_length_may_follow_one_in_chunks():
    reader = AnswerReader()

    assert [reader.feed(answer) for answer in (in_chunks(b"one", 2), by_length(b"two"), in_chunks(b"three", 9))] == [
        Answer(201, b"one"),
        Answer(200, b"two"),
        Answer(201, b"three"),
    ]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"SSH-2.0-OpenSSH\r\n\r\n", "no HTTP answer"),
        (b"HTTP/1.1 200 OK\r\nX-Length: 3\r\n\r\nabc", "neither Content-Length nor chunks"),
        (by_length(b"abc") + b"H", "1 bytes more than the answer's length"),
        (in_chunks(b"abc", 9) + b"HT", "2 bytes more than the answer's chunks"),
        (in_chunks(b"abc", 9).replace(b"3\r\n", b"three\r\n"), "no size of a chunk"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(answer, says):
    with pytest.raises(BadAnswer, match=says):
        AnswerReader().feed(answer)
