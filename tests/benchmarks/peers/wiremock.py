"""WireMock, from the npm package that carries its jar."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.peers import stub, tools
from tests.benchmarks.processes import Server, answers_to, free_port, server

_JAR = "wiremock/build/wiremock-standalone-3.13.2.jar"
_MAPPING = {
    "request": {
        "method": "POST",
        "urlPath": stub.PATH,
        "bodyPatterns": [{"matchesXPath": stub.MATCHES, "xPathNamespaces": stub.NAMESPACES}],
    },
    "response": {
        "status": 200,
        "headers": {"Content-Type": stub.CONTENT_TYPE},
        "body": stub.answer("{{soapXPath request.body '/JobCancelRequest/jobID/text()'}}"),
        "transformers": ["response-template"],
    },
}


@contextmanager
def serve() -> Iterator[Server]:
    """Serve the stub without a journal of requests, which it would keep without bound."""
    java, jar, port = tools.program("java"), tools.module(_JAR), free_port()
    with TemporaryDirectory() as folder:
        mappings = Path(folder) / "mappings"
        mappings.mkdir()
        (mappings / "cancel.json").write_text(json.dumps(_MAPPING))
        options = ["--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", folder]
        command = [java, "-jar", str(jar), *options, "--no-request-journal", "--disable-banner"]
        with server(command, port, answers=lambda: answers_to(port, "/__admin/mappings")) as served:
            yield served
