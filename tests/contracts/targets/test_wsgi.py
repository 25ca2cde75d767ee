"""Requests put to a WSGI application without a server."""

import pytest
from werkzeug.wrappers import Request as Wrapped
from werkzeug.wrappers import Response as Answer

from contracts.exchange import Request
from contracts.targets.wsgi import call, environ


@Wrapped.application
def echo(request):
    """Answer with the body; headers tell what arrived."""
    return Answer(
        request.get_data(),
        status=201,
        headers={
            "X-Method": request.method,
            "X-Path": request.environ["PATH_INFO"].encode("latin-1").hex(),
            "X-Raw": request.environ["RAW_URI"],
            "X-Query": request.environ["QUERY_STRING"],
            "X-Length": str(request.content_length),
            "X-Type": repr(request.environ.get("CONTENT_TYPE")),
        },
    )


def test_the_body_arrives_byte_for_byte():
    body = bytes(range(256))

    response = call(echo, Request(method="PUT", path="/a", body=body))

    assert (response.status, response.body, response.headers["x-length"]) == (201, body, "256")


def test_a_path_is_decoded_once_and_also_kept_as_it_was_sent():
    response = call(echo, Request(method="GET", path="/a%2Fb%ff%zz%2541?q=%20+1"))

    assert bytes.fromhex(response.headers["x-path"]) == b"/a/b\xff%zz%41"
    assert response.headers["x-raw"] == "/a%2Fb%ff%zz%2541?q=%20+1"
    assert response.headers["x-query"] == "q=%20+1"


def test_characters_outside_ascii_in_a_path_go_out_as_utf_8():
    assert environ(Request(method="GET", path="/é\U0001f600"))["PATH_INFO"].encode("latin-1").decode() == "/é\U0001f600"


@pytest.mark.parametrize("method", ["PUT", "put", "BREW"])
def test_a_method_is_sent_as_it_is_written(method):
    assert call(echo, Request(method=method, path="/")).headers["x-method"] == method.upper()
    assert environ(Request(method=method, path="/"))["REQUEST_METHOD"] == method


def test_no_content_type_is_sent_where_the_request_has_none():
    assert call(echo, Request(method="PUT", path="/", body=b"{}")).headers["x-type"] == "None"
    assert call(echo, Request(method="PUT", path="/", headers={"content-TYPE": "a/b"})).headers["x-type"] == "'a/b'"


def test_the_answer_to_head_has_headers_and_no_body():
    def careless(environ, start_response):
        start_response("200 OK", [("Content-Length", "3")])
        return [b"abc"]

    response = call(careless, Request(method="HEAD", path="/"))

    assert (response.body, response.headers["content-length"]) == (b"", "3")


def test_a_chunked_body_has_no_length_and_still_arrives_whole():
    headers = {"Transfer-Encoding": "chunked", "Content-Length": "999"}

    request = Request(method="POST", path="/", headers=headers, body=b"abc")

    assert call(echo, request).body == b"abc"
    assert "CONTENT_LENGTH" not in environ(request)


def test_a_header_of_several_lines_is_told_as_one():
    @Wrapped.application
    def app(request):
        answer = Answer()
        answer.headers.extend([("Allow", "PUT"), ("Allow", "GET")])
        return answer

    assert call(app, Request(method="GET", path="/")).headers["allow"] == "PUT, GET"


def test_an_application_that_raises_answers_500_with_its_traceback():
    def app(environ, start_response):
        raise RuntimeError("no such table")

    response = call(app, Request(method="GET", path="/"))

    assert response.status == 500
    assert b"RuntimeError: no such table" in response.body


@pytest.mark.parametrize("error", [ConnectionResetError, TimeoutError])
def test_an_application_that_breaks_the_connection_gives_no_answer(error):
    def app(environ, start_response):
        raise error

    with pytest.raises(error):
        call(app, Request(method="GET", path="/"))


def test_what_an_application_writes_and_closes_is_honoured():
    closed = []

    class Chunks(list):
        def close(self):
            closed.append(True)

    def app(environ, start_response):
        start_response("200 OK", [])(b"written ")
        return Chunks([b"and ", b"returned"])

    assert call(app, Request(method="GET", path="/")).body == b"written and returned"
    assert closed == [True]
