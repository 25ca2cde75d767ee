"""Which Scheduling system a SOAP call is made of: all systems of a process share one compiled wire."""

from dataclasses import dataclass
from functools import cached_property

from emulator.scheduling.operations.login import Credentials
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store
from emulator.settings import Settings
from emulator.soap_server.work_item_texts import WorkItemTexts


@dataclass(frozen=True, kw_only=True)
class System:
    """A system as its operations need it."""

    store: Store
    parameters: SystemParameters
    settings: Settings
    texts: WorkItemTexts

    @cached_property
    def allowed(self) -> tuple[Credentials, ...]:
        """Who may call it (SCH-L-02)."""
        return tuple(
            Credentials(database_user=login.database_user, password=login.password, sp_user=login.sp_user)
            for login in self.settings.logins
        )
