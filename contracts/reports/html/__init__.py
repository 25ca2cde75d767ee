"""The run as one HTML page that needs nothing else: no network, no file beside it."""

from contracts.reports.html.report import Html

__all__ = ["Html"]
