"""What the parts promise: a figure never alone, a stage said in words, a chart that is also a table."""

import pytest

from commonpurse.theme.patterns import stages

from .rendering import shown

WORDS = {"indicative": "Indicative", "agreed": "Agreed", "paid": "Paid ✓"}


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("macro", ["money_card", "money_pill"])
def test_a_figure_has_its_word_its_period_and_its_why(macro: str, kind: str) -> None:
    page = shown(
        "{% from 'theme/components/money.html' import " + macro + " as part %}{{ part(kind, 19517, 'a week', '/why') }}", kind=kind
    )
    for must in (WORDS[kind], "£195.17", "a week", 'href="/why"'):
        assert must in page


def test_a_figure_of_a_year_is_said_once() -> None:
    cards = [
        shown(
            "{% from 'theme/components/money.html' import money_card %}{{ money_card('indicative', 20000, period, '/why', year=20000) }}",
            period=one,
        )
        for one in ("a year", "a week")
    ]
    assert [card.count("£200") for card in cards] == [1, 2]


def test_a_stage_is_said_in_words() -> None:
    bar = shown("{% from 'theme/components/journey.html' import stage_bar %}{{ stage_bar(stages) }}", stages=stages(2))
    assert bar.startswith("Checking together")
    assert "stage 3 of 9" in bar
    assert 'class="cp-bar" aria-hidden="true"' in bar
    whole = shown("{% from 'theme/components/journey.html' import journey %}{{ journey(stages) }}", stages=stages(2, "Sam Reed"))
    for must in ("Done: </span>Started", 'aria-current="step"', "Now: </span>Checking together", "with Sam Reed", "Later: </span>Review"):
        assert must in whole


@pytest.mark.parametrize(("left", "said"), [(0, "less than a minute left"), (1, "about 1 minute left"), (6, "about 6 minutes left")])
def test_how_much_is_left(left: int, said: str) -> None:
    page = shown("{% from 'theme/components/journey.html' import progress %}{{ progress(5, 11, left) }}", left=left)
    assert f"Question 5 of 11 · {said}" in page


def test_a_chart_is_a_sentence_and_a_table_too() -> None:
    page = shown(
        "{% from 'theme/components/charts.html' import bars %}{{ bars('Points', 'Most come from nights.', rows) }}",
        rows=[{"label": "Nights", "value": 0, "text": "0 points"}, {"label": "Work", "value": 0}],
    )
    assert "Most come from nights." in page
    assert '<th scope="row">Nights</th><td class="cp-number">0 points</td>' in page


@pytest.mark.parametrize("voice", ["person", "carer", "practitioner", "proxy", "observed"])
def test_a_voice_has_a_word_and_a_picture(voice: str) -> None:
    page = shown(
        "{% from 'theme/components/voices.html' import voice_badge, VOICES %}{{ voice_badge(voice, 'Ruth') }}|{{ VOICES[voice] }}",
        voice=voice,
    )
    badge, word = page.rsplit("|", 1)
    assert f"Ruth, {word}" in badge
    assert "<svg" in badge


def test_the_chosen_answer_stays_chosen_even_when_it_is_nought() -> None:
    page = shown(
        "{% from 'theme/components/answers.html' import answer_cards %}{{ answer_cards('level', 'Which?', options, value=0, keys=true) }}",
        options=[{"value": 0, "text": "Alone"}, {"value": 1, "text": "With help"}, {"value": "", "text": "Not sure yet", "unsure": True}],
    )
    assert page.count(" checked") == 1
    assert 'value="0" checked data-key="1"' in page
    assert "data-unsure" in page
