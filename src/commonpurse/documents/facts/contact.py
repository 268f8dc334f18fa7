"""Who writes, and whom to ask. Empty where a place has not told it yet: then the letter leaves it out and says whom else to ask."""

from dataclasses import dataclass

from commonpurse.values.frozen import Grows


@dataclass(frozen=True)
class Contact(Grows):
    """`organisations` own the team, the council first. `complaints` is how its council takes a complaint.

    `made_up`: it is the demonstration that writes, and the letter says so.
    """

    team: str
    organisations: tuple[str, ...]
    council: str
    address: str = ""
    telephone: str = ""
    hours: str = ""
    worker: str = ""
    worker_telephone: str = ""
    worker_hours: str = ""
    complaints: str = ""
    made_up: bool = False

    @property
    def ask_telephone(self) -> str:
        return self.worker_telephone or self.telephone

    @property
    def ask_hours(self) -> str:
        return self.worker_hours or self.hours
