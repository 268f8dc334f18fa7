import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from commonpurse.allocation.commands import commands

ADULT = files("commonpurse.allocation") / "schemes" / "reference-adult.toml"
EXAMPLES = json.loads((Path(__file__).parents[1] / "formula" / "examples.json").read_text())
ADULTS = [example for example in EXAMPLES if example["scheme"] == "reference-adult"]


def run(*words: str, given: str | bytes = "") -> Result:
    group = click.Group(commands={command.name or "": command for command in commands})
    return CliRunner().invoke(group, words, input=given)


def allocate(given: str | bytes, *more: str) -> Result:
    return run("allocate", "--scheme", "reference-adult", "--answers", "-", "--format", "json", *more, given=given)


def amounts(result: Result) -> list[Any]:
    return [json.loads(line)["amount_pence"] for line in result.stdout.splitlines()]


def test_one_object_may_span_lines() -> None:
    result = allocate(json.dumps(ADULTS[1]["given"], indent=2))
    assert (result.exit_code, amounts(result)) == (0, [18800])


def test_json_lines_give_one_result_a_line_in_order() -> None:
    result = allocate("\n".join(json.dumps(example["given"]) for example in ADULTS) + "\n\n")
    assert result.exit_code == 0
    assert amounts(result) == [example["expected"]["amount_pence"] for example in ADULTS]


def test_any_fault_stops_every_result() -> None:
    good = json.dumps(ADULTS[1]["given"])
    bad = '{"answers": {"home": {"level": 1, "worst_level": 2, "worst_weeks": 53}, "x": {"level": 0}}}'
    result = allocate("\n".join([good, bad, good, "", good, good, '{"answers": ']))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        'line 2: answer "home": worst_weeks must be from 0 to 52, and is 53',
        'line 2: answer "x": there is no question "x"',
        "line 7: this is not JSON: a value is missing or broken",
    ]


def test_a_broken_object_over_many_lines_names_its_line() -> None:
    text = json.dumps(ADULTS[1]["given"], indent=1).split("\n")
    text[6] = '   "level": oops'
    result = allocate("\n".join(text))
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "line 7: this is not JSON: a value is missing or broken\n")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "There are no answers in standard input."),
        (" \n\n", "There are no answers in standard input."),
        ("[]", "line 1: one JSON object was expected"),
        ("[]\n{}", "line 1: one JSON object was expected"),
        (b'{"answers": {}}\n\xff', "line 2: this is not text in UTF-8"),
        ('{"answers": {}} {"answers": {}}', "line 1: there is text after the end of the JSON"),
        ('{\n"answers": {}\n}\n{\n"answers": {}\n}', "line 4: there is text after the end of the JSON"),
        ('{"answers": {}, "paying_funders": ["police"]}', 'there is no funder "police"'),
    ],
)
def test_what_cannot_be_used_is_refused(given: str | bytes, message: str) -> None:
    result = allocate(given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("allocate", "--scheme", "nobody", "--answers", "-"), "There is no file and no scheme called 'nobody'"),
        (
            ("allocate", "--scheme", "reference-adult", "--answers", "nowhere.json"),
            "Cannot read 'nowhere.json': No such file or directory.",
        ),
        (("allocate", "--scheme", "reference-adult", "--answers", "."), "Cannot read '.': Is a directory."),
        (("allocate", "--scheme", ".", "--answers", "-"), ". is not a file."),
        (("allocate", "--scheme", "a\0b", "--answers", "-"), "There is no file"),
        (("scheme", "check", "nowhere.toml"), "Cannot read 'nowhere.toml'"),
    ],
)
def test_what_cannot_be_found_is_one_sentence(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_text_is_for_reading(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ADULTS[2]["given"]))
    result = run("allocate", "--scheme", str(ADULT), "--answers", str(file))
    assert result.exit_code == 0
    assert result.stdout.startswith("Indicative: £195 a week.\n")
    assert "    4.2 points  The people in my life. “I need a bit of help or support to do this” is 3 points." in result.stdout
    assert "       £195.17  Money for your support." in result.stdout


def test_text_says_when_it_cannot_say_and_when_a_person_must() -> None:
    given = "\n".join(json.dumps(example["given"]) for example in ADULTS if example["expected"]["state"] != "amount")
    result = run("allocate", "--scheme", "reference-adult", "--answers", "-", given=given)
    assert "Cannot say yet: between £348 and £554 a week.\nNot answered: Help at night.\n" in result.stdout
    assert "Indicative: £1,580 a week.\nA person must work out the cost.\n" in result.stdout


def test_a_good_scheme_is_said_to_be_good() -> None:
    result = run("scheme", "check", str(ADULT))
    assert (result.exit_code, result.stdout) == (
        0,
        "Reference scheme for adults, version 2026.1, can be used: 11 questions, no faults.\n",
    )


def test_every_fault_of_a_scheme_is_on_its_own_line(tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    file.write_text(
        ADULT.read_text().replace("points = [0, 5, 11, 18]", "points = [0, 6, 5, 18]").replace("to_pence = 100", "to_pence = 0")
    )
    for words in (("scheme", "check", str(file)), ("allocate", "--scheme", str(file), "--answers", "-")):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines() == [
            'line 39: questions[2] "washing": points fall from 6 to 5',
            "line 183: [rounding]: to_pence must be at least 1, and is 0",
        ]


def test_the_shipped_schemes_are_listed() -> None:
    result = run("scheme", "list")
    assert [line.split()[:4] for line in result.stdout.splitlines()] == [
        ["id", "version", "for", "status"],
        ["reference-adult", "2026.1", "adult", "demonstration"],
        ["reference-carer", "2026.1", "carer", "demonstration"],
    ]


def test_a_scheme_in_pounds_is_asked_about(tmp_path: Path) -> None:
    def pounds_for_pence(knots: re.Match[str]) -> str:
        return re.sub(r", (\d+)]", lambda pence: f", {int(pence[1]) // 100}]", knots[0])

    file = tmp_path / "pounds.toml"
    file.write_text(re.sub(r"knots = .*", pounds_for_pence, ADULT.read_text()))
    done = run("scheme", "check", str(file))
    assert (done.exit_code, "Are its knots in pounds?" in done.stdout) == (0, True)
    assert "in pounds" not in run("scheme", "check", str(ADULT)).stdout


def test_a_word_that_is_nearly_right_is_refused_with_the_one_that_may_be_meant() -> None:
    done = allocate('{"answers": {"eatng": {"level": 1}, "home": {"level": 1, "worst_levl": 2}}, "paying_funder": []}')
    assert (done.exit_code, done.stdout) == (2, "")
    assert sorted(line.partition(": ")[2] for line in done.stderr.splitlines()) == [
        'answer "eatng": there is no question "eatng": is "eating" meant?',
        'answer "home": unknown key "worst_levl": is "worst_level" meant?',
        'unknown key "paying_funder": is "paying_funders" meant?',
    ]
