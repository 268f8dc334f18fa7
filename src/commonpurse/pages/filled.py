"""A page with a form on it, filled once more with what was typed there. It works on the page as it is sent, so for every form alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html  # type: ignore[import-untyped]  # it has no types

from commonpurse.values.text import as_kept, on_one_line

NOT_SAVED = "This was typed before you were signed out. It is not saved yet. Press the button below to save it."
STATUS = "not saved yet"
ABOUT = ("person", "about", "assessment")
"""The hidden fields that say whom a form is about: where one differs, nothing is given back."""
OF_THIS_PAGE = frozenset({"csrfmiddlewaretoken", "typed_by", "about_whom", "client_uuid"})
NEVER = frozenset({"password", "submit", "button", "image", "reset", "file"})
TICKED = frozenset({"radio", "checkbox"})


@dataclass(frozen=True)
class Typed:
    """What a form brought: to which address, and under each name the values in their order."""

    action: str
    fields: Mapping[str, list[str]]


def filled(page: str, address: str, typed: Typed, *, said: str = NOT_SAVED, saving_rests: bool = True) -> str | None:
    """The page with its form filled, marked as not saved. None where it has no such form, is about somebody else, or says the same.

    Hidden fields come back too: they say what was on the screen, so that a change made meanwhile is never written over unseen.
    `said` stands above the form; `saving_rests`: nothing is saved while typing until it was pressed once.
    """
    document = html.document_fromstring(page)
    form = _the_form(document, address, typed)
    if form is None or _is_about_another(form, typed) or not _fill(form, typed):
        return None
    _mark(form, said, saving_rests=saving_rests)
    written: str = html.tostring(document, encoding="unicode", doctype="<!doctype html>")
    return written


def _the_form(document: html.HtmlElement, address: str, typed: Typed) -> html.HtmlElement | None:
    """Of the forms that send to the same address, the one that asks most of what was typed."""
    there = [form for form in document.forms if urlsplit(urljoin(address, form.get("action") or "")).path == typed.action]
    return max(there, key=lambda form: sum(part.get("name") in typed.fields for part in _visible(form)), default=None)


def _visible(form: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (part for part in form.iter("input", "textarea", "select") if part.get("type") not in {"hidden", *NEVER})


def _is_about_another(form: html.HtmlElement, typed: Typed) -> bool:
    """What was typed before the assessment began names only the person, and is as good: nothing was answered yet."""
    named = {name: values for name, values in typed.fields.items() if name in ABOUT and (name, values) != ("assessment", [""])}
    return any(part.get("name") in named and [part.get("value", "")] != named[part.get("name")] for part in form.iter("input"))


def _fill(form: html.HtmlElement, typed: Typed) -> bool:
    """Whether anything that can be seen has changed."""
    before = [_state(part) for part in _visible(form)]
    left = {name: list(values) for name, values in typed.fields.items()}
    for part in form.iter("input", "textarea", "select"):
        name = part.get("name")
        if not name or name in OF_THIS_PAGE or part.get("type") in NEVER:
            continue
        if part.get("type") in TICKED:
            _tick(part, chosen=part.get("value", "on") in typed.fields.get(name, []), word="checked")
        elif part.tag == "select":
            for option in part.iter("option"):
                _tick(option, chosen=option.get("value", option.text or "") in typed.fields.get(name, []), word="selected")
        elif left.get(name):
            _write(part, left[name].pop(0))
    return before != [_state(part) for part in _visible(form)]


def _tick(part: html.HtmlElement, *, chosen: bool, word: str) -> None:
    if chosen:
        part.set(word, "")
    else:
        part.attrib.pop(word, None)


def _write(part: html.HtmlElement, text: str) -> None:
    if part.tag == "textarea":
        part.text = "\n" + as_kept(text)  # a parser leaves out the first line break of a textarea
    else:
        part.set("value", on_one_line(text))


def _state(part: html.HtmlElement) -> tuple[object, ...]:
    chosen = tuple(option.get("value") for option in part.iter("option") if option.get("selected") is not None)
    return (part.get("value"), (part.text or "").strip(), part.get("checked") is not None, chosen)


def _mark(form: html.HtmlElement, said: str, *, saving_rests: bool) -> None:
    """Say that nothing of it is saved."""
    if saving_rests:
        form.attrib.pop("data-autosave", None)
    for status in form.find_class("cp-saved"):
        status.text = STATUS
    notice = html.fromstring('<div class="cp-notice cp-notice--warning" role="status"><p></p></div>')
    notice[0].text = said
    form.insert(0, notice)
