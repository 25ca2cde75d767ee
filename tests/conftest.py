"""Hypothesis profiles of our own: quick is the same on every run, thorough looks further and at random."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

_PROFILE = os.environ.get("HYPOTHESIS_PROFILE_OF_OURS", "quick")
_BOTH = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}

# Hypothesis loads a profile of its own where CI is set, so ours are loaded by name. Looking for the smallest failure can
# take minutes, which is for the thorough one.
settings.register_profile("quick", derandomize=True, max_examples=100, phases=[Phase.explicit, Phase.generate], **_BOTH)
settings.register_profile("thorough", derandomize=False, max_examples=2000, **_BOTH)
settings.load_profile(_PROFILE)


def pytest_report_header(config: pytest.Config) -> str:
    return f"hypothesis profile of ours: {_PROFILE}"
