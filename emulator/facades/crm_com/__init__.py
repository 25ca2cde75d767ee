"""CRM.COM from R10 on: tokens, and jobs that are created, shown, carried through their life and cancelled."""

from emulator.facades.crm_com.facade import CrmCom
from emulator.facades.crm_com.job import RECORD

__all__ = ["RECORD", "CrmCom"]
