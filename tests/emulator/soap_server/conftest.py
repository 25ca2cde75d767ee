from collections.abc import Callable
from io import BytesIO

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from tests.emulator.soap_server.soap import Answered, Soap


@pytest.fixture
def strict() -> Soap:
    return Soap(profile="strict")


@pytest.fixture(params=["lenient", "strict"])
def either(request: pytest.FixtureRequest) -> Soap:
    """A server of each profile, in turn."""
    return Soap(profile=request.param)


@pytest.fixture
def chunked() -> Callable[[Soap, str], Answered]:
    """Post a body whose length nobody tells beforehand."""

    def post(soap: Soap, body: str) -> Answered:
        environ = create_environ(
            "/soap", method="POST", content_type="application/soap+xml", input_stream=BytesIO(body.encode())
        )
        environ.pop("CONTENT_LENGTH", None)
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
        parts, status, headers = run_wsgi_app(soap.emulator.wsgi, environ)
        return Answered(int(status[:3]), headers["Content-Type"], b"".join(parts), dict(headers))

    return post
