"""The facades that keep records, a row each; ServiceBroker, which passes on and keeps none, is put before them by the app."""

from emulator.facades.azure_job_router import create_azure_job_router
from emulator.facades.azure_job_router.record import RECORD as AZURE_JOB
from emulator.facades.crm_com import RECORD as CRM_COM_JOB
from emulator.facades.crm_com import CrmCom
from emulator.facades.facade import FacadeRow
from emulator.facades.joc import create_joc
from emulator.facades.joc.orders import RECORD as JOC_ORDER

FACADES: tuple[FacadeRow, ...] = (
    FacadeRow(name="azure-job-router", unit="azure_unit", record=AZURE_JOB, create=create_azure_job_router),
    FacadeRow(name="joc", unit="joc_unit", record=JOC_ORDER, create=create_joc),
    FacadeRow(name="crm-com", unit="crm_unit", record=CRM_COM_JOB, create=CrmCom),
)
