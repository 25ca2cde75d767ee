"""The facades that keep records, a row each; ServiceBroker, which passes on and keeps none, is put before them by the app."""

from emulator.facades.crm_com import RECORD as CRM_COM_RECORD
from emulator.facades.crm_com import CrmCom
from emulator.facades.facade import FacadeRow

FACADES: tuple[FacadeRow, ...] = (FacadeRow(name="crm-com", unit="crm_unit", record=CRM_COM_RECORD, create=CrmCom),)
