"""Heads and bodies of requests: read as h11 reads them, or refused."""

from itertools import pairwise

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.serving.body import ChunkedBody, SizedBody, TooLarge
from emulator.serving.head import BadRequest, read_head

MOST = 100_000

tokens = st.text("abcXYZ019!#$%&'*+-.^_`|~", min_size=1, max_size=12)
values = st.text("".join(map(chr, (9, *range(32, 127), *range(128, 256)))), max_size=30).map(lambda text: text.strip(" \t"))
targets = st.text("".join(map(chr, range(33, 127))), max_size=30).map(lambda text: f"/{text}")
names = tokens.filter(lambda name: name.lower() not in {"content-length", "transfer-encoding", "host", "connection", "expect"})
headers = st.lists(st.tuples(names, values), max_size=8)


@st.composite
def requests(draw):
    """A request as it should be, with its body and the number of bytes of its head."""
    lines = [f"{draw(tokens)} {draw(targets)} HTTP/1.1", "Host: here", *(f"{name}: {value}" for name, value in draw(headers))]
    body = draw(st.binary(max_size=200))
    if draw(st.booleans()):
        lines.append(f"Content-Length: {len(body)}")
        written = body
    else:
        lines.append("Transfer-Encoding: chunked")
        cuts = sorted(draw(st.sets(st.integers(0, len(body)))) | {0, len(body)})
        parts = [body[start:end] for start, end in pairwise(cuts)]
        extension = draw(st.sampled_from([b"", b";x=1", b';y="z" ']))
        trailer = draw(st.sampled_from([b"", b"X-Sum: 1\r\n"]))
        written = b"".join(b"%X%b\r\n%b\r\n" % (len(part), extension, part) for part in parts) + b"0\r\n" + trailer + b"\r\n"
    head = "\r\n".join(lines).encode("latin-1")
    return head, written, body


def ours(text: bytes, most: int = MOST):
    """Method, target, headers, body and what is left, as we read a text that is there as a whole; None where more is needed."""
    end = text.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = read_head(text[:end], {}, max_headers=100)
    rest = bytearray(text[end + 4 :])
    body = (ChunkedBody(most) if head.length is None else SizedBody(head.length)).take(rest)
    if body is None:
        return None
    return head.environ["REQUEST_METHOD"], head.environ["RAW_URI"], fields(head.environ), body, bytes(rest)


def fields(environ: dict[str, str]) -> dict[str, str]:
    return {key.removeprefix("HTTP_"): value for key, value in environ.items() if key.startswith(("HTTP_", "CONTENT_"))}


