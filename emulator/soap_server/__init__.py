"""The Scheduling system's SOAP wire; nothing outside this package imports spyne."""

from emulator.soap_server.spyne_compat import mend

mend()
