"""`emulator serve --open`: the console, in whatever BROWSER says."""

import re
import signal
import subprocess
import sys
import textwrap


def test_the_console_is_opened_once_it_is_ready(tmp_path):
    browser, asked = tmp_path / "browser", tmp_path / "asked"
    browser.write_text(
        textwrap.dedent(f"""\
        #!{sys.executable}
        import sys, urllib.request
        with urllib.request.urlopen(sys.argv[1].removesuffix("/console") + "/health") as answer:
            said = answer.read().decode()
        with open({str(asked)!r} + ".part", "w") as file:
            file.write(sys.argv[1] + " " + said)
        import os
        os.rename({str(asked)!r} + ".part", {str(asked)!r})
        print("asked", flush=True)
        """)
    )
    browser.chmod(0o755)
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"BROWSER": f"{browser} %s"}) as process:
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)

    control = re.search(r"control (\S+)", ready)
    assert control is not None
    assert asked.read_text().startswith(f'{control[1]}/console {{"status": "ready"')
