"""Envelopes that the SOAP server answers with, byte for byte; ``python -m tests.golden`` writes them, nobody else does."""
