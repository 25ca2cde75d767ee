"""One request, end to end: read it, know the caller, do it, answer."""

import logging
from collections.abc import Mapping
from typing import Any

from werkzeug import Request, Response

from emulator.facades.cancelling import Cancelling
from emulator.facades.crm_com.acceptance import given, route_of
from emulator.facades.crm_com.answers import failed, refused, success
from emulator.facades.crm_com.catalogue import Catalogue
from emulator.facades.crm_com.job import shown, shown_reason
from emulator.facades.crm_com.jobs import COMPLETE, START_PROGRESS, Jobs
from emulator.facades.crm_com.parameters import Values, from_query, read_parameters
from emulator.facades.crm_com.refusals import Refused
from emulator.facades.crm_com.routes import PREFIX, ROUTES
from emulator.facades.crm_com.sessions import Session, Sessions
from emulator.facades.facade import Surroundings
from emulator.mapping.crm_com import CANCEL_JOB, TOKEN, Release
from emulator.soap_client.transport import SoapExchange
from emulator.unavailable import StateUnavailable

_log = logging.getLogger(__name__)


def read_release(text: str) -> Release:
    """Read a release such as R13.0.0 by its numbers."""
    return tuple(int(part) for part in text.removeprefix("R").split("."))


class CrmCom:
    """The facade; every path below ``prefix`` is its own, also the unknown ones."""

    prefix = PREFIX

    def __init__(self, surroundings: Surroundings) -> None:
        settings = surroundings.settings
        self._release = read_release(settings.crm_release)
        self._by_status = settings.crm_error_status == "http"
        self._max_body_bytes = settings.max_body_bytes
        self._catalogue = Catalogue(settings)
        self._sessions = Sessions(
            settings.crm_users,
            records=surroundings.records,
            clock=surroundings.clock,
            random=surroundings.random,
            release=self._release,
        )
        cancelling = Cancelling(surroundings, CANCEL_JOB)
        self._jobs = Jobs(surroundings.records, cancelling, self._catalogue, release=self._release)

    def operation(self, request: Request) -> str | None:
        """Name the operation that a request asks for."""
        route = ROUTES.get(request.path)
        return route.name if route is not None else None

    def start_anew(self) -> None:
        """Forget the jobs; tokens stay good, as they are no part of the state."""
        self._jobs.start_anew()

    def __call__(self, request: Request, calls: list[SoapExchange]) -> Response:
        """Answer a request; the SOAP calls it makes, in order, are added to ``calls``. Nothing is raised."""
        try:
            return success(self._answer(request, calls))
        except Refused as no:
            return refused(no, by_status=self._by_status)
        except StateUnavailable:
            raise
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return refused(failed("an error of the facade's own, which its log shows"), by_status=self._by_status)

    def _answer(self, request: Request, calls: list[SoapExchange]) -> Any:
        route = route_of(request)
        found = given(request, route, max_body_bytes=self._max_body_bytes)
        if route.open:
            return self._log_in(read_parameters(route.parameters, found, self._release))
        token = read_parameters((TOKEN,), found, self._release)[TOKEN.name]
        if route.name == "ReleaseToken":
            return self._sessions.release(token)
        session = self._sessions.of(token)
        if route.method == "GET":
            found = from_query(route.parameters, found, self._release)
        values = read_parameters(route.parameters, found, self._release)
        if route.name == "ListCancellationReasons":
            return self._reasons(values)
        return self._with_jobs(route.name, values, session, calls)

    def _log_in(self, values: Values) -> Mapping[str, str]:
        unit = values.get("unit")
        return {"token": self._sessions.log_in(values["username"], values["password"], values["organisation"], unit)}

    def _reasons(self, values: Values) -> list[dict[str, Any]]:
        # Before R13 reasons were those of one job definition, whatever the type.
        type_ = self._catalogue.type_of(values["job_type_identifier"]) if "job_type_identifier" in values else None
        return [shown_reason(reason, self._release, values.get("fields_set")) for reason in self._catalogue.reasons(type_)]

    def _with_jobs(self, name: str, values: Values, session: Session, calls: list[SoapExchange]) -> Any:
        match name:
            case "ListJobs":
                jobs = self._jobs.listed(most=values["number_of_results"], offset=values["offset"])
                return [shown(job, self._release, values.get("fields_set")) for job in jobs]
            case "CreateJob" | "CreateGenericJob":
                job = self._jobs.create(values, session)
            case "ShowJob" | "ShowGenericJob":
                job = self._jobs.show(values["job_identifier"])
            case "StartProgress":
                job = self._jobs.go(START_PROGRESS, values, session)
            case "CompleteJob":
                job = self._jobs.go(COMPLETE, values, session)
            case "CancelJob":
                job = self._jobs.cancel(values, session, calls)
            case _:
                raise AssertionError(name)
        return shown(job, self._release, values.get("fields_set"))
