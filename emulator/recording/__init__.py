"""Recordings of what went to a Scheduling system and came back: made, read, and made a scenario of."""
