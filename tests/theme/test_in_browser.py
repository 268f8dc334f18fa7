"""The pages as a browser shows them: reachable, never wider than the window, and better with scripts than without."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from commonpurse.theme.patterns import examples

from .rendering import EVERY_PAGE, PLACE, opened, rendered, shown

pytestmark = pytest.mark.story

PUBLIC = ("front", "help_now", "leaving", "attribution", "privacy", "accessibility")
PAGES = ["theme/patterns.html", "theme/errors/404.html", *(f"public/{name}.html" for name in PUBLIC)]
SMALL_TARGETS = """[...document.querySelectorAll('button, header a, .cp-tabs a, input:not([type=hidden]), select')]
    .filter(part => part.offsetHeight && part.offsetHeight < 44).map(part => part.outerHTML.slice(0, 90))"""


def context_of(template: str) -> dict[str, Any]:
    return {**EVERY_PAGE, **(examples() if template == "theme/patterns.html" else {})}


@pytest.mark.parametrize("template", PAGES)
@pytest.mark.parametrize("width", [1280, 390, 320])  # 320 is 1280 at 400 %
def test_a_page_is_reachable_and_fits(browser: Browser, template: str, width: int) -> None:
    page = opened(browser, rendered(template, **context_of(template)), width=width)
    try:
        assert [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL_TARGETS) == []
    finally:
        page.close()


LONG_NAMES = """
{% extends "theme/layouts/staff.html" %}
{% block content %}
<div class="cp-table-frame"><table class="cp-table cp-table--stack"><tbody><tr>
  <td data-label="Person" class="NAME"><a href="/"><strong>{{ "W" * 120 }}</strong></a></td>
  <td data-label="Next">Look at the answers together, one by one, then plan.</td>
  <td data-label="Waiting"><span class="cp-nowrap">late: 4 weeks</span></td>
</tr></tbody></table></div>
{% endblock %}
"""
STICKS_OUT = "[...document.querySelectorAll('.cp-table-frame')].some(frame => frame.scrollWidth > frame.clientWidth)"


@pytest.mark.parametrize("width", [1280, 820, 320])
def test_a_long_name_pushes_no_column_out_of_sight(browser: Browser, width: int) -> None:
    for name, sticks_out in {"cp-name": False, "no-name": True}.items():  # the second is the negative control
        page = opened(browser, shown(LONG_NAMES.replace("NAME", name), **EVERY_PAGE), width=width)
        try:
            assert page.evaluate(STICKS_OUT) is (sticks_out and width > 700)
        finally:
            page.close()


QUESTION = """
{% extends "theme/layouts/person.html" %}
{% from "theme/components/answers.html" import answer_cards, hard_weeks, next_buttons, save_fields, save_status %}
{% block title %}The people in my life{% endblock %}
{% block content %}
<form method="post" action="/answer" data-autosave="/save">
  {{ save_fields(client_uuid="first", base_event="before") }}{{ save_status() }}
  {{ answer_cards("level", "In a usual week?", [{"value": 0, "text": "Fine"}, {"value": 1, "text": "A bit of help"}], keys=true) }}
  {% call hard_weeks(reveal="level=1|2") %}<label for="weeks">How many weeks?</label><input id="weeks" name="weeks">{% endcall %}
  <label for="words">In my own words</label><textarea id="words" name="words"></textarea>
  {{ next_buttons() }}
