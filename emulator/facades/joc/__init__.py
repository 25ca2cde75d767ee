"""The JOC facade: log in, add orders, list them, cancel them (openapi/joc.yaml)."""

from emulator.facades.joc.facade import create_joc
from emulator.facades.joc.orders import RECORD

__all__ = ["RECORD", "create_joc"]
