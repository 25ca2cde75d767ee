"""Secrets in stories: variables, that are filled in again to the last byte."""

import json

import pytest

from contracts.again.as_json import story_as_json, story_of
from contracts.again.links import filled
from contracts.again.secrets import Secrets, named_secrets
from contracts.again.steps import AtOnce, Link, Step, Story, ToControl, ToFacade, ToSoap
from contracts.document import load
from contracts.exchange import Request
from contracts.run.choices import Choices

TOKEN = "s3cr3t-Kn0ck & <Brok3r>"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
SECRETS = Secrets({"CONTRACTS_BEARER": TOKEN, "CONTRACTS_PIN": "123"})


def request(text):
    return Request(method="PUT", path=f"/{text}", headers={"X": f"Bearer {text}"}, body=text.encode() + b"\xff\x00")


def everywhere(text):
    """Give a story that has a text at every place that a story has."""
    control = ToControl(method="PUT", path=f"/{text}", body={"a": [text], "n": 1, "none": None})
    actions = [
        ToFacade(request=request(text)),
        ToSoap(request=request(text)),
        AtOnce(requests=(request(text), request(text))),
        control,
    ]
    steps = tuple(Step(number=number, action=each) for number, each in enumerate(actions, start=1))
    return Story(settings={"token": text}, given=(control,), steps=steps, links=(Link(into=2, source=1, at="a", text=text),))


def written(story):
    """Write a story as a report keeps it, what is base64 there as it is."""
    return json.dumps(story_as_json(story)) + "".join(
        repr(each.body) for step in story.steps if isinstance(step.action, AtOnce) for each in step.action.requests
    )


@pytest.mark.parametrize(
    "change", [str, str.upper, lambda text: text[:-1], lambda text: f"{text}x", lambda text: f"~{text[1:]}"]
)
def test_a_secret_stands_nowhere_in_a_story_however_it_is_spoiled_and_comes_back_everywhere(change):
    story = everywhere(change(TOKEN))

    hidden = SECRETS.hidden(story)

    assert "kn0ck" not in written(hidden).lower()
    read = story_of(json.loads(json.dumps(story_as_json(hidden))))
    assert SECRETS.filled(read) == story


def test_a_secret_of_a_few_letters_is_a_word_like_others():
    story = everywhere("123")

    assert SECRETS.hidden(story) == story


@pytest.mark.parametrize("spoil", [str, lambda token: token[:-1], lambda token: f"{token[:40]}~{token[41:]}"])
def test_a_token_that_an_answer_gave_goes_by_its_step_and_is_spoiled_anew(spoil):
    asked = Step(number=2, action=ToFacade(request=Request(method="GET", path="/x", headers={"A": f"Bearer {spoil(JWT)}"})))
    link = Link(into=2, source=1, at="access_token", text=JWT)
    story = Story(steps=(Step(number=1, action=ToFacade(request=request("x"))), asked), links=(link,))

    hidden = SECRETS.hidden(story)

    assert "c2lnb" not in written(hidden)
    assert hidden.links[0].text == "${STEP_1_ACCESS_TOKEN}"
    assert hidden.steps[1].action.request.headers["A"].startswith("Bearer ${STEP_1_ACCESS_TOKEN")
    new = JWT[::-1]
    again = filled(SECRETS.filled(hidden).steps[1].action, [(hidden.links[0], new)])
    assert again.request.headers["A"] == f"Bearer {spoil(new)}"


def test_an_id_that_an_answer_gave_is_put_in_by_its_step_too():
    link = Link(into=1, source=1, at="id", text="order-of-somebody-with-a-long-name")
    story = Story(steps=(Step(number=1, action=ToFacade(request=request(link.text))),), links=(link,))

    assert SECRETS.hidden(story).steps[0].action.request.path == "/${STEP_1_ID}"


def test_what_a_person_gave_has_names():
    choices = Choices(
        bearer="b-token",
        headers={"X-Key": "Scheme k-value"},
        login="DB:l-password:me",
        settings={
            "client_secret": "c-secret",
            "validation": "broker",
            "azure_access_keys": "a2V5LW9uZQ==,a2V5LXR3bw==",
            "tenants": '[{"name": "n", "client_secret": "t-secret"}]',
        },
    )

    assert named_secrets(choices, ()) == {
        "CONTRACTS_BEARER": "b-token",
        "CONTRACTS_HEADER_X_KEY": "Scheme k-value",
        "CONTRACTS_PASSWORD": "l-password",
        "CONTRACTS_CLIENT_SECRET": "c-secret",
        "CONTRACTS_AZURE_ACCESS_KEYS": "a2V5LW9uZQ==,a2V5LXR3bw==",
        "CONTRACTS_AZURE_ACCESS_KEYS_1": "a2V5LW9uZQ==",
        "CONTRACTS_AZURE_ACCESS_KEYS_2": "a2V5LXR3bw==",
        "CONTRACTS_TENANTS_1_CLIENT_SECRET": "t-secret",
    }


def test_account_and_password_in_one_are_a_secret_as_the_password_is():
    settings = {"joc_password": "h0rse-battery"}

    found = named_secrets(Choices(settings=settings), [load("joc").under(settings)])

    assert found == {"CONTRACTS_JOC_PASSWORD": "h0rse-battery", "CONTRACTS_CREDENTIALS_ACCOUNT": "cm9vdDpoMHJzZS1iYXR0ZXJ5"}


def test_what_a_document_of_the_package_says_by_itself_is_public():
    assert named_secrets(Choices(), [load("joc"), load("servicebroker")]) == {}
