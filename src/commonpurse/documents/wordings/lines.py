"""The lines of a plan as a table of figures, agreed or not."""

from collections.abc import Iterator, Sequence
from typing import Any

from commonpurse.documents.blocks import Block, Paragraph, Row
from commonpurse.documents.days import day
from commonpurse.documents.facts.decision import DecidedLine, Share
from commonpurse.documents.text import Pointing, Text, Typed, text


def rows_of(lines: Sequence[DecidedLine], each: str, point: Pointing, *, shared: bool, some_free: bool) -> list[Row]:
    """`shared`: more than one pays; `some_free`: some of it is free and some is not, so each line says which."""
    dated = len({one.starts for one in lines}) > 1
    return [_row(line, number, each, point, dated=dated, shared=shared, some_free=some_free) for number, line in enumerate(lines)]


def _row(line: DecidedLine, number: int, each: str, point: Pointing, *, dated: bool, shared: bool, some_free: bool) -> Row:
    notes = [text(Typed(line.who)), text(Typed(line.how_often))]
    if line.outcome:
        notes.append(text("For “", Typed(line.outcome), "”"))
    if dated:
        notes.append(text(f"Starts on {day(line.starts)}"))
    if line.cost_each != each:
        notes.append(text("Costs ", point("lines", number, "cost_pence", each=line.cost_each)))
    if shared:
        notes.append(shared_between(line.shares, point, "lines", number, "shares"))
    if line.free and some_free:
        notes.append(text(f"{line.basis_words}: free for you"))
    return Row(text(Typed(line.what, strong=True)), tuple(notes), text(point("lines", number, "worth_pence")))


def how_it_is_counted(lines: Sequence[DecidedLine], each: str) -> Iterator[Block]:
    """Said once below the table: what the amounts are of lines whose cost is of another period."""
    others = {line.cost_each for line in lines} - {each}
    if not others:
        return
    if each == "a year":
        if "a week" in others:
            yield Paragraph(text("What is paid by the week is counted here for all of a year."), tone="soft")
        return
    what = " or ".join(words for period, words in (("once", "once"), ("a year", "by the year")) if period in others)
    yield Paragraph(text(f"What is paid {what} is shared out over the weeks of a year: its amount here is one week's share."), tone="soft")


def shared_between(shares: Sequence[Share], point: Pointing, *steps: str | int) -> Text:
    """Who pays what of one line: "Council pays £26.39, NHS pays £19.11"."""
    parts: list[Any] = []
    for number, share in enumerate(shares):
        if share.pence:
            parts += [*([", "] if parts else []), Typed(share.name), " pays ", point(*steps, number, "pence")]
    return text(*parts)


def payers(shares: Sequence[Share]) -> list[Share]:
    return [share for share in shares if share.pence]


def who_pays_rows(shares: Sequence[Share], each: str, point: Pointing) -> tuple[tuple[str, Text], ...]:
    """Each who pays anything, and how much."""
    paying = [(number, share) for number, share in enumerate(shares) if share.pence]
    return tuple((f"{share.name} pays", text(point("shares", number, "pence", each=each))) for number, share in paying)
