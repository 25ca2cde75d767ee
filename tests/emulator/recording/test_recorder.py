"""What goes through a recorder is what would have gone past it, and is kept."""

import gzip
import json
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from emulator.recording.file import RecordingError, RecordingFile
from emulator.testing import running
from tests.emulator.recording.recorders import recording
from tests.emulator.scheduling.items import NOW
from tests.emulator.soap_client.raw_server import drips, http, raw_server, says
from tests.emulator.soap_server.soap import MEDIA_TYPES, SOAP_11, SOAP_12, cancel, envelope, poll

WHOLE = b"<reply>\xc3\xa4</reply>"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "calls.jsonl"


def post(url, body, **headers):
    return httpx.post(url, content=body, headers={"Content-Type": MEDIA_TYPES[SOAP_12], **headers})


@pytest.mark.parametrize("namespace", [SOAP_11, SOAP_12])
def test_a_call_is_answered_as_without_a_recorder_and_kept(path, namespace):
    call, headers = envelope(cancel("J-1001"), namespace=namespace), {"Content-Type": MEDIA_TYPES[namespace]}
    with running() as scheduling:
        direct = httpx.post(scheduling.urls["soap"], content=call, headers=headers)
        scheduling.reset()
        with recording(scheduling.urls["soap"], path) as recorder:
            recorded = httpx.post(recorder.url + "/soap", content=call, headers=headers)

    assert (recorded.status_code, recorded.content) == (direct.status_code, direct.content)
    assert [*recorded.headers] == [*direct.headers]
    assert recorded.headers["content-type"] == direct.headers["content-type"]
    (line,) = recorder.lines
    assert (line["operation"], line["reply"]["status"]) == ("CancelJob", 200)
    assert line["at"] == "2026-01-05T08:00:00.000Z"
    assert line["seconds"] > 0
    assert line["reply"]["body"] == direct.text.replace(' encoding="UTF-8"', "")
    assert line["request"]["body"] == call.replace("<password>secret<", "<password>***<")


def test_a_request_goes_on_byte_for_byte_with_its_headers_but_those_of_one_connection(path):
    body = "<?xml version='1.0'?>\r\n<a  b='&amp;'>\u00e4\r\n</a>\n".encode("utf-16")
    with raw_server(says(http(WHOLE, more="X-Own: kept\r\n"))) as server, recording(server.url, path) as recorder:
        headers = {"SOAPAction": '""', "X-Own": "1, 2", "Connection": "keep-alive, X-Hop", "X-Hop": "here", "Keep-Alive": "1"}
        answer = post(recorder.url + "/ccx/servicepower?Tenant=A%2Fb", body, **headers)
        origin = server.url.removesuffix("/ccx/servicepower").removeprefix("http://")

    head, _, sent = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert sent == body
    assert lines[0] == "POST /ccx/servicepower?Tenant=A%2Fb HTTP/1.1"
    assert {'SOAPAction: ""', "X-Own: 1, 2", f"Host: {origin}", f"Content-Length: {len(body)}"} <= set(lines)
    assert not [line for line in lines if line.lower().startswith(("connection", "x-hop", "keep-alive"))]
    assert (answer.content, answer.headers["X-Own"]) == (WHOLE, "kept")


@pytest.mark.parametrize("path_of_caller", ["", "/"])
def test_who_names_no_path_means_the_upstreams(path, path_of_caller):
    with raw_server(says(http(WHOLE))) as server, recording(server.url, path) as recorder:
        post(recorder.url + path_of_caller, b"<x/>")

    assert server.requests[0].startswith(b"POST /ccx/servicepower HTTP/1.1")


def test_a_wsdl_names_the_recorder_and_is_else_as_it_was(path):
    with running() as scheduling, recording(scheduling.urls["soap"], path) as recorder:
        direct = httpx.get(scheduling.urls["wsdl"]).text
        through = httpx.get(recorder.url + "/soap?wsdl").text
        seen = scheduling.urls["soap"]

    assert through == direct.replace(seen, recorder.url + "/soap") != direct
    assert [line["request"]["target"] for line in recorder.lines] == ["/soap?wsdl"]


