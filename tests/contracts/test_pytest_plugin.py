"""The plugin for pytest, in a pytest of its own."""

import subprocess
import sys

USER_TESTS = """
import pytest
from datetime import UTC, datetime, timedelta
from contracts.exchange import Request

PATH = "/up/v5/rest/scheduling/CancelJob"
CANCEL = Request(method="PUT", path=PATH, headers={"Content-Type": "application/json"}, body=b'{"Id":"J-1001"}')

def test_a_job_can_be_cancelled(scheduling):
    assert scheduling.rest(CANCEL).response.json()["Success"] is True

def test_every_test_has_an_emulator_of_its_own(scheduling):
    assert scheduling.rest(CANCEL).response.json()["Success"] is True

@pytest.mark.scheduling(error_status=400)
class TestSettings:
    def test_a_marker_gives_settings(self, scheduling):
        scheduling.rest(CANCEL)
        assert scheduling.rest(CANCEL).response.status == 400

    @pytest.mark.scheduling(error_status=200)
    def test_the_nearest_marker_wins(self, scheduling):
        scheduling.rest(CANCEL)
        assert scheduling.rest(CANCEL).response.status == 200

def test_the_clock_is_in_the_hand_of_the_test(scheduling, scheduling_clock):
    now = scheduling_clock.now()
    assert now == datetime(2026, 1, 5, 8, tzinfo=UTC)
    scheduling_clock.advance(timedelta(minutes=90))
    assert scheduling_clock.now() == now + timedelta(minutes=90)
    scheduling_clock.set(now)
    assert scheduling_clock.now() == now
    scheduling_clock.run()
    assert scheduling.control("GET", "/clock")["running"] is True
    scheduling_clock.freeze()
    assert scheduling.control("GET", "/clock")["running"] is False

@pytest.mark.scheduling(errorstatus=400)
def test_a_wrong_setting(scheduling):
    pass
"""


def test_a_test_of_a_user_s_gets_an_emulator_with_the_settings_of_its_marker(tmp_path):
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["contracts.pytest_plugin"]')
    (tmp_path / "test_mine.py").write_text(USER_TESTS)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--strict-markers", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )

    assert "5 passed, 1 error" in done.stdout, done.stdout
    assert "unknown setting 'errorstatus' (from the run); did you mean error_status?" in done.stdout
