"""The random lives by the names of their parts: how each begins."""

from collections.abc import Callable, Mapping

from contracts.machines.doors import Doors
from contracts.machines.jeopardy_doors import JeopardyDoors
from contracts.machines.jeopardy_life import JeopardyLife
from contracts.machines.job_life import JobLife
from contracts.machines.names import IN_JEOPARDY, IN_PAGES, JOBS, NOTICES, RECORDS
from contracts.machines.notice_life import NoticeLife
from contracts.machines.record_life import RecordLife
from contracts.machines.story import Life


def _in_jeopardy(doors: Doors) -> Life:
    return JeopardyLife(JeopardyDoors(doors.target))


BEGUN: Mapping[str, Callable[[Doors], Life]] = {
    JOBS: JobLife,
    IN_JEOPARDY: _in_jeopardy,
    IN_PAGES: _in_jeopardy,
    NOTICES: NoticeLife,
    RECORDS: RecordLife,
}
