"""What an answer gave and a later request carries: found, and put in anew."""

import json

import pytest

from contracts.again.links import filled, is_of_secret, leaves, links_between
from contracts.again.steps import AtOnce, Link, Step, ToControl, ToFacade, ToSoap
from contracts.exchange import Request

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
NEW = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ5b3UifQ.YW5vdGhlci1vbmUtb2YtdGhlLXRva2Vu"


def asking(path="/x", body=b"", **headers):
    return ToFacade(request=Request(method="PUT", path=path, headers=headers, body=body))


def links(action, *answers):
    """Give the links of a story of as many steps as there are answers, and this one after them."""
    actions = [*(asking("/before") for _ in answers), action]
    steps = [Step(number=number, action=each) for number, each in enumerate(actions, start=1)]
    return list(links_between(steps, [*answers, b""]))


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b'{"a": {"b": [1, "x"]}, "c": true, "d": null}', [("a.b[0]", "1"), ("a.b[1]", "x")]),
        (b'"text"', [("", "text")]),
        (
            b"<a><b:stamp x='1'>1000001</b:stamp><b>short</b><stamp>1000002</stamp></a>",
            [("<stamp>0", "1000001"), ("<stamp>1", "1000002")],
        ),
        (b"no JSON", []),
        (b"[" * 5000, []),
        (b"\xff", []),
    ],
)
def test_the_texts_and_numbers_of_an_answer_have_places(answer, found):
    assert list(leaves(answer)) == found


def test_a_huge_answer_has_no_more_leaves_than_are_looked_at():
    assert 1000 < len(list(leaves(json.dumps(list(range(5000))).encode()))) < 2100


@pytest.mark.parametrize(
    "action",
    [
        asking("/x?after=1000001"),
        asking(body=b'{"stamp": 1000001}'),
        asking(**{"If-Match": "1000001"}),
        AtOnce(requests=(asking().request, asking("/x/1000001").request)),
        ToSoap(request=Request(method="POST", path="/", body=b"<a>1000001</a>")),
        ToControl(method="PUT", path="/items/1000001"),
        ToControl(method="PUT", path="/", body={"stamp": 1000001}),
    ],
)
def test_a_stamp_that_an_answer_gave_is_known_wherever_a_request_has_it(action):
    (link,) = links(action, b'{"last": 1000001}')

    assert link == Link(into=2, source=1, at="last", text="1000001")
    assert "1000001" not in repr(filled(action, [(link, "2000002")]))
    assert "2000002" in repr(filled(action, [(link, "2000002")]))


def test_the_number_after_a_stamp_is_the_number_after_that_of_this_time():
    action = asking("/x?after=1000002")

    (link,) = links(action, b'{"last": 1000001}')

    assert link.plus == 1
    assert filled(action, [(link, "2000002")]).request.path == "/x?after=2000003"


def test_the_last_answer_that_gave_a_value_counts_and_a_short_one_is_what_it_always_is():
    (link,) = links(asking("/x?a=1000001&b=12345"), b'{"a": 1000001, "b": 12345}', b'{"c": 1000001}')

    assert (link.source, link.at) == (2, "c")


def test_a_part_of_a_longer_number_is_another():
    action = asking("/x?after=1000001&other=91000001")

    (link,) = links(action, b"[1000001]")

    assert filled(action, [(link, "7")]).request.path == "/x?after=7&other=91000001"


SPOILED = {
    "cut": lambda token: token[:-1],
    "longer": lambda token: f"{token}x",
    "in capitals": str.upper,
    "with another letter": lambda token: f"{token[:30]}~{token[31:]}",
    "without a signature": lambda token: token[: token.rindex(".") + 1],
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_is_left_of_a_token_after_it_was_spoiled_is_of_the_token_of_this_time(spoil):
    action = asking(Authorization=f"Bearer {spoil(TOKEN)}")

    (link,) = links(action, json.dumps({"data": {"access_token": TOKEN}}).encode())

    assert (link.at, link.text) == ("data.access_token", TOKEN)
    assert is_of_secret(link)
    new = NEW[: len(TOKEN)]
    wanted = spoil(new) if not spoil(TOKEN).endswith(".") else new[: len(spoil(TOKEN))]
    assert filled(action, [(link, new)]).request.headers["Authorization"] == f"Bearer {wanted}"


def test_a_long_word_that_is_no_secret_has_to_be_there_as_it_is():
    answer = json.dumps({"id": "order-of-somebody-with-a-long-name"}).encode()

    assert links(asking("/order-of-somebody-with-a-long-namex"), answer) == []
    (link,) = links(asking("/order-of-somebody-with-a-long-name"), answer)
    assert not is_of_secret(link)
