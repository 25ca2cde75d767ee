"""An httpx transport that calls an application of this process; what breaks there breaks as a network does."""

import httpx


class WithoutSocket(httpx.WSGITransport):
    """Call the application; raise httpx.ReadError for a connection that is reset, httpx.ReadTimeout for what hangs."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        try:
            response = super().handle_request(request)
            # Read here, since it may break in the middle.
            assert isinstance(response.stream, httpx.SyncByteStream)
            whole = httpx.ByteStream(b"".join(response.stream))
            return httpx.Response(response.status_code, headers=response.headers, stream=whole)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer did not come in time", request=request) from error
        except ConnectionError as error:
            raise httpx.ReadError("the connection was reset", request=request) from error
