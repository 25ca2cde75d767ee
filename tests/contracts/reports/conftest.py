"""A console that is a text."""

import io

import pytest
from rich.console import Console

from tests.contracts.reports.failing_run import fail


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=140, highlight=False, emoji=False, _environ={})


@pytest.fixture(scope="package")
def failed(tmp_path_factory):
    """The folder with every report of a run that fails, and its verdict."""
    folder = tmp_path_factory.mktemp("failed")
    return folder, fail(folder)
