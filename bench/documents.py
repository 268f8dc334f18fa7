"""A decision letter as PDF, from its facts to its bytes, beside a plain typst run of the same page: the same words, written out as markup.

Each call makes a letter of its own (another name, another sum), so that neither side lives on what typst remembers of the last one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

import typst

from bench.timing import times
from commonpurse.documents.blocks import Block, Document, Explained, FigureTable, Heading, KeyFacts, Listing, Paragraph, Row
from commonpurse.documents.days import day
from commonpurse.documents.drawings.as_pdf import FONTS, NORMAL, STANDARDS, TEMPLATE, as_pdf
from commonpurse.documents.drawings.as_text import as_text
from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import DecidedLine, DecisionFacts, Now, Share
from commonpurse.documents.text import Text
from commonpurse.documents.wordings.decision import plain_english

LETTERS, WARM = 300, 40
AT_MOST = 1.3
ESCAPED = str.maketrans({one: f"\\{one}" for one in "\\#$*_`<>@[]~=/+-\"'"})


def facts(number: int) -> DecisionFacts:
    """A letter of four lines, a little different each time."""
    costs = [10_000 + number, 6_100, 100, 4_551]
    lines = tuple(
        DecidedLine(
            what=f"Help {place}",
            who="A personal assistant",
            how_often="every morning, 45 minutes",
            outcome="See people, and not only Ruth",
            cost_pence=5_200 if pence == 100 else pence,
            cost_each="once" if pence == 100 else "a week",
            worth_pence=pence,
            starts_on="2026-05-04",
            legal_basis="s117" if place == 3 else "care_act",
            basis_words="Section 117 aftercare" if place == 3 else "Care Act",
            free=place == 3,
            shares=(Share("Council", pence - pence // 3), Share("NHS", pence // 3)),
        )
        for place, pence in enumerate(costs)
    )
    total = sum(costs)
    return DecisionFacts(
        person=f"Margaret Ellis {number}",
        called="Margaret",
        kind="adult",
        contact=Contact(
            team="Northmere mental health team",
            organisations=("Northmere Council", "Northmere NHS Trust"),
            council="Northmere Council",
            address="2 Quay Street\nNorthmere NM1 4AB",
            telephone="01632 960110",
            hours="Monday to Friday, 9 am to 5 pm",
            worker="Sam Reed",
            worker_telephone="01632 960117",
            complaints="Ring 01632 960100.",
        ),
        agreed_on="2026-04-20",
        agreed_by="Helen Marsh",
        each="a week",
        total_pence=total,
        year_pence=total * 52,
        lines=lines,
        not_planned_pence=0,
        not_planned_shares=(),
        shares=(Share("Council", sum(line.shares[0].pence for line in lines)), Share("NHS", sum(line.shares[1].pence for line in lines))),
        free_pence=4_551,
        indicative_pence=total,
        formula_pence=total,
        costed_by_hand=False,
        sides=(),
        outcomes=("See people, and not only Ruth",),
        reasons="",
        eligible_on="2026-03-30",
        eligibility_reasons="Margaret cannot wash, dress or cook without somebody beside her.",
        now=(Now("Morning visits", "Northmere Council", 17_600),),
        now_pence=17_600,
        reference=(("Agreement", "4f6a2c1e"),),
    )


def run() -> dict[str, Any]:
    letters = [plain_english(facts(number)) for number in range(LETTERS)]
    with TemporaryDirectory() as folder:
        sources = [f"{folder}/{number}.typ" for number in range(LETTERS)]
        for source, letter in zip(sources, letters, strict=True):
            with open(source, "w", encoding="utf-8") as file:  # noqa: PTH123 - a name, not a path, is what typst is given
                file.write(plain_source(letter))
        found = times(
            {
                "a letter, from facts to PDF": lambda at: as_pdf(plain_english(facts(at))),
                "plain typst, the same page": lambda at: plain_run(sources[at]),
                "its words alone": lambda at: as_text(plain_english(facts(at))),
            },
            LETTERS,
            warm=WARM,
            block=20,
        )
    ratio = found["a letter, from facts to PDF"].p50_us / found["plain typst, the same page"].p50_us
    return {
        "title": "Documents: a decision letter, PDF/UA-1 and PDF/A-2a",
        "rows": {name: asdict(each) for name, each in found.items()},
        "ratios": {"a letter over a plain typst run": ratio},
        "goals": {f"a letter within {AT_MOST} times a plain typst run of the same page ({ratio:.2f})": ratio <= AT_MOST},
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def plain_run(source: str) -> bytes:
    made = typst.compile(source, font_paths=_fonts(), pdf_standards=STANDARDS, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


def plain_source(document: Document) -> str:
    """The letter as somebody would write it out in typst by hand, with the look of our own template."""
    look = TEMPLATE.read_text().partition("#let lines")[0].partition("#set text")[2].partition("\n")[2]
    dated = document.dated
    head = [
        f'#let given = (title: "{document.title}", page_of: ("page", "of"))\n#let size = {NORMAL} * 1pt',
        f'#set document(title: "{document.title}", date: datetime(year: {dated.year}, month: {dated.month}, day: {dated.day}))',
        '#set text(font: "Atkinson Hyperlegible Next", size: size, lang: "en", region: "GB", hyphenate: false)',
        look + "#set terms(separator: [: ], hanging-indent: 1em)",
        f"#align(right)[{_rows(document.sender)}]",
        f"#par[{_rows(document.to)}]",
        f"#par[{day(dated)}]",
        f"= {_escaped(document.title)}",
    ]
    foot = [f"{_escaped(name)}: {_written(value)}" for name, value in document.foot]
    return "\n\n".join([*head, *(_block(block) for block in document.blocks), " \\\n".join(["Reference for staff", *foot])])


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'=' * block.level} {_written(block.text)}"
    if isinstance(block, Listing):
        return "\n".join(f"{'+' if block.numbered else '-'} {_written(item)}" for item in block.items)
    if isinstance(block, KeyFacts | Explained):
        return "\n".join(f"/ {_escaped(name)}: {_written(value)}" for name, value in block.rows)
    if isinstance(block, FigureTable):
        return "\n".join(_table(block))
    return (
        f"#text(size: size * 1.1)[{_written(block.text)}]"
        if isinstance(block, Paragraph) and block.tone == "lead"
        else _written(block.text)
    )


def _table(block: FigureTable) -> Iterator[str]:
    yield '#table(columns: (1fr, auto), align: (left, right), stroke: (x, y) => (bottom: 0.6pt + rgb("#b9b4ab")), inset: (y: 0.6em),'
    yield f"  table.header([*{_escaped(block.heads[0])}*], [*{_escaped(block.heads[1])}*]),"
    for row in (*block.rows, *([block.total] if block.total else [])):
        yield f"  table.cell(breakable: false)[{_cell(row)}], [{_written(row.amount)}],"
    yield ")"


def _cell(row: Row) -> str:
    return " \\\n".join([_written(row.what), *(f'#text(fill: rgb("#474a5f"))[{_written(note)}]' for note in row.notes)])


def _rows(rows: Sequence[Text]) -> str:
    return " \\\n".join(_written(row) for row in rows)


def _written(parts: Text) -> str:
    return "".join(f"#strong[{_escaped(part.text)}]" if part.strong else _escaped(part.text) for part in parts)


def _escaped(words: str) -> str:
    return words.translate(ESCAPED).replace("\n", " \\\n")


def same_words(number: int = 0) -> tuple[DecisionFacts, str]:
    """A letter and its plain source, for the test that both say the same."""
    one = replace(facts(number), reasons="Because it is right.")
    return one, plain_source(plain_english(one))
