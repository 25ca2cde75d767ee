from collections.abc import Callable

import pytest

from tests.emulator.soap_server.soap import Soap


@pytest.fixture
def soap() -> Soap:
    """An emulator with little in it, and a client that speaks to it."""
    return Soap()


@pytest.fixture
def make_soap() -> Callable[..., Soap]:
    return Soap
