"""A document as PDF, by typst: PDF/UA-1 for whoever reads with a screen reader and PDF/A-2a to be kept, both at once.

The same document gives the same bytes, on every machine: fonts are ours, the date is the document's own.
"""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from commonpurse.documents.blocks import (
    FOOT,
    Block,
    Document,
    FigureTable,
    Heading,
    Listing,
    Paragraph,
    Quotation,
    Row,
)
from commonpurse.documents.days import day
from commonpurse.documents.text import Text, Typed

HERE = Path(__file__).parent
TEMPLATE, FONTS = HERE / "document.typ", HERE.parent / "fonts"
STANDARDS: list["typst.PDFStandard"] = ["ua-1", "a-2a"]
NORMAL, LARGE = 12.0, 18.0  # points: nothing that is sent to people is smaller
PAGE_OF = ("page", "of")
NOT_SHOWN = "Letters that our printing font does not have stand here as numbers in brackets. The page and the plain text show them."

Change = Callable[[str], str]


def as_pdf(document: Document, *, size: float = NORMAL) -> bytes:
    """Draw it. Letters that no font of ours has become "[U+4E2D]", with a note at the end: nothing is lost, and nothing fails."""
    for change in (printable, _Alone(), _in_our_font):
        try:
            return _compiled(_as_json(document, size, change))
        except typst.TypstError:
            continue
    raise AssertionError("A document of our own font's letters does not compile.")


def _compiled(given: dict[str, Any]) -> bytes:
    moment = datetime.combine(datetime(*given["dated"]).date(), time(12), UTC)  # noqa: DTZ001 - a day, to which the hour is added here
    made = typst.compile(
        TEMPLATE,
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(given)},
        pdf_standards=STANDARDS,
        timestamp=moment,
    )
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those that typst brings along for other alphabets; none of the machine's, which differ from place to place."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def printable(text: str) -> str:
    """Without marks that nobody sees, which a font may lack; letters and their accents put together where they can be."""
    return "".join(one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf").replace("\t", " ")


@cache
def _our_letters() -> frozenset[str]:
    ranges = json.loads((FONTS / "letters.json").read_text())
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


def _in_our_font(text: str) -> str:
    known = _our_letters()
    return "".join(one if one in known or one == "\n" else f"[U+{ord(one):04X}]" for one in printable(text))


class _Alone:
    """Leave a text as it is where it can be printed alone, and mark what cannot where it cannot."""

    def __call__(self, text: str) -> str:
        shown = printable(text)
        if _our_letters().issuperset(shown.replace("\n", "")):
            return shown
        try:
            typst.compile(
                b'#set text(font: "Atkinson Hyperlegible Next", lang: "en")\n= #sys.inputs.text',
                font_paths=_fonts(),
                sys_inputs={"text": shown},
                pdf_standards=["a-2a"],
                timestamp=0,
            )
        except typst.TypstError:
            return _in_our_font(text)
        return shown


def _as_json(document: Document, size: float, change: Change) -> dict[str, Any]:
    language, _, region = document.language.partition("-")
    drawing = _Drawing(change)
    given: dict[str, Any] = {
        "title": drawing.words(document.title),
        "language": language,
        "region": region,
        "size": size,
        "page_of": PAGE_OF,
        "dated": [document.dated.year, document.dated.month, document.dated.day],
        "dated_in_words": day(document.dated),
        "sender": [drawing.parts(one) for one in document.sender],
        "to": [drawing.parts(one) for one in document.to],
        "blocks": [drawing.block(one) for one in document.blocks],
        "foot_title": FOOT,
        "foot": [[name, drawing.parts(value)] for name, value in document.foot],
    }
    if drawing.marked:
        given["blocks"].append({"kind": "paragraph", "tone": "soft", "text": [{"text": NOT_SHOWN, "strong": False}]})
    return given


class _Drawing:
    """Blocks as the template reads them; `marked` where letters had to be written as numbers."""

    def __init__(self, change: Change) -> None:
        self._change, self.marked = change, False

    def words(self, text: str) -> str:
        changed = self._change(text)
        self.marked = self.marked or changed.count("[U+") > text.count("[U+")
        return changed

    def parts(self, parts: Text) -> list[dict[str, Any]]:
        return [{"text": self.words(part.text) if isinstance(part, Typed) else part.text, "strong": part.strong} for part in parts]

    def block(self, block: Block) -> dict[str, Any]:
        return {"kind": block.kind, **self._inside(block)}

    def _inside(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Heading):
            return {"level": block.level, "text": self.parts(block.text)}
        if isinstance(block, Paragraph):
            return {"tone": block.tone, "text": self.parts(block.text)}
        if isinstance(block, Quotation):
            return {"text": self.parts(block.text)}
        if isinstance(block, Listing):
            return {"numbered": block.numbered, "items": [self.parts(one) for one in block.items]}
        if isinstance(block, FigureTable):
            total = self._row(block.total) if block.total else None
            return {"heads": list(block.heads), "rows": [self._row(row) for row in block.rows], "total": total}
        return {"rows": [[name, self.parts(value)] for name, value in block.rows]}

    def _row(self, row: Row) -> dict[str, Any]:
        return {"what": self.parts(row.what), "notes": [self.parts(one) for one in row.notes], "amount": self.parts(row.amount)}
