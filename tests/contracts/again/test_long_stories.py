"""The story of a failure late in a long run: thousands of steps, hundreds of tokens."""

import json
import time

from contracts.again.moment import MOST_STEPS, Chapter, Moment
from contracts.again.secrets import Secrets
from contracts.again.steps import ToFacade
from contracts.exchange import Request

# A run has a hundred such stories to tell, and a person waits for them.
MOST_CPU_SECONDS = 3.0


def chapter_of(tokens):
    """Log in and cancel a job with the token that this gave, as often as a chapter goes."""
    chapter = Chapter(settings={}, clock=None)
    for number in range(tokens):
        given = f"eyJhbGciOiJIUzI1NiJ9.{number:024}.c2lnbmF0dXJl"
        login = Request(method="POST", path="/token", headers={}, body=b'{"username": "emulator"}')
        chapter.answer(chapter.add(ToFacade(request=login)), json.dumps({"data": {"token": given}}).encode())
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        body = json.dumps({"token": given, "job_identifier": {"number": f"J{number:08}"}}).encode()
        cancel = Request(method="POST", path="/crmapi/rest/v2/jobs/all_scopes/cancel", headers=headers, body=body)
        chapter.answer(chapter.add(ToFacade(request=cancel)), b"{}")
    return chapter


def test_its_tokens_are_hidden_in_little_time():
    chapter = chapter_of(MOST_STEPS // 2)

    began = time.process_time()
    story = Secrets({}).hidden(Moment(chapter, len(chapter.actions) - 1).story())
    spent = time.process_time() - began

    bodies = [step.action.request.body for step in story.steps[1::2]]
    assert len(story.links) == len(bodies) == MOST_STEPS // 2
    assert bodies[1] == b'{"token": "${STEP_3_DATA_TOKEN}", "job_identifier": {"number": "J00000001"}}'
    assert not any(b"eyJ" in body for body in bodies)
    assert spent < MOST_CPU_SECONDS
