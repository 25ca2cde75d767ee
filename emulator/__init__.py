"""An emulated field-service Scheduling system and the REST facades before it."""
