"""The wheel and the sdist: the same bytes from the same tree, everything in them, and of use outside of a checkout."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What hatchling reads of a tree; not .git, which a tree that was unpacked somewhere has not got.
PARTS = ("emulator", "contracts", "openapi", "tests", "docs", "deploy")
FILES = ("pyproject.toml", "README.md", "LICENSE", "Makefile", "CHANGELOG.md", "requirements.lock", ".gitignore")
MADE = shutil.ignore_patterns("__pycache__", "node_modules")


@pytest.fixture(scope="module")
def trees(tmp_path_factory) -> tuple[Path, Path]:
    """The tree of this checkout twice, the second of another day."""
    one, other = (tmp_path_factory.mktemp("tree") for _ in range(2))
    for tree in (one, other):
        for part in PARTS:
            shutil.copytree(ROOT / part, tree / part, ignore=MADE)
        for name in FILES:
            shutil.copy(ROOT / name, tree / name)
    for path in other.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return one, other


@pytest.fixture(scope="module")
def built(trees) -> Path:
    return build(trees[0])


def build(tree: Path, *options: str) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", "dist", *options],
        cwd=tree, check=True, capture_output=True, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"},
    )  # fmt: skip
    return tree / "dist"


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def test_the_same_tree_gives_the_same_bytes_on_another_day(trees, built):
    other = build(trees[1])

    assert sorted(path.name for path in built.iterdir()) == sorted(path.name for path in other.iterdir())
    for path in built.iterdir():
        assert path.read_bytes() == (other / path.name).read_bytes()


def test_the_sdist_gives_the_same_wheel(built, tmp_path):
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")

    again = build(only(tmp_path, "scheduling_emulator-*"), "-t", "wheel")

    assert only(again, "*.whl").read_bytes() == only(built, "*.whl").read_bytes()


def test_the_wheel_has_every_file_of_the_packages_and_the_documents(built):
    held = set(zipfile.ZipFile(only(built, "*.whl")).namelist())
    files = (path for name in ("emulator", "contracts") for path in (ROOT / name).rglob("*"))
    here = {str(path.relative_to(ROOT)) for path in files if path.is_file() and "__pycache__" not in path.parts}
    documents = {f"contracts/{path.relative_to(ROOT)}" for path in (ROOT / "openapi").iterdir()}
    # The console shows them where no checkout is.
    documents |= {f"emulator/{path.relative_to(ROOT)}" for path in (ROOT / "openapi").glob("*.yaml")}

    assert here | documents <= held
    assert {name for name in held - here - documents if not re.match(r"scheduling_emulator-.*\.dist-info/", name)} == set()
    assert "emulator/py.typed" in held


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """The wheel in a folder of its own; what it needs comes from this environment."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", str(target), str(only(built, "*.whl"))], check=True, capture_output=True)
    return target


def run(installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / command[0]), *command[1:]],
        capture_output=True, text=True, cwd=installed, env=os.environ | {"PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert done.stderr == "", done.stderr
    return done


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("emulator", "--version"), r"emulator, version \d"),
        (("emulator", "doctor", "--set", "port=0", "--set", "scenario=a-day"), "nothing is wrong"),
        (("contracts", "list", "clauses"), "SB-C-04"),
        (("contracts", "run", "--document", "joc", "--phase", "mapping", "--jobs", "1"), "verdict: kept"),
    ],
)
def test_what_is_installed_is_of_use_elsewhere(installed, command, says):
    done = run(installed, *command)

    assert re.search(says, done.stdout), done.stdout
    assert done.returncode == 0


def test_it_is_what_was_installed_that_runs(installed):
    code = "import emulator, contracts; print(emulator.__file__, contracts.__file__)"
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=installed, env=environment)

    assert [Path(path).is_relative_to(installed) for path in done.stdout.split()] == [True, True]
