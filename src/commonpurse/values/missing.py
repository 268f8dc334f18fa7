"""What is still missing before an act can happen: shared by page, policy and test."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """One thing to do first. `sentence` may be shown to anybody on the journey; `field` names the form field, if one."""

    sentence: str
    field: str = ""


class NotReady(Exception):
    """An act was asked for before everything that it needs was there. Carries every missing thing."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(" ".join(one.sentence for one in missing))
        self.missing = missing


class Stale(NotReady):
    """Somebody changed the thing since this page was opened; nothing was overwritten."""
