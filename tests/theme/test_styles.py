"""No dead styles: each class and colour of ours is used, and the committed file is what the styles say."""

import re

from .rendering import SOURCE, THEME

STYLES = "".join(file.read_text() for file in (THEME / "styles").glob("*.scss"))
USED = "".join(
    file.read_text() for pattern in ("**/templates/**/*.html", "theme/static/theme/scripts/*.js") for file in SOURCE.glob(pattern)
)
DOCUMENTED = (SOURCE.parents[1] / "docs" / "look.md").read_text()


def is_used(name: str) -> bool:
    """Whole, or as a stem that a template completes: cp-money--{{ kind }}."""
    stem = re.split(r"(?<=--)|(?<=__part--)", name, maxsplit=1)[0]
    return any(name in text or (stem.endswith("--") and re.search(rf"{stem}(\{{\{{|')", text)) for text in (USED, DOCUMENTED))


def test_every_class_is_used() -> None:
    classes = set(re.findall(r"\.(cp-[a-z_-]+)", STYLES))
    assert {name for name in classes if not is_used(name)} == set()


def test_every_colour_is_used() -> None:
    assert {name for name in re.findall(r"(?m)^  (--[a-z-]+):", STYLES) if f"var({name})" not in STYLES} == set()


def test_every_colour_exists() -> None:
    assert set(re.findall(r"var\((--[a-z-]+)\)", STYLES)) <= set(re.findall(r"(?m)^  (--[a-z-]+):", STYLES))


def test_quotation_marks_never_stand_on_a_line_of_their_own() -> None:
    """Beside a block of paragraphs each mark would be a line; so they belong to its first and its last paragraph."""
    assert ".cp-said__words > p:first-child::before" in STYLES
    assert re.findall(r"[^p\s]\.cp-said__words::|^\.cp-said__words::", STYLES, re.MULTILINE) == []


def test_the_committed_file_knows_every_class() -> None:
    built = (THEME / "static" / "theme" / "theme.css").read_text()
    assert {name for name in re.findall(r"\.(cp-[a-z_-]+)", STYLES) if name not in built} == set()
