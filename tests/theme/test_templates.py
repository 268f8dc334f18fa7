"""What every template must keep to, and that the layouts stand when there is nothing to stand on."""

import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from commonpurse.theme.patterns import examples

from .rendering import EVERY_PAGE, SOURCE, rendered, templates

EVERY = sorted(SOURCE.glob("**/templates/**/*.html"))
OURS = [file for file in EVERY if file.is_relative_to(SOURCE / "theme") or file.is_relative_to(SOURCE / "pages" / "public")]
GIVEN = {"actor", "place", "nav", "exit_action", "effort", "person", "request", "csrf_input"}
GIVEN |= {"messages", "lang", "form", "title", "because", "journey", "own_room"}
REFUSED = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
}
ERRORS = (400, 403, 404, 405, 409, 429, 500)
PUBLIC = sorted(file.name for file in (SOURCE / "pages" / "public" / "templates").glob("*.html"))


def own_names(tree: nodes.Template) -> set[str]:
    """Give what a template imports, sets and defines: its blocks may use these, which jinja2.meta does not see."""
    imported = {name if isinstance(name, str) else name[1] for found in tree.find_all(nodes.FromImport) for name in found.names}
    set_here = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    return imported | set_here | {macro.name for macro in tree.find_all(nodes.Macro)} | {"caller"}


def of(file: Path) -> str:
    return str(file.relative_to(SOURCE))


@pytest.mark.parametrize("file", EVERY, ids=of)
def test_it_keeps_the_strict_policy(file: Path) -> None:
    assert [name for name, refused in REFUSED.items() if refused.search(file.read_text())] == []


def test_the_policy_check_sees_what_it_looks_for() -> None:
    assert REFUSED["a style attribute"].search('<p class="a" style="color:red">')
    assert REFUSED["an inline handler"].search('<a onclick="go()">')
    assert REFUSED["an inline script"].search("<script>go()</script>")


@pytest.mark.parametrize("file", OURS, ids=of)
def test_it_uses_no_name_that_nobody_gives(file: Path) -> None:
    """ChainableUndefined forgives a misspelt name; this does not."""
    tree = templates().parse(file.read_text())
    here = GIVEN | set(templates().globals) | own_names(tree) | (set(examples()) if file.name == "patterns.html" else set())
    assert meta.find_undeclared_variables(tree) - here == set()


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_needs_nothing_and_names_who_to_call(code: int) -> None:
    page = rendered(f"theme/errors/{code}.html")
    for number in ('href="tel:999"', "111, option 2", "116 123", "85258"):
        assert number in page


def test_a_refusal_says_why() -> None:
    assert "Nobody agrees their own plan." in rendered("theme/errors/403.html", because="Nobody agrees their own plan.")


@pytest.mark.parametrize("layout", ["person", "staff", "public", "error"])
def test_a_layout_stands_without_context(layout: str) -> None:
    page = rendered(f"theme/layouts/{layout}.html")
    assert '<html lang="en-GB"' in page
    assert 'id="main"' in page
    assert "Sign out" not in page
    assert "This is a demonstration" not in page


def test_people_have_a_way_out_and_staff_do_not() -> None:
    for layout, there in (("person", True), ("public", True), ("staff", False)):
        assert ("data-quick-exit" in rendered(f"theme/layouts/{layout}.html", **EVERY_PAGE)) is there


@pytest.mark.parametrize("layout", ["person", "staff", "public"])
def test_the_crisis_strip_stands_on_every_layout(layout: str) -> None:
    assert "Need help right now?" in rendered(f"theme/layouts/{layout}.html", **EVERY_PAGE)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_renders_for_anybody(name: str) -> None:
    for context in ({}, EVERY_PAGE):
        assert "<h1>" in rendered(f"public/{name}", **context)


def test_typed_words_are_escaped() -> None:
    page = rendered("theme/layouts/person.html", person={"name": "<b>Daniel</b>"})
    assert "&lt;b&gt;Daniel&lt;/b&gt;" in page
    assert (
        templates().from_string("{{ typed | paragraphs }}").render(typed="<i>a</i>\nb\n\nc") == "<p>&lt;i&gt;a&lt;/i&gt;<br>b</p><p>c</p>"
    )
