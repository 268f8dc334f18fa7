"""What the person said of a plan, and what was answered."""

from collections.abc import Iterator
from datetime import date

from commonpurse.documents.blocks import Block, Heading, Paragraph, Quotation
from commonpurse.documents.days import day
from commonpurse.documents.facts.decision import Said
from commonpurse.documents.text import Typed, text


def what_you_said(said: Said | None) -> Iterator[Block]:
    if said is None:
        return
    what = "“This is my plan.”" if said.agrees else "“I do not agree with this.”"
    changed = "" if said.as_agreed else " The plan changed after that."
    yield Heading(text("What you said about the plan"), level=3)
    yield Paragraph(text(f"On {day(date.fromisoformat(said.said_on))} you said: {what}{changed}"))
    if said.words:
        yield Quotation(text(Typed(said.words)))
    if said.how:
        yield Paragraph(text("Your worker wrote down how you said it: ", Typed(said.how)), tone="soft")
    if said.reply:
        yield Paragraph(text("Our answer to you:"))
        yield Quotation(text(Typed(said.reply)))
