"""An emulator whose clock stands, and a client of its pages."""

from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.settings import Settings


@pytest.fixture
def emulator() -> Emulator:
    return create_emulator(Settings(), clock=Clock.frozen_at(datetime(2026, 1, 5, 8, tzinfo=UTC)))


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return Client(emulator.wsgi)
