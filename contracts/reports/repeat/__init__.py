"""A failure as something to paste: shell lines, the raw SOAP message, lines for zeep, a pytest test."""

from contracts.reports.repeat.place import Places
from contracts.reports.repeat.pytest_test import as_test
from contracts.reports.repeat.shell import as_shell
from contracts.reports.repeat.soap import as_envelope
from contracts.reports.repeat.zeep_lines import as_zeep

__all__ = ["Places", "as_envelope", "as_shell", "as_test", "as_zeep"]
