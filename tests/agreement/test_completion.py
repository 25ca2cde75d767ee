"""Shells complete what the commands take: asked as the shell asks, in the shell itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# How each shell is asked what it would offer after a line of words, the last of them begun.
ASKED = {
    "bash": """
        source <({program} completion bash)
        COMP_WORDS=({line}) COMP_CWORD=$(( {count} - 1 ))
        $(complete -p {program} | sed -E 's/.*-F ([^ ]+).*/\\1/') {program} && printf '%s\\n' "${{COMPREPLY[@]}}"
    """,
    "zsh": """
        compdef() {{ completes=$1 }}
        compadd() {{ print -rl -- ${{completions}} }}
        _describe() {{ print -rl -- ${{completions_with_descriptions%%:*}} }}
        source <({program} completion zsh)
        words=({line}) CURRENT={count}
        $completes
    """,
    "fish": """
        {program} completion fish | source
        complete -C "{line}" | cut -f1
    """,
}
# What stands at the end of a line, and what the shell must offer, among other things.
LINES = [
    ("emulator", "cl", {"clock"}),
    ("emulator", "clock ", {"show", "set", "advance", "freeze", "run"}),
    ("emulator", "serve --s", {"--scenario", "--state", "--set", "--settings"}),
    ("emulator", "serve --scenario a", {"a-day"}),
    ("emulator", "serve --set tz_", {"tz_GCJAPI=", "tz_Default="}),
    ("contracts", "ru", {"run"}),
    ("contracts", "run --profile ", {"quick", "thorough"}),
    ("contracts", "run --document j", {"joc"}),
    ("contracts", "run --clause SB-C-0", {"SB-C-01", "SB-C-05"}),
    ("contracts", "run --phase htt", {"http_order"}),
    ("contracts", "mutants --name job-id-m", {"job-id-misspelt"}),
    ("contracts", "completion ", {"bash", "zsh", "fish"}),
]


def offered(shell: str, program: str, line: str, home: Path) -> set[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    words = f"{program} {line}".split(" ")
    spoken = " ".join(words if shell == "fish" else [word or "''" for word in words])
    asked = ASKED[shell].format(program=program, line=spoken, count=len(words))
    environ = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(home)}
    plain = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run([shell, *plain, "-c", asked], capture_output=True, text=True, env=environ, cwd=home, check=False)
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


@pytest.mark.parametrize(("program", "line", "expected"), LINES, ids=[f"{program} {line}" for program, line, _ in LINES])
@pytest.mark.parametrize("shell", list(ASKED))
def test_a_shell_completes(tmp_path, shell, program, line, expected):
    found = offered(shell, program, line, tmp_path)

    begun = line.rpartition(" ")[2]
    assert found >= expected
    assert all(each.startswith(begun) for each in found)


def test_an_unknown_shell_is_refused_with_those_there_are():
    done = subprocess.run(
        [sys.executable, "-m", "emulator", "completion", "tcsh"], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.returncode == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in done.stderr
