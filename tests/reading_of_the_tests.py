"""How hard a page is to read: a simple count, for pages that somebody of nine to eleven should be able to read."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "li", "dt", "dd", "h1", "h2", "h3", "legend", "label", "span", "div", "br", "summary", "button"}
LONGEST_SENTENCE = 24
USUAL_SENTENCE = 11


class _Text(HTMLParser):
    """The words inside `main`, with an end of sentence where a block ends."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.said = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        self.said += ".\n" if tag in BLOCKS else " "

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        self.said += ".\n" if tag in BLOCKS else " "

    def handle_data(self, data: str) -> None:
        self.said += data if self.inside else ""


def sentences(page: str) -> list[list[str]]:
    """Each sentence of a page as its words; the names of laws are no sentence."""
    reader = _Text()
    reader.feed(page)
    parts = re.split(r"[.?!:]+[”’]?\s", reader.said)
    return [words for part in parts if "Source" not in part and (words := re.findall(r"[A-Za-z’'£0-9-]+", part))]


def hard_to_read(page: str) -> list[str]:
    """What is wrong, as sentences; empty when the page is easy enough."""
    found = sentences(page)
    longest = [" ".join(words) for words in found if len(words) > LONGEST_SENTENCE]
    lengths = [len(words) for words in found if len(words) > 2]
    usual = sum(lengths) / len(lengths)
    return longest + ([f"A sentence has {usual:.1f} words here."] if usual > USUAL_SENTENCE else [])
