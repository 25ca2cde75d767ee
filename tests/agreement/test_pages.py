"""The pages tell the truth about settings, assumptions, codes, reserved ids and counts, and lead to what is there."""

import json
import re

import pytest
from werkzeug.test import Client

from contracts.scenarios.collection import library
from emulator.app import create_emulator
from emulator.return_codes import ReturnCode
from emulator.settings import Settings
from tests.agreement.generated import DOCS, GENERATED, page, written

PAGES = [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))]
CODES = page("error-codes").read_text(encoding="utf-8")
RESERVED = re.findall(r"^\| (\d+) \| (SP_\w+) \| (\w+) \| ([^|]*)\|$", CODES, re.MULTILINE)


@pytest.mark.parametrize("name", GENERATED)
def test_a_table_that_is_made_from_the_code_is_the_code_s(name):
    assert written(name) == page(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_links_lead_to_what_is_there(path):
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_front_page_leads_to_every_page():
    front = PAGES[0].read_text(encoding="utf-8")

    assert [path.name for path in PAGES[1:] if f"(docs/{path.name})" not in front] == []


def test_every_return_code_is_listed_with_its_name():
    assert {(int(number), name) for number, name, _, _ in RESERVED} == {(code.number, code.vendor_name) for code in ReturnCode}


@pytest.mark.parametrize(("code", "operation", "told"), [(code, operation, told) for code, _, operation, told in RESERVED])
def test_every_reserved_id_reaches_its_code(code, operation, told):
    bodies = [json.loads(body) for body in re.findall(r"`(\{.*?\})`", told)]
    client = Client(create_emulator(Settings()).wsgi)

    answers = [client.put(f"/up/v5/rest/scheduling/{operation}", json=body).json["Payload"] for body in bodies]

    assert bodies
    assert [(answer.get("result") or answer["returnCode"])["code"] for answer in answers] == [code] * len(bodies)


def test_the_number_of_told_lives_is_right():
    assert f"lives**: {len(list(library()))} told ones" in page("testing-your-gateway").read_text(encoding="utf-8")
