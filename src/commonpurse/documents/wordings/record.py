"""The copy for a case record, as blocks: its own headings, its lines as paragraphs and lists."""

from collections.abc import Iterator, Sequence
from datetime import date

from commonpurse.documents.blocks import Block, Document, Heading, Kind, Listing, Paragraph
from commonpurse.documents.facts.record import RecordFacts
from commonpurse.documents.text import Typed, text

ITEM, BELOW = "- ", "    "


def plain_english(facts: RecordFacts) -> Document:
    return Document(
        kind=Kind.RECORD,
        title="A copy to keep" if facts.own else "Copy for the case record",
        dated=date.fromisoformat(facts.dated),
        sender=(),
        to=(),
        blocks=tuple(_blocks(facts)),
        facts=facts.as_json(),
    )


def _blocks(facts: RecordFacts) -> Iterator[Block]:
    for title, lines in facts.headings:
        yield Heading(text(Typed(title)))
        yield from _under(lines)


def _under(lines: Sequence[str]) -> Iterator[Block]:
    """Lines that begin with a dash are a list; what stands under one of them belongs to it; an empty line begins a new paragraph."""
    plain: list[str] = []
    items: list[str] = []
    for line in lines:
        if line.startswith(ITEM):
            yield from _paragraph(plain)
            plain = []
            items.append(line.removeprefix(ITEM))
        elif items and line.startswith(BELOW):
            items[-1] += f"\n{line.strip()}"
        else:
            yield from _list(items)
            items = []
            if line:
                plain.append(line)
            else:
                yield from _paragraph(plain)
                plain = []
    yield from _paragraph(plain)
    yield from _list(items)


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Paragraph(text(Typed("\n".join(lines))))


def _list(items: Sequence[str]) -> Iterator[Block]:
    if items:
        yield Listing(tuple(text(Typed(item)) for item in items))
