"""A document as plain text, for e-mail, for other systems and for reading aloud. Lines are not broken: whoever shows them does that."""

from collections.abc import Iterator

from commonpurse.documents.blocks import (
    FOOT,
    Block,
    Document,
    Explained,
    FigureTable,
    Heading,
    KeyFacts,
    Listing,
    Paragraph,
    Quotation,
    Row,
)
from commonpurse.documents.days import day
from commonpurse.documents.text import Text, plain


def as_text(document: Document) -> str:
    """Capitals mark a heading: other systems keep no bold and no sizes."""
    head = [
        "\n".join(plain(line) for line in document.sender),
        "\n".join(plain(line) for line in document.to),
        day(document.dated),
        document.title.upper(),
    ]
    parts = [*(part for part in head if part), *(_drawn(block) for block in document.blocks)]
    if document.foot:
        parts.append("\n".join([FOOT, *(f"{name}: {plain(value)}" for name, value in document.foot)]))
    return "\n\n".join(parts) + "\n"


def _drawn(block: Block) -> str:
    if isinstance(block, Heading):
        return plain(block.text).upper() if block.level == 2 else plain(block.text)
    if isinstance(block, Paragraph):
        return plain(block.text)
    if isinstance(block, Quotation):
        return "\n".join(f"    {line}".rstrip() for line in plain(block.text).split("\n"))
    return "\n".join(_lines(block))


def _lines(block: Listing | KeyFacts | FigureTable | Explained) -> Iterator[str]:
    if isinstance(block, Listing):
        for number, item in enumerate(block.items, start=1):
            yield f"{number}. {plain(item)}" if block.numbered else f"- {plain(item)}"
    elif isinstance(block, FigureTable):
        for row in (*block.rows, *([block.total] if block.total else [])):
            yield from _row(row, block.heads[1])
    else:
        yield from (f"{name}: {plain(value)}" for name, value in block.rows)


def _row(row: Row, head: str) -> Iterator[str]:
    yield f"- {one_line(row.what)}"
    yield from (f"    {one_line(note)}" for note in row.notes)
    yield f"    {head}: {plain(row.amount)}"


def one_line(parts: Text) -> str:
    return " ".join(plain(parts).split("\n"))
