"""What a letter is measured beside is the same page: a plain typst file with the same words on as many pages."""

from pathlib import Path

import pypdfium2
from bench.documents import plain_run, same_words

from commonpurse.documents.drawings.as_pdf import as_pdf
from commonpurse.documents.wordings.decision import plain_english
from tests.documents.drawn import words_in_pdf


def test_the_plain_run_says_the_same_words_on_as_many_pages(tmp_path: Path) -> None:
    facts, source = same_words()
    file = tmp_path / "letter.typ"
    file.write_text(source)
    ours, plain = as_pdf(plain_english(facts)), plain_run(str(file))
    assert words_in_pdf(ours).split() == words_in_pdf(plain).split()
    assert len(pypdfium2.PdfDocument(ours)) == len(pypdfium2.PdfDocument(plain))
