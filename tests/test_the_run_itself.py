"""What `./run test` says about the browser stories, and that it fails where they are required and cannot run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import the_chromium

CHECKOUT = Path(__file__).parents[1]
STORY = "tests/theme/test_cards.py"
OTHER = "tests/values/test_money.py"


def run(*arguments: str, stories: str = "", browser: bool = True) -> tuple[int, str]:
    environment = os.environ | {"COMMONPURSE_STORIES": stories}
    if not browser:
        environment["PATH"] = str(Path(sys.executable).parent)
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_without_a_browser_the_run_says_that_no_story_ran() -> None:
    status, said = run(STORY, OTHER, browser=False)
    assert "browser stories: not run (no Chromium)" in said
    assert "4 skipped" in said
    assert status == 0


@pytest.mark.parametrize("chosen", [STORY, OTHER])
def test_where_stories_are_required_it_fails_without_a_browser(chosen: str) -> None:
    status, said = run(chosen, stories="required", browser=False)
    assert "browser stories: not run (no Chromium)" in said
    assert status == 1


@pytest.mark.skipif(the_chromium() is None, reason="not run: there is no Chromium here")
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_with_a_browser_it_says_how_many_ran(workers: tuple[str, ...]) -> None:
    status, said = run(STORY, OTHER, *workers, stories="required")
    assert "browser stories: 4 ran, 0 failed" in said
    assert status == 0


def test_where_none_was_chosen_it_says_so() -> None:
    if the_chromium():
        assert "browser stories: none among these tests" in run(OTHER)[1]


def test_every_core_is_used_unless_the_caller_says_otherwise() -> None:
    script = (CHECKOUT / "run").read_text()
    workers = script[script.index("workers()") : script.index("command=${1:-}")]

    def given(*arguments: str) -> str:
        return subprocess.run(["sh", "-c", f'{workers}\nworkers "$@"', "sh", *arguments], capture_output=True, text=True).stdout

    assert given() == given("tests/values", "-k", "no") == "-n auto --dist worksteal"
    assert given("-n", "0") == given("-n0", "-x") == given("--pdb") == given("-s") == ""
