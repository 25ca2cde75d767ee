"""The test suites that the pages show are run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = [
    code
    for page in PAGES
    for code in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
]
SUITES = [(found[1], code) for code in CODE if (found := re.match(r"# (test_\w+\.py)", code))]


@pytest.mark.parametrize(("name", "code"), SUITES, ids=[name for name, _ in SUITES])
def test_a_suite_passes_as_it_stands(tmp_path, name, code):
    (tmp_path / name).write_text(code)

    arguments = ["-q", "--strict-markers", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run([sys.executable, "-m", "pytest", *arguments], capture_output=True, text=True, cwd=tmp_path)

    assert re.match(rf"\.+ .*\n{code.count('def test_')} passed in", done.stdout), done.stdout + done.stderr


def test_what_needs_no_pytest_runs_by_itself():
    (code,) = (code for code in CODE if "emulator.testing import running" in code)

    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)

    assert "<jobID>J-1001</jobID>" in done.stdout, done.stderr


def test_there_is_one_for_each_kind_of_client():
    names = [name for name, _ in SUITES]
    assert {"test_my_integration.py", "test_soap.py", "test_azure.py", "test_my_poller.py"} <= set(names)
    assert len(names) == len(set(names))
