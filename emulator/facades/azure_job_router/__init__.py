"""Azure Communication Services Job Router 2023-11-01: jobs at /routing, whose cancel goes to the Scheduling system."""

from emulator.facades.azure_job_router.facade import create_azure_job_router

__all__ = ["create_azure_job_router"]
