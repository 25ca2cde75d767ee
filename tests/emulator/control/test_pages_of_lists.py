"""Lists that a person looks at come a page at a time, and tell no secret to who searches."""


def ids(control, query):
    return [exchange["id"] for exchange in control.get(f"/journal?summary=true&{query}")["exchanges"]]


def test_the_board_gives_a_page_of_what_fits_and_counts_the_rest(control):
    for number in range(5):
        control.post("/work-items", {"id": f"B-{number}", "unit": "NORTH"})

    page = control.get("/board?q=b-&offset=1&limit=2")

    assert [item["id"] for item in page["items"]] == ["B-1", "B-2"]
    assert (page["found"], page["in_jeopardy"], page["offset"]) == (5, 5, 1)
    assert page["items"][0]["states"] == ["unscheduled"]


def test_the_board_of_an_unknown_unit_and_a_wrong_word_are_told(control):
    control.refused("GET", "/board?unit=NOWHERE", 404)
    assert control.refused("GET", "/board?order=size", 400)["field"] == "order"


def test_the_journal_is_read_newest_first_in_pages_and_by_what_came_of_it(control):
    for job in ("J-1001", "X-1", "X-2"):
        control.rest("CancelJob", {"Id": job})

    assert ids(control, "newest=true&limit=2") == [3, 2]
    assert ids(control, "newest=true&limit=2&before=2") == [1]
    assert ids(control, "refused=true") == [2, 3]
    assert ids(control, "q=x-2") == [3]
    assert ids(control, "facade=soap") == []
    assert control.get("/journal?summary=true&limit=1")["exchanges"][0]["calls"] == [{"kind": "OK", "code": "0"}]


def test_no_search_finds_out_a_secret(control):
    control.rest("CancelJob", {"Id": "J-1001"}, headers={"Authorization": "Bearer planted-secret"})

    assert ids(control, "q=J-1001") == [1]
    assert ids(control, "q=planted") == []


def test_one_exchange_is_shown_whole_and_one_that_is_not_there_is_told(control):
    control.rest("CancelJob", {"Id": "J-1001"})

    assert control.get("/journal/1") == control.get("/journal")["exchanges"][0]
    control.refused("GET", "/journal/2", 404)
    control.refused("GET", "/journal/x", 404)


def test_the_audit_trail_is_searched_and_paged_newest_first(control):
    for job in ("J-1001", "J-1003", "J-1004"):
        control.rest("CancelJob", {"Id": job})

    assert [entry["job"] for entry in control.get("/audit?offset=1&limit=1")] == ["J-1003"]
    assert [entry["job"] for entry in control.get("/audit?q=j-1004")] == ["J-1004"]
