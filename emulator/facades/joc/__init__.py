"""The JOC facade: log in, add orders, list them, cancel them (openapi/joc.yaml)."""

from emulator.facades.joc.facade import create_joc

__all__ = ["create_joc"]
