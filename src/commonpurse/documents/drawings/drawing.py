"""A document in one of its formats, as the bytes that are given or sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commonpurse.documents.blocks import Document, Format, Kind
from commonpurse.documents.drawings.as_pdf import LARGE, as_pdf
from commonpurse.documents.drawings.as_text import as_text


@dataclass(frozen=True)
class FileKind:
    """What a format is as a file: how it is drawn, its type, and how its name ends."""

    draw: Callable[[Document], bytes]
    content_type: str
    ending: str


def _text(document: Document) -> bytes:
    """Lines end as every editor of text reads them."""
    return as_text(document).replace("\n", "\r\n").encode()


FILES: Mapping[Format, FileKind] = {
    Format.PDF: FileKind(as_pdf, "application/pdf", "pdf"),
    Format.LARGE_PRINT: FileKind(lambda document: as_pdf(document, size=LARGE), "application/pdf", "pdf"),
    Format.TEXT: FileKind(_text, "text/plain; charset=utf-8", "txt"),
}


def file_name(kind: str, format_: str, dated: str) -> str:
    """No name of anybody stands in it: it may lie in a folder that others see."""
    large = "-large-print" if format_ == Format.LARGE_PRINT else ""
    kind = "case-record" if kind == Kind.RECORD else kind
    return f"{kind}{large}-{dated}.{FILES[Format(format_)].ending}"
