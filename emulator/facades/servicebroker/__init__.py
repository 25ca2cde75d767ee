"""ServiceBroker 5.4: the RESTified calls before the Scheduling system, its tokens and its notifications."""

from emulator.facades.servicebroker.facade import ServiceBroker, create_servicebroker

__all__ = ["ServiceBroker", "create_servicebroker"]