def by_h11(text: bytes):
    """The same as h11 reads it."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1_000_000)
    connection.receive_data(text)
    request, body = connection.next_event(), b""
    while isinstance(event := connection.next_event(), h11.Data):
        body += event.data
    if not isinstance(event, h11.EndOfMessage):
        return None
    found: dict[str, str] = {}
    for name, value in request.headers:
        key, text_ = name.decode().upper().replace("-", "_"), value.decode("latin-1")
        found[key] = f"{found[key]}{'; ' if key == 'COOKIE' else ','}{text_}" if key in found else text_
    target = request.target.decode("latin-1").partition("#")[0]
    return request.method.decode(), target, found, body, bytes(connection.trailing_data[0])


@given(requests())
def test_a_good_request_is_read_as_h11_reads_it(request_):
    head, written, body = request_

    read = ours(head + b"\r\n\r\n" + written + b"GET /next")

    assert read is not None
    assert read == by_h11(head + b"\r\n\r\n" + written + b"GET /next")
    assert read[3:] == (body, b"GET /next")


@given(requests(), st.data())
def test_a_spoiled_request_is_refused_or_read_as_h11_reads_it(request_, data):
    head, written, _ = request_
    text = bytearray(head + b"\r\n\r\n" + written)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from([b"", b"\r", b"\n", b"\r\n", b" ", b"\t", b":", b"\0", b",", b"0", b"chunked", b"\xff"])
        )

    try:
        read = ours(bytes(text))
    except BadRequest:
        return
    if read is not None:
        assert read == by_h11(bytes(text))


@given(requests(), st.data())
def test_a_body_is_the_same_in_whatever_pieces_it_comes(request_, data):
    head, written, body = request_
    length = read_head(head, {}, max_headers=100).length
    reader = ChunkedBody(MOST) if length is None else SizedBody(length)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(written)))))
    buffer, read = bytearray(), None

    for start, end in zip([0, *cuts], [*cuts, len(written)], strict=True):
        assert read is None or start == end
        buffer += written[start:end]
        read = reader.take(buffer) if read is None else read

    assert (read, bytes(buffer)) == (body, b"")


@pytest.mark.parametrize(
    ("head", "status", "text"),
    [
        (b"GET  / HTTP/1.1", 400, "expected a request line such as 'GET / HTTP/1.1'; found 'GET  / HTTP/1.1'"),
        (b"GET / HTTP/1.1", 400, "expected a header Host; found none"),
        (b"GET / HTTP/2.0", 505, "expected HTTP/1.1; found HTTP/2.0"),
        (b"CONNECT here:80 HTTP/1.1", 400, "expected a path that begins with '/'; found 'here:80'"),
        (b"GET / HTTP/1.1\r\nX y: 1", 400, "expected a header such as 'Name: value'; found 'X y: 1'"),
        (b"GET / HTTP/1.1\r\nX : 1", 400, "expected a header such as 'Name: value'; found 'X : 1'"),
        (b"GET / HTTP/1.1\r\nX: 1\r\n folded", 400, "expected a header such as 'Name: value'; found ' folded'"),
        (b"GET / HTTP/1.1\r\nX", 400, "expected a header such as 'Name: value'; found 'X'"),
        (b"GET / HTTP/1.1\r\nX: \0", 400, "expected no control characters in a head; found one"),
        (b"GET / HTTP/1.1\nX: 1", 400, "expected lines that end with CR LF; found one of the two alone"),
        (b"GET / HTTP/1.1\r\nX: 1\rY: 1", 400, "expected lines that end with CR LF; found one of the two alone"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b", 400, "expected one header Host; found another"),
        (
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1",
            400,
            "expected one header Content-Length; found another",
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1", 400, "expected a number of bytes as Content-Length; found '+1'"),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
            400,
            "expected either Content-Length or, with HTTP/1.1, Transfer-Encoding; found both",
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip", 501, "expected Transfer-Encoding: chunked; found 'gzip'"),
    ],
)
def test_a_head_that_can_be_read_in_two_ways_is_refused(head, status, text):
    with pytest.raises(BadRequest) as refused:
        read_head(head, {}, max_headers=100)

    assert (refused.value.status, str(refused.value)) == (status, text)


def test_one_header_more_than_are_taken_is_refused():
    lines = b"\r\n".join([b"GET / HTTP/1.0", *(b"X-%d: 1" % number for number in range(5))])

    read_head(lines, {}, max_headers=5)
    with pytest.raises(BadRequest) as refused:
        read_head(lines, {}, max_headers=4)

    assert (refused.value.status, str(refused.value)) == (431, "expected at most 4 headers (max_headers); found 5")


def test_a_path_is_decoded_and_kept_as_it_was_sent():
    environ = read_head(b"GET /jobs/a%2Fb%FF?x=%2F#part HTTP/1.0", {}, max_headers=1).environ

    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/jobs/a/b\xff", "x=%2F")
    assert environ["RAW_URI"] == environ["REQUEST_URI"] == "/jobs/a%2Fb%FF?x=%2F"


def test_the_target_may_be_a_whole_url():
    environ = read_head(b"GET http://somewhere:80?wsdl HTTP/1.0", {}, max_headers=1).environ

    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/", "wsdl")


@pytest.mark.parametrize(
    ("line", "lives"),
    [
        ("HTTP/1.1\r\nHost: a", True),
        ("HTTP/1.1\r\nHost: a\r\nConnection: close", False),
        ("HTTP/1.0", False),
        ("HTTP/1.0\r\nConnection: Keep-Alive", True),
    ],
)
def test_a_connection_lives_on_as_the_client_says(line, lives):
    assert read_head(f"GET / {line}".encode(), {}, max_headers=2).keep_alive is lives


def test_a_chunked_body_may_be_as_large_as_is_taken_and_no_larger():
    assert ChunkedBody(4).take(bytearray(b"2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n")) == b"abcd"

    with pytest.raises(TooLarge) as large:
        ChunkedBody(3).take(bytearray(b"2\r\nab\r\n2\r\ncd\r\n"))

    assert large.value.start == b"abcd"


@pytest.mark.parametrize("text", [b"g\r\n", b"-1\r\n", b"\r\n", b"1\r\nab\r\n", b"0" * 5000, b"1 x\r\n"])
def test_a_malformed_chunk_is_refused(text):
    with pytest.raises(BadRequest):
        ChunkedBody(10).take(bytearray(text))
