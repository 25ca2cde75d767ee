"""The paths of the facade, a row each, with the one HTTP method and the parameters that each takes (CRM-R-01, CRM-L-01)."""

from dataclasses import dataclass

from emulator.mapping.crm_com import (
    CANCEL,
    CANCELLATION_REASONS,
    COMPLETE,
    CREATE,
    LIST,
    LOG_IN,
    SHOW,
    START_PROGRESS,
    TOKEN,
    Parameter,
)

PREFIX = "/crmapi/"
_BASE = "/crmapi/rest/v2/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One path; its parameters stand in the query of a GET, in the body of a POST, and so does the token unless it is open."""

    path: str
    method: str
    name: str
    parameters: tuple[Parameter, ...]
    open: bool = False

    @property
    def names(self) -> frozenset[str]:
        """All names that are read."""
        return frozenset({TOKEN.name, *(row.name for row in self.parameters)})


def _get(path: str, name: str, parameters: tuple[Parameter, ...]) -> Route:
    return Route(path=_BASE + path, method="GET", name=name, parameters=parameters)


def _post(path: str, name: str, parameters: tuple[Parameter, ...], *, is_open: bool = False) -> Route:
    return Route(path=_BASE + path, method="POST", name=name, parameters=parameters, open=is_open)


ROUTES = {
    route.path: route
    for route in (
        _post("authentication/token", "GetToken", LOG_IN, is_open=True),
        _post("authentication/token/release", "ReleaseToken", ()),
        # The pages have generic_purpose; older ones, and integrations, have generic.
        _post("jobs/generic_purpose/create", "CreateJob", CREATE),
        _post("jobs/generic/create", "CreateGenericJob", CREATE),
        _get("jobs/generic_purpose/show", "ShowJob", SHOW),
        _get("jobs/generic/show", "ShowGenericJob", SHOW),
        _get("jobs/all_scopes/list", "ListJobs", LIST),
        _post("jobs/all_scopes/start_progress", "StartProgress", START_PROGRESS),
        _post("jobs/all_scopes/complete", "CompleteJob", COMPLETE),
        _post("jobs/all_scopes/cancel", "CancelJob", CANCEL),
        _get("jobs/configuration/cancellation_reasons/list", "ListCancellationReasons", CANCELLATION_REASONS),
    )
}
