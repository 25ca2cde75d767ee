"""The list: its order, its filters, and pages that leave nothing out (AZ-L-02)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulator.facades.azure_job_router.conftest import HOST, VERSION, Router, refusal


def walk(router: Router, query: str, between: Any = None) -> list[str]:
    """Follow the links from page to page; ``between`` may do something after each page."""
    link, found = f"/routing/jobs?{VERSION}&{query}", []
    while link:
        page = router.client.get(link, base_url=f"http://{HOST}").json
        found += [job["id"] for job in page["value"]]
        link = page.get("nextLink", "").removeprefix(f"http://{HOST}")
        if between:
            between()
    return found


def test_an_empty_list_is_one_page(router):
    response = router.call("GET", "/jobs")

    assert (response.status_code, response.json) == (200, {"value": []})


def test_jobs_stand_in_the_order_of_their_creation_whatever_changes(router):
    for job_id in ("c", "a", "b"):
        router.made(job_id)
    router.upsert("c", {"priority": 1})
    router.cancel("a")

    assert router.listed() == ["c", "a", "b"]
    assert router.call("GET", "/jobs").json["value"][0] == router.get("c")


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_a_next_link_is_there_unless_the_page_is_the_last(router, number, pages):
    for place in range(number):
        router.made(f"job-{place}")
    seen: list[int] = []

    found = walk(router, "maxpagesize=2", lambda: seen.append(1))

    assert found == [f"job-{place}" for place in range(number)]
    assert len(seen) == pages


def test_a_page_has_a_hundred_jobs_by_default(router):
    for place in range(101):
        router.made(f"job-{place}")

    assert len(router.listed()) == 100
    assert len(walk(router, "")) == 101


def test_the_next_link_is_absolute_and_keeps_what_was_asked(router):
    for place in range(3):
        router.made(f"job-{place}", queueId="q 1&")

    page = router.call("GET", "/jobs", query=f"{VERSION}&maxpagesize=1&queueId=q%201%26&status=queued").json

    assert page["nextLink"].startswith(f"http://{HOST}/routing/jobs?{VERSION}&maxpagesize=1&queueId=q%201%26&status=queued&")
    assert walk(router, "maxpagesize=1&queueId=q%201%26&status=queued") == ["job-0", "job-1", "job-2"]


ACTIONS = st.tuples(st.sampled_from(["make", "patch", "cancel", "delete"]), st.integers(0, 7))


@settings(max_examples=20)
@given(page=st.integers(1, 4), actions=st.lists(ACTIONS, max_size=9))
def test_whoever_follows_the_links_sees_what_stayed_exactly_once(page, actions):
    router = Router()
    stays = [f"job-{place}" for place in range(8)]
    for job_id in stays:
        router.made(job_id)
    coming = iter(enumerate(actions))

    def change() -> None:
        number, (action, place) = next(coming, (0, ("nothing", 0)))
        job_id = f"job-{place}"
        if action == "make":
            router.made(f"new-{number}")
        elif job_id in stays and action == "patch":
            router.upsert(job_id, {"priority": number})
        elif job_id in stays and action != "nothing":
            router.cancel(job_id)
            if action == "delete":
                router.delete(job_id)
                stays.remove(job_id)

    found = walk(router, f"maxpagesize={page}", change)

    assert [job_id for job_id in found if job_id in stays] == stays
    assert len(set(found)) == len(found)


@pytest.fixture
def several(router: Router) -> Router:
    router.made("queued", queueId="q1", channelId="voice")
    router.made("created", channelId="chat")
    router.made("classified", classificationPolicyId="p1")
    router.made("early", matchingMode={"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-06T00:00:00Z"})
    router.made("late", matchingMode={"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-07T00:00:00Z"}, queueId="q1")
    router.made("cancelled", queueId="q1")
    router.cancel("cancelled")
    router.made("completed")
    router.control("PATCH", "/work-items/completed", {"status": "Cleared"})
    return router


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("status=all", "queued created classified early late cancelled completed"),
        ("status=active", "queued classified early late completed"),
        ("status=queued", "queued"),
        ("status=created", "created"),
        ("status=pendingClassification", "classified"),
        ("status=scheduled", "early late"),
        ("status=cancelled", "cancelled"),
        ("status=completed", "completed"),
        ("status=closed", ""),
        ("status=assigned", ""),
        ("queueId=q1", "queued late cancelled"),
        ("queueId=q1&status=active", "queued late"),
        ("queueId=Q1", ""),
        ("channelId=voice", "queued"),
        ("classificationPolicyId=p1", "classified"),
        ("scheduledBefore=2026-01-06T00:00:00Z", "early"),
        ("scheduledAfter=2026-01-06T00:00:00Z", "early late"),
        ("scheduledAfter=2026-01-06T00:00:01%2B00:00", "late"),
        ("scheduledAfter=2026-01-06T01:00:00Z&scheduledBefore=2026-01-06T12:00:00Z", ""),
        ("queueId=&channelId=", "queued created classified early late cancelled completed"),
        ("unknown=x", "queued created classified early late cancelled completed"),
    ],
)
def test_filters_let_through_what_they_say(several, query, ids):
    assert several.listed(query) == ids.split()
    assert walk(several, f"{query}&maxpagesize=1") == ids.split()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("maxpagesize=", "maxpagesize"),
        ("maxpagesize=0", "maxpagesize"),
        ("maxpagesize=-1", "maxpagesize"),
        ("maxpagesize=1.0", "maxpagesize"),
        ("maxpagesize=x", "maxpagesize"),
        ("maxpagesize=%D9%A1", "maxpagesize"),
        ("maxpagesize=2147483648", "maxpagesize"),
        ("maxpagesize=" + "9" * 5000, "maxpagesize"),
        ("status=", "status"),
        ("status=Queued", "status"),
        ("status=other", "status"),
        ("scheduledBefore=", "scheduledBefore"),
        ("scheduledBefore=tomorrow", "scheduledBefore"),
        ("scheduledAfter=2026-01-06T00:00:00", "scheduledAfter"),
        ("skipToken=x", "skipToken"),
    ],
)
def test_a_wrong_parameter_is_named(router, query, name):
    response = router.call("GET", "/jobs", query=f"{VERSION}&{query}")

    assert refusal(response) == (400, "BadRequest")
    assert response.json["error"]["message"].startswith(f"The parameter {name} must be ")


def test_the_largest_page_is_allowed(router):
    assert router.listed("maxpagesize=2147483647") == []