def test_a_compressed_answer_goes_through_as_it_is_and_is_kept_as_text(path):
    packed = gzip.compress(b"<password>hunter2</password><reply>yes</reply>")
    with raw_server(says(http(packed, more="Content-Encoding: gzip\r\n"))) as server, recording(server.url, path) as recorder:
        answer = post(recorder.url, b"<x/>")

    assert answer.text == "<password>hunter2</password><reply>yes</reply>"
    assert recorder.lines[0]["reply"]["body"] == "<password>***</password><reply>yes</reply>"


def test_what_is_no_text_goes_through_and_only_its_size_is_kept(path):
    body = b"\x00\xff\xfe\x01" * 10
    with raw_server(says(http(body))) as server, recording(server.url, path) as recorder:
        answer = post(recorder.url, body)

    line = recorder.lines[0]
    assert (server.requests[0][-40:], answer.content) == (body, body)
    assert [(said["body"], said["left_out"]) for said in (line["request"], line["reply"])] == [("", 40)] * 2


def refused_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}/soap"


def test_an_upstream_that_is_down_is_told_to_caller_recording_and_person_and_recording_goes_on(path):
    with recording(refused_port(), path) as recorder:
        answers = [post(recorder.url, envelope(cancel("J-1"))) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [502, 502]
    assert answers[0].text.startswith("emulator record: the Scheduling system cannot be reached: ")
    assert [line["failure"][:42] for line in recorder.lines] == ["the Scheduling system cannot be reached: ["] * 2
    assert [line["operation"] for line in recorder.lines] == ["CancelJob"] * 2
    assert all("the caller got 502, and recording goes on" in line for line in recorder.told)
    assert len(recorder.told) == 2


def test_an_upstream_that_is_late_is_a_504_though_it_drips(path):
    with raw_server(drips(http(WHOLE), every=0.05)) as server, recording(server.url, path, timeout=0.3) as recorder:
        answer = post(recorder.url, b"<x/>")

    assert answer.status_code == 504
    assert recorder.lines[0]["failure"] == "the Scheduling system gave no whole answer in time"


def test_an_answer_that_breaks_off_is_a_502(path):
    with raw_server(says(http(WHOLE, length=100))) as server, recording(server.url, path) as recorder:
        answer = post(recorder.url, b"<x/>")

    assert answer.status_code == 502
    assert recorder.lines[0]["failure"] == f"the Scheduling system broke off its answer after {len(WHOLE)} bytes"


def test_calls_at_once_are_each_one_whole_line(path):
    with running() as scheduling, recording(scheduling.urls["soap"], path) as recorder, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: post(recorder.url, envelope(poll("NORTH"))), range(40)))

    assert len(recorder.lines) == 40


def test_a_recording_is_continued_and_nothing_of_it_is_lost(path):
    with raw_server(says(http(WHOLE))) as server:
        for _ in range(2):
            with recording(server.url, path) as recorder:
                post(recorder.url, b"<x/>")

    assert len(recorder.lines) == 2
    assert [json.loads(line)["recording"] for line in recorder.text.splitlines()[::2]] == ["scheduling-emulator recording"] * 2


def test_after_a_line_that_was_not_finished_the_next_begins_on_its_own(path):
    with raw_server(says(http(WHOLE))) as server:
        with recording(server.url, path) as recorder:
            post(recorder.url, b"<x/>")
        path.write_bytes(path.read_bytes()[:-20])
        with recording(server.url, path) as recorder:
            post(recorder.url, b"<x/>")

    lines = recorder.text.splitlines()
    assert len(lines) == 4
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        json.loads(lines[1])
    assert json.loads(lines[3])["operation"] is None


@pytest.mark.parametrize("text", ["units:\n  - {id: NORTH}\n", "{}\n", '{"recording": "of music", "version": 1}\n', "\x00"])
def test_a_file_that_is_no_recording_is_refused_and_left_as_it_is(path, text):
    path.write_text(text)

    with pytest.raises(RecordingError, match="expected a new file, or a recording to continue; found"):
        RecordingFile(path, began=NOW, upstream="")

    assert path.read_text() == text


def test_a_file_that_somebody_else_records_to_is_refused(path):
    with recording("http://127.0.0.1:1/", path), pytest.raises(RecordingError, match="which somebody does"):
        RecordingFile(path, began=NOW, upstream="")
