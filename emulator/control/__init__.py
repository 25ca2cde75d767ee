"""The control API: what tests and people do to an emulator, beside what its callers do."""
