"""Long work tells how far it is: a bar that is drawn over where somebody watches, a line now and then otherwise."""

import sys

import pytest

from commonpurse.allocation.commands import telling
from commonpurse.allocation.commands.telling import Counting, tell


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def counted(number: int, of: int | None) -> None:
    with Counting("People made", of) as told:
        for _ in range(number):
            told(10)


def test_a_bar_is_drawn_over_and_ends_its_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    watch(monkeypatch)
    counted(2, 20)
    half, whole = "#" * 15 + "-" * 15, "#" * 30
    assert capsys.readouterr().err == f"\rPeople made [{half}] 10 of 20\rPeople made [{whole}] 20 of 20\n"


def test_without_knowing_how_many_there_is_a_number_instead_of_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(monkeypatch)
    counted(1, None)
    assert capsys.readouterr().err == "\rPeople made: 10\rPeople made: 10\n"


def test_what_goes_wrong_starts_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    watch(monkeypatch)

    def fails() -> None:
        with Counting("People made", 20) as told:
            told(10)
            raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        fails()
    assert capsys.readouterr().err.endswith("10 of 20\n")


def test_where_nobody_watches_thousands_of_pieces_are_few_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted(5_000, 50_000)
    assert capsys.readouterr().err == "People made: 50,000 of 50,000\n"
    monkeypatch.setattr(telling, "SECONDS", 0)
    counted(3, 30)
    assert capsys.readouterr().err.splitlines() == [f"People made: {done} of 30" for done in (10, 20, 30)]


def test_a_step_of_few_things_is_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    tell("Learning", 1, 2)
    tell("Learning", 2, 2)
    assert capsys.readouterr().err == "Learning: 1 of 2\nLearning: 2 of 2\n"
