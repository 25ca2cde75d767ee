"""The facades that keep records, a row each; ServiceBroker, which passes on and keeps none, is put before them by the app."""

from emulator.facades.facade import FacadeRow
from emulator.facades.joc import RECORD as JOC_RECORD
from emulator.facades.joc import create_joc

FACADES: tuple[FacadeRow, ...] = (FacadeRow(name="joc", unit="joc_unit", record=JOC_RECORD, create=create_joc),)
