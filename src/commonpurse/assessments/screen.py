"""What may stand on a screen round which several people sit: one voice at a time, unless all agreed. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commonpurse.values.missing import Missing

HOLDS_FOR = timedelta(hours=2)  # a visit; whoever sits down next finds one voice at a time again


class Seen(StrEnum):
    """Who sees the screen, as the worker said it."""

    ONE_VOICE = "one_voice"  # nothing is known of who sees it, or it was taken back
    ALONE = "alone"  # nobody but the worker
    TWO_OF_US = "two_of_us"  # the worker, and one of those who answered
    ALL_AGREED = "all_agreed"  # everybody who is there said yes to seeing the answers side by side


@dataclass(frozen=True)
class Screen:
    """`whose`: the key of the one who sits there too, for `TWO_OF_US`. It ends by itself at `until`."""

    seen: Seen = Seen.ONE_VOICE
    present: tuple[str, ...] = ()
    whose: str = ""
    until: datetime | None = None

    @property
    def side_by_side(self) -> bool:
        return self.seen in {Seen.ALONE, Seen.ALL_AGREED}

    def shows(self, speaker: str, *, chosen: str, only_worker: bool) -> bool:
        """Whether one speaker's answer may stand there. What was told only to the worker never stands there with others present."""
        if only_worker:
            return self.seen == Seen.ALONE or (self.seen == Seen.TWO_OF_US and speaker == self.whose)
        return self.side_by_side or speaker == chosen

    def fit_for(self, speaker: str) -> bool:
        """Whether what is this speaker's alone may stand there: not while somebody else is said to sit there."""
        return self.seen in {Seen.ONE_VOICE, Seen.ALONE} or self.whose == speaker


ONE_VOICE = Screen()


def as_it_holds(said: Screen, at: datetime, *, now: datetime) -> Screen:
    """What was said at a moment, as it holds now: after a visit's length it is one voice at a time again."""
    until = at + HOLDS_FOR
    if said.seen == Seen.ONE_VOICE or now >= until:
        return ONE_VOICE
    return Screen(said.seen, said.present, said.whose, until)


def what_is_missing_to_show(screen: Screen, *, all_said_yes: bool, speakers: frozenset[str]) -> list[Missing]:
    missing = []
    if screen.seen == Seen.TWO_OF_US and screen.whose not in speakers:
        missing.append(Missing("Choose who sits with you.", "who"))
    if screen.seen == Seen.ALL_AGREED and not screen.present:
        missing.append(Missing("Say who is here, by name.", "present"))
    if screen.seen == Seen.ALL_AGREED and not all_said_yes:
        missing.append(Missing("Ask everybody first. If one of them says no, it stays one voice at a time.", "all_said_yes"))
    return missing
