"""A target in which one thing is wrong."""

from contextlib import contextmanager
from dataclasses import replace

from contracts.target import InProcess


class Tampered:
    """Our emulator, with every exchange changed on its way back; ``log`` keeps the requests."""

    def __init__(self, change=lambda exchange: exchange, inner=None, log=None):
        self._inner = inner or InProcess()
        self._change = change
        self.log = [] if log is None else log
        self.name, self.base_url = self._inner.name, self._inner.base_url

    def rest(self, request, *, operation=None):
        self.log.append((request.method, request.path, tuple(sorted(request.headers.items())), request.body))
        return self._change(self._inner.rest(request, operation=operation))

    def soap(self, request):
        return self._inner.soap(request)

    def control(self, method, path, body=None):
        return self._inner.control(method, path, body)

    @contextmanager
    def with_settings(self, settings):
        with self._inner.with_settings(settings) as other:
            yield Tampered(self._change, other, self.log)


def in_answers(old, new):
    """Change the answers' bytes."""
    return lambda exchange: replace(
        exchange, response=replace(exchange.response, body=exchange.response.body.replace(old, new))
    )


def in_messages(old, new):
    """Change the SOAP requests, as a facade with a wrong mapping would have sent them."""
    return lambda exchange: replace(
        exchange, soap=tuple(replace(call, request=call.request.replace(old, new)) for call in exchange.soap)
    )


def in_replies(old, new):
    """Change the SOAP replies, so that the answers were made wrongly from them."""
    return lambda exchange: replace(
        exchange, soap=tuple(replace(call, response=call.response.replace(old, new)) for call in exchange.soap)
    )


def with_status(old, new):
    """Change a status."""
    return lambda exchange: replace(
        exchange,
        response=replace(exchange.response, status=new if exchange.response.status == old else exchange.response.status),
    )


def twice(exchange):
    """Send each SOAP request once more."""
    return replace(exchange, soap=exchange.soap * 2)
