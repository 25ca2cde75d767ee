"""Mountebank, from npm: the imposter that serves the stub listens on a port of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.peers import stub, tools
from tests.benchmarks.processes import Server, answers_to, free_port, server

_PROGRAM = "@mbtest/mountebank/bin/mb"
_PLACE = "${JOB_ID}"


def _imposter(port: int) -> dict[str, object]:
    by_xpath = {"method": "xpath", "selector": stub.JOB_ID, "ns": stub.NAMESPACES}
    return {
        "protocol": "http",
        "host": "127.0.0.1",
        "port": port,
        "defaultResponse": {"statusCode": 404},
        "stubs": [
            {
                "predicates": [
                    {"equals": {"method": "POST", "path": stub.PATH}},
                    {"exists": {"body": True}, "xpath": {"selector": stub.MATCHES, "ns": stub.NAMESPACES}},
                ],
                "responses": [
                    {
                        "is": {
                            "statusCode": 200,
                            "headers": {"Content-Type": stub.CONTENT_TYPE, "Connection": "keep-alive"},
                            "body": stub.answer(_PLACE),
                        },
                        "behaviors": [{"copy": {"from": "body", "into": _PLACE, "using": by_xpath}}],
                    }
                ],
            }
        ],
    }


@contextmanager
def serve() -> Iterator[Server]:
    """Serve the stub without a record of requests, as it comes; its log says warnings and errors alone."""
    node, program, port, own = tools.program("node"), tools.module(_PROGRAM), free_port(), free_port()
    with TemporaryDirectory() as folder:
        config = Path(folder) / "imposters.json"
        config.write_text(json.dumps({"imposters": [_imposter(port)]}))
        options = ["--port", str(own), "--host", "127.0.0.1", "--configfile", str(config), "--pidfile", f"{folder}/mb.pid"]
        command = [node, str(program), "start", *options, "--nologfile", "--loglevel", "warn"]
        with server(command, port, answers=lambda: answers_to(own, f"/imposters/{port}")) as served:
            yield served
