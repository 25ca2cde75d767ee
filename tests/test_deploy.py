"""What stands in deploy/ is right as far as it can be tried without an engine for containers."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml

from emulator.settings import Settings, setting_rows

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
INSTRUCTIONS = re.findall(r"^([A-Z]+) (.*(?:(?<=\\)\n.*)*)", DOCKERFILE, re.MULTILINE)


def instruction(name: str) -> list[str]:
    return [arguments for found, arguments in INSTRUCTIONS if found == name]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_the_image_copies_what_is_there():
    sources = [name for row in instruction("COPY") if "--from" not in row for name in shlex.split(row)[:-1]]

    assert sources
    assert [name for name in sources if not (ROOT / name).exists()] == []


def test_the_image_runs_as_nobody_in_particular():
    assert instruction("USER") == ["10001"]
    assert "--uid 10001" in instruction("RUN")[1]


def test_the_image_needs_nothing_that_is_not_pinned():
    (line,) = re.findall(r"sed -e .* requirements\.lock", instruction("RUN")[0])
    pinned = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, check=True).stdout

    rows = [row for row in pinned.splitlines() if not row.lstrip().startswith("#")]
    assert all(re.fullmatch(r"[\w.\[\]-]+==[\w.+]+( ; .*)?", row) for row in rows)
    assert len(rows) > 50


def read_only() -> list[str]:
    """Run what follows where nothing can be written; skip where that cannot be had."""
    begin = ["unshare", "--mount", "sh", "-c", 'mount --bind / / && mount -o remount,bind,ro / && exec "$@"', "sh"]
    try:
        tried = subprocess.run([*begin, "sh", "-c", "echo > /anything"], capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"there is no way to a file system that cannot be written: {error}")
    if "Read-only file system" not in tried.stderr:
        pytest.skip(f"there is no way to a file system that cannot be written: {tried.stderr.strip()}")
    return begin


def test_it_serves_where_nothing_can_be_written_and_its_health_is_told():
    port = free_port()
    command = [*read_only(), sys.executable, "-m", "emulator", "serve", "--port", str(port)]
    (health,) = (re.findall(r"CMD (\[.*\])", row)[0] for row in instruction("HEALTHCHECK"))
    assert yaml.safe_load(health) == ["emulator", "health"]
    asks = [sys.executable, "-m", *yaml.safe_load(health), "--url", f"http://127.0.0.1:{port}"]
    assert subprocess.run(asks, capture_output=True, cwd=ROOT).returncode == 1

    environment = {"PYTHONPATH": str(ROOT), "HOME": "/nowhere", "TMPDIR": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command, cwd="/", env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        waited = subprocess.run([*asks, "--wait", "30"], capture_output=True, text=True, cwd=ROOT)
        answer = httpx.put(f"http://127.0.0.1:{port}/up/v5/rest/scheduling/CancelJob", json={"Id": "J-1001"})
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)

    assert (waited.returncode, waited.stdout) == (0, "ready\n")
    assert answer.json()["Success"] is True
    assert (process.returncode, err) == (0, b"")


def test_compose_gives_settings_that_there_are():
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["emulator"]
    names = {f"EMULATOR_{row.name.upper()}" for row in setting_rows()}

    assert set(service["environment"]) <= names
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert service["ports"] == [f"127.0.0.1:{Settings().port}:{Settings().port}"]
    assert service["read_only"] is True


def test_the_github_example_judges_a_gateway(tmp_path):
    steps = yaml.safe_load((DEPLOY / "github-actions.yaml").read_text())["jobs"]["contracts"]["steps"]
    first, *others = [step["run"] for step in steps if "run" in step]
    assert first == "pip install scheduling-emulator"
    emulator, gateway = (str(free_port()) for _ in range(2))
    # Elsewhere they are all at the same ports; and one phase shows as well as all that it is judged.
    text = (
        "\n".join(others)
        .replace("8010", emulator)
        .replace("9000", gateway)
        .replace("contracts run", "contracts run --phase limits")
    )
    text = text.replace("emulator serve", f"emulator serve --port {emulator}").replace(
        "emulator health", f"emulator health --url http://127.0.0.1:{emulator}"
    )
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    runner = {"PATH": f"{BIN}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": "summary.md", "PYTHONPATH": str(ROOT)}

    # As the runner does: bash -e, and what is left in the background ends with the job.
    script = f"set -e\ntrap 'kill $(jobs -p)' EXIT\n{text}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, env=os.environ | runner)

    assert done.returncode == 1, done.stdout + done.stderr  # an id is cut at 49 characters there
    assert "limits: cancelJob.{id}, up to 50 characters" in done.stdout
    assert "DOC-M-01" in (tmp_path / "summary.md").read_text()
    assert (tmp_path / "reports" / "contracts.sarif").exists()
    assert '"operation": "CancelJob"' in (tmp_path / "emulator.log").read_text()
