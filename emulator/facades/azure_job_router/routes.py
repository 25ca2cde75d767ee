"""The paths of the facade, a row each, and how a request finds its row (AZ-C-07)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug import Request

from emulator.facades.azure_job_router.refusals import Refusal, Refused

PREFIX = "/routing/"
JOBS = "/routing/jobs"
JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation: its id, method and path as the document has them, and the media type of its body, if it takes one.

    A body that is not ``required`` may be left out, and its media type with it.
    """

    name: str
    method: str
    path: str
    media_type: str | None = None
    required: bool = False


LIST_JOBS = Route(name="JobRouterOperations_ListJobs", method="GET", path=JOBS)
GET_JOB = Route(name="JobRouterOperations_GetJob", method="GET", path=f"{JOBS}/{{jobId}}")
UPSERT_JOB = Route(
    name="JobRouterOperations_UpsertJob", method="PATCH", path=f"{JOBS}/{{jobId}}", media_type=MERGE_PATCH, required=True
)
DELETE_JOB = Route(name="JobRouterOperations_DeleteJob", method="DELETE", path=f"{JOBS}/{{jobId}}")
CANCEL_JOB = Route(name="JobRouterOperations_CancelJob", method="POST", path=f"{JOBS}/{{jobId}}:cancel", media_type=JSON)
ROUTES = (LIST_JOBS, GET_JOB, UPSERT_JOB, DELETE_JOB, CANCEL_JOB)

_OF_JOBS = {LIST_JOBS.method: LIST_JOBS}
_OF_JOB = {route.method: route for route in (GET_JOB, UPSERT_JOB, DELETE_JOB)}
_CANCEL = ":cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a path leads to: the id in it (empty where the path has none), the routes by their methods, if a POST cancels."""

    job_id: str
    routes: dict[str, Route]
    cancels: bool = False

    @property
    def action(self) -> str:
        """Tell what follows the id."""
        return _CANCEL if CANCEL_JOB.method in self.routes else ""


def find(request: Request) -> Found | None:
    """Find what a request's path leads to; None for a path that is not the facade's.

    In a POST the last colon ends the id; in any other method a colon belongs to it. What is percent-encoded belongs to the id,
    where the server hands on the path as it was sent; where it does not, so does any slash, and the last colon never.
    """
    path, sent = request.path, _id_as_sent(request)
    if path == JOBS:
        return Found(job_id="", routes=_OF_JOBS)
    job_id = path.removeprefix(f"{JOBS}/")
    if job_id == path or not job_id or "/" in sent:
        return None
    if request.method == CANCEL_JOB.method and sent.endswith(_CANCEL):
        return Found(job_id=job_id.removesuffix(_CANCEL), routes={CANCEL_JOB.method: CANCEL_JOB})
    return Found(job_id=job_id, routes=_OF_JOB, cancels=sent.endswith(_CANCEL))


def _id_as_sent(request: Request) -> str:
    uri = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if uri is None:
        return request.path.removeprefix(f"{JOBS}/").replace("/", "%2F")
    path: str = (uri if uri.startswith("/") else urlsplit(uri).path).partition("?")[0]
    return path.removeprefix(f"{JOBS}/")


def is_utf_8(request: Request) -> bool:
    """Whether the path's bytes are UTF-8; of others the path that werkzeug gives says nothing."""
    try:
        request.environ["PATH_INFO"].encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True


def route_of(request: Request) -> tuple[Route, str]:
    """Give the route and the job's id; raise Refused with 404 for the path, then with 405 for the method."""
    found = find(request)
    if found is None:
        raise Refused(
            Refusal.NOT_FOUND,
            f"The path must be one of the facade's: expected {JOBS}, {JOBS}/{{jobId}} or {CANCEL_JOB.path}, "
            f"found {request.path[:200]}",
        )
    route = found.routes.get(request.method)
    if route is None:
        methods = [*found.routes, *([CANCEL_JOB.method] if found.cancels else [])]
        allowed = ", ".join(methods)
        raise Refused(
            Refusal.METHOD_NOT_ALLOWED,
            f"The method must be the path's: expected {allowed}, found {request.method[:20]}",
            headers={"Allow": allowed},
        )
    return route, found.job_id
