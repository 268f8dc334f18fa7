"""A document drawn in every way, and what can be read out of each."""

import re
from html import unescape

import pypdfium2
from django.template import engines

from commonpurse.documents.blocks import Document
from commonpurse.documents.drawings.as_pdf import as_pdf
from commonpurse.documents.drawings.as_text import as_text

AMOUNT = re.compile(r"£([0-9,]+)\.([0-9]{2})")
PAGE = '{% from "shared/document.html" import drawn %}{{ drawn(document) }}'


def as_page(document: Document) -> str:
    return str(engines["jinja2"].from_string(PAGE).render({"document": document}))


def words_on_page(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<br>", "\n", page)))


def words_in_pdf(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return "\n".join(opened[number].get_textpage().get_text_bounded() for number in range(len(opened)))


def pence_in(words: str) -> list[int]:
    """Every amount of a text, in pence, in the order in which it is read."""
    return [int(pounds.replace(",", "")) * 100 + int(rest) for pounds, rest in AMOUNT.findall(words)]


def pence_of_each(document: Document) -> dict[str, list[int]]:
    return {
        "page": pence_in(words_on_page(as_page(document))),
        "text": pence_in(as_text(document)),
        "pdf": pence_in(words_in_pdf(as_pdf(document))),
    }
