"""Health: whether requests will succeed."""

from werkzeug import Request

from emulator.control.answers import Answer, Problem
from emulator.control.controlled import Controlled
from emulator.control.routes import Route


def show_health(emulator: Controlled, _request: Request) -> Answer:
    """Say ready when the store answers, else 503."""
    try:
        with emulator.store.transaction(reading=True) as tx:
            tx.stamp()
    except Exception as error:  # whatever a store raises, it is not ready
        raise Problem(503, "not-ready", f"the store does not answer: {type(error).__name__}") from None
    return Answer(body={"status": "ready", "version": emulator.version})


ROUTES = (Route(method="GET", path="/health", name="getHealth", handler=show_health),)
