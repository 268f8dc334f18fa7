"""Each question and each idea has a drawing of ours, in our two colours, readable as a picture file."""

import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from .rendering import SOURCE, THEME

PICTURES = THEME / "static" / "theme" / "pictures"
ADULT = "eating washing getting-about home people work out-and-about children organising staying-well nights"
CARER = "health children other-people home eating relationships work community free-time"
IDEAS = "indicative-budget plan broker panel carer good-and-bad-weeks checking-together crisis two-purses empty"
INKS = {"#5b2a5e", "#00625f", "none"}
FILLS = {"#f3eaf3", "#e3f1ef", "#fffdf9", "none"}


@pytest.mark.parametrize("name", sorted({*ADULT.split(), *CARER.split(), *IDEAS.split()}))
def test_there_is_a_drawing(name: str) -> None:
    assert (PICTURES / f"{name}.svg").is_file()


def test_every_question_of_every_questionnaire_has_one() -> None:
    for file in SOURCE.glob("assessments/questionnaires/*.toml"):
        ids = {question["id"] for question in tomllib.loads(file.read_text())["questions"]}
        assert ids - {drawing.stem for drawing in PICTURES.glob("*.svg")} == set(), file.name


@pytest.mark.parametrize("file", sorted(PICTURES.glob("*.svg")), ids=lambda file: file.stem)
def test_it_is_drawn_in_our_colours(file: Path) -> None:
    parts = list(ET.parse(file).iter())
    assert {part.attrib["stroke"] for part in parts if "stroke" in part.attrib} <= INKS
    assert {part.attrib["fill"] for part in parts if "fill" in part.attrib} <= FILLS
    assert {part.tag.split("}")[1] for part in parts} <= {"svg", "g", "path", "circle", "rect", "ellipse"}
