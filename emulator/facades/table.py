"""The facades that keep records, a row each; ServiceBroker, which passes on and keeps none, is put before them by the app."""

from emulator.facades.facade import FacadeRow

FACADES: tuple[FacadeRow, ...] = ()
