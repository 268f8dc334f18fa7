"""The copy for a case record: headings, and the lines under each as the pages say them."""

from dataclasses import dataclass

from commonpurse.values.frozen import Grows

FORMAT = 1


@dataclass(frozen=True)
class RecordFacts(Grows):
    """`lines` are the words of the copy, amounts and all: its writers take them from the pages' own queries."""

    person: str
    own: bool
    dated: str
    headings: tuple[tuple[str, tuple[str, ...]], ...]
    format: int = FORMAT
