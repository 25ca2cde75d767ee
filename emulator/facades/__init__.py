"""The REST facades before the Scheduling system, a folder each."""
