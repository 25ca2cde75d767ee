"""The control API as a WSGI application (openapi/control.yaml)."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug import Request, Response
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, Map, Rule

from emulator.control import (
    assumptions,
    audit,
    board,
    clock,
    faults,
    health,
    journal,
    metrics,
    spaces,
    state,
    units,
    work_items,
)
from emulator.control.answers import Answer, Problem, response, wrong
from emulator.control.controlled import Controlled
from emulator.control.routes import PREFIX, Route
from emulator.scheduling.readings import DocumentError
from emulator.unavailable import RETRY_AFTER, StateUnavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CONCERNS = (health, state, work_items, board, units, audit, assumptions, clock, journal, faults, metrics, spaces)
ROUTES: tuple[Route, ...] = tuple(route for concern in _CONCERNS for route in concern.ROUTES)


def create_control(emulator: Controlled) -> "Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]":
    """Make the WSGI callable that answers everything below /_emulator."""

    def control(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return _answer(emulator, Request(environ, populate_request=False))(environ, start_response)

    return control


class _Id(BaseConverter):
    """An id in a path: any text, slashes too."""

    regex = r"[\s\S]+"
    part_isolating = False


_MAP = Map(
    [Rule(PREFIX + route.path.replace("{id}", "<any_id:id>"), methods=[route.method], endpoint=route) for route in ROUTES],
    converters={"any_id": _Id},
    merge_slashes=False,
)


def _answer(emulator: Controlled, request: Request) -> Response:
    try:
        # Whoever is asked tells what all know who share the state.
        emulator.store.look()
        route, parts = _MAP.bind_to_environ(request.environ).match()
        if route.of_one_process and emulator.settings.workers > 1:
            raise _several(route, emulator.settings.workers)
        return response(route.handler(emulator, request, **parts))
    except DocumentError as error:
        return _refusal(wrong(error))
    except Problem as problem:
        return _refusal(problem)
    except StateUnavailable as why:
        answer = _refusal(
            Problem(503, "state-unavailable", str(why), expected="a state that can be read and written", found="none")
        )
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    except NotFound:
        paths = ", ".join(sorted({PREFIX + route.path for route in ROUTES}))
        return _refusal(Problem(404, "not-found", "there is no such path", expected=f"one of {paths}", found=request.path))
    except MethodNotAllowed as error:
        allowed = ", ".join(sorted(error.valid_methods or ()))
        message = f"{request.path} has no {request.method}"
        answer = _refusal(Problem(405, "method", message, expected=allowed, found=request.method))
        answer.headers["Allow"] = allowed
        return answer


def _several(route: Route, workers: int) -> Problem:
    message = f"each process has {route.path[1:]} of its own, and any of them may be asked; start with --workers 1"
    return Problem(409, "several-workers", message, expected="one worker", found=str(workers))


def _refusal(problem: Problem) -> Response:
    return response(Answer(status=problem.status, body={"error": problem.error}))
