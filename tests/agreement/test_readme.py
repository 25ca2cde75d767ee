"""README.md tells the truth about settings, codes, reserved ids and counts."""

import json
import re

import pytest
from werkzeug.test import Client

from contracts.scenarios.collection import library
from emulator.app import create_emulator
from emulator.return_codes import ReturnCode
from emulator.settings import Settings
from tests.agreement.readme import README, with_settings

TEXT = README.read_text(encoding="utf-8")
RESERVED = re.findall(r"^\| (\d+) \| (SP_\w+) \| (\w+) \| ([^|]*)\|$", TEXT, re.MULTILINE)


def test_the_settings_table_is_the_code_s():
    assert with_settings(TEXT) == TEXT


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
    assert f"lives**: {len(list(library()))} told ones" in TEXT
