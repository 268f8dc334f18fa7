"""Nothing of the government's or the NHS's brand, nothing fetched from outside, and every way out listed in one place."""

import re
from pathlib import Path

import pytest

from commonpurse.theme.outgoing import OUTGOING

from .rendering import SOURCE, THEME

BRANDS = re.compile(
    r"GDS Transport|govuk-crest|govuk-crown|govuk-logotype|crown[-_.]?(svg|png)|Frutiger|assets\.nhs\.uk|nhsuk-logo",
    re.IGNORECASE,
)
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z0-9.-]+", re.IGNORECASE)
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
TEXT = {".css", ".js", ".svg", ".html", ".json", ".txt", ".scss"}
STATIC_FILES = [file for file in SOURCE.glob("**/static/**/*") if file.is_file()]
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))


def brands(text: str) -> list[str]:
    return [match.group() for match in BRANDS.finditer(text)]


def outside(text: str) -> list[str]:
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    return [match.group() for match in OUTSIDE.finditer(text)]


def of(file: Path) -> str:
    return str(file.relative_to(SOURCE))


@pytest.mark.parametrize("file", [*STATIC_FILES, *TEMPLATES], ids=of)
def test_no_brand_of_others(file: Path) -> None:
    if file.suffix in TEXT:
        assert brands(file.read_text()) == []
    assert brands(file.name) == []


@pytest.mark.parametrize("file", [file for file in STATIC_FILES if file.suffix in {".css", ".js", ".svg"}], ids=of)
def test_no_static_file_fetches_from_outside(file: Path) -> None:
    assert outside(file.read_text()) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=of)
def test_a_template_leads_outside_only_by_name(file: Path) -> None:
    assert outside(file.read_text()) == []


def test_every_listed_address_is_used() -> None:
    written = "".join(file.read_text() for file in TEMPLATES)
    assert [name for name in OUTGOING if f"'{name}'" not in written and f'"{name}"' not in written] == []


def test_the_checks_see_what_they_look_for() -> None:
    assert brands('font-family:"GDS Transport"') == ["GDS Transport"]
    assert brands("src:url(https://assets.nhs.uk/fonts/FrutigerLTW01.woff2)") == ["assets.nhs.uk", "Frutiger"]
    assert outside('<a href="https://www.example.org/">') == ["https://www.example.org"]
    assert outside('<script src="//cdn.example.org/x.js">') == ["//cdn.example.org"]
    assert outside('<svg xmlns="http://www.w3.org/2000/svg">') == []


def test_the_fonts_bring_their_licence() -> None:
    fonts = THEME / "static" / "theme" / "fonts"
    assert "SIL Open Font License" in (fonts / "OFL.txt").read_text()
    assert sorted(font.name for font in fonts.glob("*.woff2")) == ["latin-ext.woff2", "latin.woff2"]
