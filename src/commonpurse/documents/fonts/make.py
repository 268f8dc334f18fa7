"""Make the static fonts of printed documents: `python src/commonpurse/documents/fonts/make.py`. What it makes is committed.

Typst cannot vary a weight, and PDF/A needs the whole of what it shows, so the theme's two variable files (Latin, and the rest of Latin with
the Welsh letters) are fixed at 400 and at 700 and put together. Licence: SIL Open Font Licence 1.1, in OFL.txt beside them.
"""

import json
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
FROM = HERE.parents[1] / "theme" / "static" / "theme" / "fonts"
WEIGHTS = {400: "Regular", 700: "Bold"}
FAMILY = "Atkinson Hyperlegible Next"
MADE = 3_800_000_000  # seconds since 1904, as the format counts them


def fixed(source: Path, weight: int) -> BytesIO:
    """One variable file at one weight."""
    font = instantiateVariableFont(TTFont(source), {"wght": weight})
    font.flavor = None
    made = BytesIO()
    font.save(made)
    made.seek(0)
    return made


def named(font: TTFont, weight: int) -> None:
    """Tell the two weights apart by name, and leave no day of making in the file: the same sources give the same bytes."""
    style = WEIGHTS[weight]
    for number, text in ((1, FAMILY), (2, style), (4, f"{FAMILY} {style}"), (6, f"AtkinsonHyperlegibleNext-{style}")):
        font["name"].setName(text, number, 3, 1, 0x409)
    for number in (16, 17, 25):
        font["name"].removeNames(nameID=number)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if weight == 700 else 0x40
    font["head"].macStyle = 1 if weight == 700 else 0
    font["head"].created = font["head"].modified = MADE


def ranges(codes: set[int]) -> list[list[int]]:
    """Numbers as the first and the last of each row of neighbours."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main() -> None:
    letters: list[set[int]] = []
    for weight, style in WEIGHTS.items():
        parts = [fixed(FROM / name, weight) for name in ("latin.woff2", "latin-ext.woff2")]
        font = Merger().merge(parts)
        named(font, weight)
        font.recalcTimestamp = False
        font.save(HERE / f"AtkinsonHyperlegibleNext-{style}.ttf")
        letters.append(set(font.getBestCmap()))
    (HERE / "letters.json").write_text(json.dumps(ranges(set.intersection(*letters))) + "\n")  # what can be printed in both weights


if __name__ == "__main__":
    main()
