"""Answer cards: the words stand beside the circle, not above it, in both sizes of type."""

import pytest
from django import forms
from playwright.sync_api import Browser

from .rendering import EVERY_PAGE, opened, templates

pytestmark = pytest.mark.story

PAGE = """{% extends 'theme/layouts/LAYOUT.html' %}{% from 'theme/components/forms.html' import field_radios, field_checkboxes %}
{% block title %}Cards{% endblock %}
{% block content %}{{ field_radios(form.one, cards=true) }}{{ field_checkboxes(form.some, cards=true) }}{% endblock %}"""
OFF_THE_MIDDLE = """() => [...document.querySelectorAll('.cp-answers :is(.govuk-radios__item, .govuk-checkboxes__item)')].map(card => {
    const words = document.createRange()
    words.selectNodeContents(card.querySelector('label'))
    const [text, whole] = [words.getBoundingClientRect(), card.getBoundingClientRect()]
    return {up: Math.abs((text.top + text.bottom - whole.top - whole.bottom) / 2), along: text.left - whole.left}
})"""
LONG = "An answer that goes on for so long that on a phone it certainly needs a second line"


class Cards(forms.Form):
    one = forms.ChoiceField(label="Which?", choices=[("y", "Yes"), ("l", LONG)], widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(label="What?", choices=[("w", "Weighing it up")], widget=forms.CheckboxSelectMultiple)


@pytest.mark.parametrize("layout", ["staff", "person"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_words_of_a_card_stand_in_its_middle(browser: Browser, layout: str, width: int) -> None:
    html = templates().from_string(PAGE.replace("LAYOUT", layout)).render(form=Cards(), **EVERY_PAGE)
    page = opened(browser, html, width=width)
    off = page.evaluate(OFF_THE_MIDDLE)
    assert len(off) == 3
    assert max(card["up"] for card in off) <= 1  # pixels
    assert {int(card["along"]) for card in off} == {65}  # and all begin in one line, beside the circle
