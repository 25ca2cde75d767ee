"""The settings of the Azure Job Router facade, a row each."""

from dataclasses import dataclass

from emulator.settings_row import setting
from emulator.settings_rules import text


@dataclass(frozen=True, kw_only=True)
class AzureSettings:
    """What can be chosen for the facade at /routing (openapi/azure-job-router.yaml)."""

    azure_unit: str = setting(
        "NORTH", text("1 to 8 characters", pattern=r"[^\x00-\x1f]{1,8}"), "AZ-L-05", "unit of the jobs that are made there"
    )
