"""A line for each exchange."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.log_lines import LogLines
from emulator.settings import Settings

CANCEL = "/up/v5/rest/scheduling/CancelJob"
AT = datetime(2026, 1, 5, 8, 0, 0, 250_000, tzinfo=UTC)


class Told:
    """An emulator whose lines are kept."""

    def __init__(self, form: str) -> None:
        self.lines: list[str] = []
        self.log = LogLines(form, write=self.lines.append, wall=lambda: AT)
        self.client = Client(create_emulator(Settings(), watching=[self.log.add]).wsgi)


def test_a_line_of_text_says_what_went_through():
    told = Told("text")
    told.client.put(f"{CANCEL}?x=1", json={"Id": "J-1001"})
    told.client.post("/soap", data="no XML")

    rest, soap = (re.sub(r"[\d.]+(?:e-\d+)? ms", "T ms", line) for line in told.lines)
    assert rest == f"2026-01-05T08:00:00.250Z  #1  PUT {CANCEL}?x=1  200  T ms  servicebroker CancelJob  soap CancelJob:200"
    assert soap == "2026-01-05T08:00:00.250Z  #2  POST /soap  400  T ms  soap -"


def test_a_line_of_json_has_the_id_that_the_journal_has():
    told = Told("json")
    told.client.put(CANCEL, json={"Id": "J-1001"})

    (line,) = map(json.loads, told.lines)
    (entry,) = told.client.get("/_emulator/journal").json["exchanges"]
    assert line.pop("ms") > 0
    assert line == {
        "at": "2026-01-05T08:00:00.250Z",
        "exchange": entry["id"],
        "method": "PUT",
        "path": CANCEL,
        "status": 200,
        "facade": "servicebroker",
        "operation": "CancelJob",
        "soap": [{"operation": "CancelJob", "status": 200}],
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_stays_one_and_holds_no_secret(form):
    told = Told(form)
    told.client.put(f"{CANCEL}?access_token=planted-secret&x=%0aforged%20line", headers={"Authorization": "planted-secret"})

    (line,) = told.lines
    assert "\n" not in line
    assert "planted-secret" not in line


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_goes_wrong_is_told_in_the_same_form(form):
    told = Told(form)
    logger = logging.Logger("emulator.somewhere")
    logger.addHandler(told.log.handler())

    try:
        raise LookupError("what went wrong")
    except LookupError:
        logger.exception("%s failed", "it")

    (line,) = told.lines
    if form == "json":
        about = json.loads(line)
        assert (about["level"], about["logger"], about["message"]) == ("error", "emulator.somewhere", "it failed")
        line = about["traceback"]
    assert "LookupError: what went wrong" in line


@pytest.mark.parametrize(("form", "begins"), [("text", "20"), ("json", '{"at": "20')])
def test_serve_writes_them_to_standard_error(form, begins):
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--log", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = re.search(r"REST (\S+)", process.stdout.readline())
        assert url is not None
        httpx.put(f"{url[1]}/CancelJob", json={"Id": "J-1001"})
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert (process.returncode, out) == (0, "")
    (line,) = err.splitlines()
    assert line.startswith(begins)
    assert "CancelJob" in line


def test_nobody_there_to_read_is_no_error():
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--log", "text"]
    reading, writing = os.pipe()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=writing, text=True) as process:
        os.close(writing)
        os.close(reading)
        assert process.stdout is not None
        url = re.search(r"REST (\S+)", process.stdout.readline())
        assert url is not None

        answers = [httpx.put(f"{url[1]}/CancelJob", json={"Id": "J-1001"}).status_code for _ in range(3)]

        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert answers == [200, 200, 200]
    assert process.returncode == 0
