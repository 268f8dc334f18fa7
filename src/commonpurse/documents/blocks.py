"""What a document is made of: a tree of blocks that says what each part is, and nothing of how it looks. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from commonpurse.documents.text import Figure, NotInTheFacts, Text, plain, standing_at

FOOT = "Reference for staff"


class Kind(StrEnum):
    """The documents that there are."""

    DECISION = "decision"
    NOT_ELIGIBLE = "not-eligible"
    INDICATIVE = "indicative"
    PLAN = "plan"
    RECORD = "record"


class Format(StrEnum):
    """What a document is drawn as. Large print is a PDF too."""

    PAGE = "page"
    TEXT = "text"
    PDF = "pdf"
    LARGE_PRINT = "large-print"


@dataclass(frozen=True)
class Heading:
    """`level` 2 or 3: the title of the document is the only 1."""

    kind: ClassVar = "heading"
    text: Text
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`tone`: "lead" for what matters most, "soft" for what stands beside it."""

    kind: ClassVar = "paragraph"
    text: Text
    tone: str = ""


@dataclass(frozen=True)
class Quotation:
    """What somebody said or wrote, as they did."""

    kind: ClassVar = "quotation"
    text: Text


@dataclass(frozen=True)
class Listing:
    kind: ClassVar = "listing"
    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFacts:
    """A few things by their names: what was agreed, from when, whom to ask."""

    kind: ClassVar = "facts"
    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Row:
    """One line of a table of figures: what it is, what there is to say of it, and its amount."""

    what: Text
    notes: tuple[Text, ...]
    amount: Text


@dataclass(frozen=True)
class FigureTable:
    """Two columns, so that it is one on a phone: what, and how much. `total` closes it."""

    kind: ClassVar = "figures"
    caption: str
    heads: tuple[str, str]
    rows: tuple[Row, ...]
    total: Row | None = None


@dataclass(frozen=True)
class Explained:
    """What the hard words of a document mean."""

    kind: ClassVar = "explained"
    rows: tuple[tuple[str, Text], ...]


Block: TypeAlias = Heading | Paragraph | Quotation | Listing | KeyFacts | FigureTable | Explained


@dataclass(frozen=True)
class Document:
    """`facts` are what it was made from: every figure in it stands there. `foot` is a small reference for staff."""

    kind: Kind
    title: str
    dated: date
    sender: tuple[Text, ...]
    to: tuple[Text, ...]
    blocks: tuple[Block, ...]
    facts: Mapping[str, Any] = field(repr=False)
    foot: tuple[tuple[str, Text], ...] = ()
    language: str = "en-GB"

    def __post_init__(self) -> None:
        for figure in figures_of(self):
            if standing_at(self.facts, figure.at) != figure.pence:
                raise NotInTheFacts(figure.at)


def figures_of(document: Document) -> Iterator[Figure]:
    """Every figure, in the order in which it is read."""
    for parts in texts_of(document):
        yield from (part for part in parts if isinstance(part, Figure))


def texts_of(document: Document) -> Iterator[Text]:
    yield from document.sender
    yield from document.to
    for block in document.blocks:
        yield from _texts_of(block)
    yield from (parts for _, parts in document.foot)


def _texts_of(block: Block) -> Iterator[Text]:
    if isinstance(block, Heading | Paragraph | Quotation):
        yield block.text
    elif isinstance(block, Listing):
        yield from block.items
    elif isinstance(block, FigureTable):
        for row in (*block.rows, *([block.total] if block.total else [])):
            yield from (row.what, *row.notes, row.amount)
    else:
        yield from (parts for _, parts in block.rows)


def words_of(document: Document) -> str:
    """Everything that stands in it, for a search."""
    return "\n".join(plain(parts) for parts in texts_of(document))