</form>
{% endblock %}
"""


class Server:
    """Answers saves as told to, and remembers what came."""

    def __init__(self) -> None:
        self.saves: list[dict[str, str]] = []
        self.left: list[str] = []
        self.failing = 0
        self.refuses = False

    def __call__(self, route: Route) -> None:
        request = route.request
        if request.url.endswith("/save"):
            body = request.post_data_buffer or b""
            self.saves.append(dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', body.decode(), re.DOTALL)))
            assert request.headers["x-requested-with"] == "autosave"
            if self.failing:
                self.failing -= 1
                route.fulfill(status=503)
            elif self.refuses:
                route.fulfill(status=409, json={"message": "Priya changed this answer. Both are kept."})
            else:
                route.fulfill(json={"saved_at": "14:02", "event": f"event-{len(self.saves)}"})
        else:
            self.left.append(f"{request.method} {request.url}")
            route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def question(browser: Browser, server: Server) -> Any:
    from .rendering import templates

    page = opened(browser, templates().from_string(QUESTION).render(EVERY_PAGE), answer=server, width=390)
    yield page
    page.close()


def test_what_is_typed_is_saved_after_a_pause(question: Page, server: Server) -> None:
    question.get_by_label("In my own words").fill("My sister rings on Sundays.")
    expect(question.locator("[data-save-status]")).to_have_text("saved at 14:02")
    assert [(save["words"], save["base_event"]) for save in server.saves] == [("My sister rings on Sundays.", "before")]
    expect(question.locator("[name=base_event]")).to_have_value("event-1")


def test_each_save_is_its_own_and_follows_the_last(question: Page, server: Server) -> None:
    question.get_by_label("Fine").check(force=True)
    expect(question.locator("[data-save-status]")).to_have_text("saved at 14:02")
    question.get_by_label("A bit of help").check(force=True)
    expect(question.locator("[name=base_event]")).to_have_value("event-2")
    assert [save["base_event"] for save in server.saves] == ["before", "event-1"]
    assert len({save["client_uuid"] for save in server.saves} | {question.locator("[name=client_uuid]").input_value()}) == 3


def test_a_save_without_an_answer_is_sent_again_unchanged(question: Page, server: Server) -> None:
    server.failing = 1
    question.get_by_label("In my own words").fill("once")
    expect(question.locator("[data-save-status]")).to_have_text("not saved yet - we keep trying")
    question.get_by_label("In my own words").fill("once and more")
    expect(question.locator("[name=base_event]")).to_have_value("event-3")
    assert [save["words"] for save in server.saves] == ["once", "once", "once and more"]
    assert server.saves[0]["client_uuid"] == server.saves[1]["client_uuid"] != server.saves[2]["client_uuid"]
    assert server.saves[2]["base_event"] == "event-2"


def test_a_refused_save_says_so_and_keeps_the_words(question: Page, server: Server) -> None:
    server.refuses = True
    question.get_by_label("In my own words").fill("mine")
    expect(question.locator("[data-save-status]")).to_have_text("Priya changed this answer. Both are kept.")
    expect(question.get_by_label("In my own words")).to_have_value("mine")


def test_a_part_is_shown_only_when_it_is_needed(question: Page) -> None:
    expect(question.get_by_label("How many weeks?")).to_be_hidden()
    question.get_by_label("A bit of help").check(force=True)
    expect(question.get_by_label("How many weeks?")).to_be_visible()


def test_without_scripts_every_part_is_there(browser: Browser) -> None:
    from .rendering import templates

    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(templates().from_string(QUESTION).render(EVERY_PAGE))
    expect(page.get_by_label("How many weeks?")).to_be_visible()
    expect(page.get_by_role("button", name="Leave this page")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("way", ["button", "three times Shift"])
def test_the_way_out_saves_and_leaves(question: Page, server: Server, way: str) -> None:
    question.get_by_label("In my own words").fill("I am not safe")
    if way == "button":
        question.get_by_role("button", name="Leave this page").click()
    else:
        for _ in range(3):
            question.keyboard.press("Shift")
    question.wait_for_url("https://www.bbc.co.uk/weather")
    assert [save["words"] for save in server.saves][-1] == "I am not safe"
    assert f"POST {PLACE}/public/leave" in server.left


def test_writing_capitals_does_not_leave(question: Page, server: Server) -> None:
    question.get_by_label("In my own words").focus()
    for letter in "ABCD":
        question.keyboard.press(f"Shift+{letter}")
    question.wait_for_timeout(100)
    assert question.url == f"{PLACE}/page"


def test_keys_choose_but_never_while_typing(question: Page) -> None:
    question.get_by_label("In my own words").focus()
    question.keyboard.type("2 weeks")
    expect(question.get_by_label("A bit of help")).not_to_be_checked()
    question.locator("h1, main").first.focus()
    question.keyboard.press("2")
    expect(question.get_by_label("A bit of help")).to_be_checked()


def test_keys_walk_and_search_and_can_be_turned_off(browser: Browser) -> None:
    page = opened(browser, rendered("theme/patterns.html", **context_of("theme/patterns.html")))
    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row-current]")).to_contain_text("Margaret Ellis")
    expect(page.locator("[data-row-link]").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.get_by_text("Keys on this page").click()
    page.get_by_role("button", name="Turn these keys off").click()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).not_to_be_focused()
    page.close()


def test_three_kinds_of_money_stay_apart_without_colours(browser: Browser) -> None:
    page = opened(browser, rendered("theme/patterns.html", **context_of("theme/patterns.html")))
    page.emulate_media(forced_colors="active")
    for kind, edge in (("indicative", "dashed"), ("agreed", "solid"), ("paid", "solid")):
        found = f"[...document.querySelectorAll('.cp-money--{kind}')].map(card => getComputedStyle(card).borderTopStyle)"
        assert set(page.evaluate(found)) == {edge}
    page.close()


FOLDED = """
{% extends "theme/layouts/person.html" %}
{% block title %}Where my figure comes from{% endblock %}
{% block content %}
<details class="govuk-details">
  <summary class="govuk-details__summary"><span class="govuk-details__summary-text">4 more lines</span></summary>
  <div class="govuk-details__text"><p id="line">Washing: 2 points.</p></div>
</details>
{% endblock %}
"""


def test_what_is_folded_on_the_screen_is_read_on_paper(browser: Browser) -> None:
    from .rendering import templates

    page = opened(browser, templates().from_string(FOLDED).render(EVERY_PAGE), width=1280)
    try:
        there = "document.querySelector('#line').checkVisibility() && document.querySelector('#line').getBoundingClientRect().height > 10"
        assert page.evaluate(there) is False
        page.emulate_media(media="print")
        assert page.evaluate(there) is True
    finally:
        page.close()
