"""MockServer, from the npm package that carries its jar."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.peers import stub, tools
from tests.benchmarks.processes import Server, free_port, server, takes_connections

_JAR = "mockserver-node/mockserver-netty-8.0.0-jar-with-dependencies.jar"
# Its templates know no namespaces, so the id is found by local names; what matches is found by namespace.
_ID = "{{#xPath}}//*[local-name()='JobCancelRequest']/jobID{{/xPath}}"
_TEMPLATE = {"statusCode": 200, "headers": {"content-type": [stub.CONTENT_TYPE]}, "body": stub.answer(_ID)}
_EXPECTATION = {
    "httpRequest": {
        "method": "POST",
        "path": stub.PATH,
        "body": {"type": "XPATH", "xpath": stub.MATCHES, "namespacePrefixes": stub.NAMESPACES},
    },
    "httpResponseTemplate": {"templateType": "MUSTACHE", "template": json.dumps(_TEMPLATE)},
}


@contextmanager
def serve() -> Iterator[Server]:
    """Serve the stub; its log says warnings and errors alone."""
    java, jar, port = tools.program("java"), tools.module(_JAR), free_port()
    with TemporaryDirectory() as folder:
        initial = Path(folder) / "expectations.json"
        initial.write_text(json.dumps([_EXPECTATION]))
        options = [f"-Dmockserver.initializationJsonPath={initial}", "-Dmockserver.logLevel=WARN"]
        command = [java, *options, "-jar", str(jar), "-serverPort", str(port)]
        with server(command, port, answers=lambda: takes_connections(port), folder=folder) as served:
            yield served
