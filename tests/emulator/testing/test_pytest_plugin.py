"""The plugin for pytest, in a pytest of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

USER_TESTS = """
import os
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

CANCEL = "/up/v5/rest/scheduling/CancelJob"


def test_a_job_can_be_cancelled(scheduling):
    assert scheduling.client.put(CANCEL, json={"Id": "J-1001"}).json()["Success"] is True

def test_every_test_has_an_emulator_of_its_own(scheduling):
    assert scheduling.client.put(CANCEL, json={"Id": "J-1001"}).json()["Success"] is True

@pytest.mark.scheduling(error_status=400)
class TestSettings:
    def test_a_marker_gives_settings(self, scheduling):
        assert scheduling.client.put(CANCEL, json={"Id": "J-0000"}).status_code == 400

    @pytest.mark.scheduling(error_status=200)
    def test_the_nearest_marker_wins(self, scheduling):
        assert scheduling.client.put(CANCEL, json={"Id": "J-0000"}).status_code == 200

def test_the_clock_is_in_the_hand_of_the_test(scheduling, scheduling_clock):
    assert scheduling_clock.now() == datetime(2026, 1, 5, 8, tzinfo=UTC)
    scheduling_clock.advance(timedelta(minutes=90))
    assert scheduling.control("GET", "/clock")["now"].startswith("2026-01-05T09:30:00")

def test_it_is_served_on_a_port(scheduling_server, scheduling):
    answer = httpx.put(scheduling_server.urls["servicebroker"] + "/CancelJob", json={"Id": "J-1001"})
    assert answer.json()["Success"] is True
    assert scheduling.work_item("J-1001") is None  # the same emulator

def test_an_environment_of_somebody_s_does_not_matter(scheduling):
    assert os.environ["EMULATOR_ERROR_STATUS"] == "400"
    assert scheduling.client.put(CANCEL, json={"Id": "J-0000"}).status_code == 200

@pytest.mark.scheduling(errorstatus=400)
def test_a_wrong_setting(scheduling):
    pass

@pytest.mark.scheduling(400)
def test_a_setting_without_a_name(scheduling):
    pass
"""

UNUSED = """
import sys

def test_nothing_of_it():
    heavy = ("emulator.", "spyne", "lxml", "werkzeug", "httpx")
    assert [name for name in sys.modules if name.startswith(heavy)] == ["emulator.pytest_plugin"]
"""


@pytest.fixture
def in_pytest(tmp_path, monkeypatch):
    def run(tests: str) -> str:
        (tmp_path / "test_mine.py").write_text(tests)
        monkeypatch.setenv("EMULATOR_ERROR_STATUS", "400")
        # Where it is installed pytest finds the plugin by its entry point.
        arguments = ["-q", "--strict-markers", "-W", "error", "-p", "no:cacheprovider", str(tmp_path)]
        done = subprocess.run([sys.executable, "-m", "pytest", *arguments], capture_output=True, text=True, cwd=tmp_path)
        return done.stdout + done.stderr

    return run


def test_a_test_of_a_user_s_gets_an_emulator_with_the_settings_of_its_marker(in_pytest):
    said = in_pytest(USER_TESTS)

    assert "7 passed, 2 errors" in said, said
    assert "unknown setting 'errorstatus' (from the test); did you mean error_status?" in said
    assert "the marker scheduling takes settings by name: expected scheduling(auth=True); found (400,)" in said


def test_what_is_not_used_is_not_imported(in_pytest):
    assert "1 passed" in in_pytest(UNUSED)


def test_the_plugin_is_short():
    import emulator.pytest_plugin

    assert len(Path(emulator.pytest_plugin.__file__).read_text().splitlines()) < 100
