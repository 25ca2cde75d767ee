"""The views of the console, a row each, in the order of the navigation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page: its path below the console, its name, its group, and what it is for; its template and its script have ``key``."""

    key: str
    path: str
    name: str
    group: str
    says: str


VIEWS: tuple[View, ...] = (
    View(key="journal", path="", name="Journal", group="Watch", says="Every exchange that went through, newest first."),
    View(key="changes", path="changes", name="Change feed", group="Watch", says="What a poller of a unit sees."),
    View(key="audit", path="audit", name="Audit", group="Watch", says="What remains of cancelled jobs."),
    View(key="work-items", path="work-items", name="Work items", group="State", says="All of them, by unit."),
    View(key="clock", path="clock", name="Clock", group="State", says="The emulator's only time is in your hand."),
    View(
        key="faults", path="faults", name="Faults", group="State", says="Make the next calls slow, refused, faulty or broken."
    ),
    View(key="spaces", path="spaces", name="Spaces", group="State", says="Emulators of their own inside this one."),
    View(key="try", path="try", name="Try it", group="Use", says="Each operation of each facade, and the SOAP messages."),
    View(key="reference", path="reference", name="API reference", group="Use", says="Made from the contracts."),
    View(key="assumptions", path="assumptions", name="Assumptions", group="Use", says="What nothing public decides."),
)
