"""An emulated field-service Scheduling system and the REST facades before it."""

__version__ = "0.1.0"
