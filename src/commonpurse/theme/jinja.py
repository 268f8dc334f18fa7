"""The template environment: where templates are found, and the words they may use.

Set as `environment` of Django's Jinja2 backend. The place of a template is its name's first part:
`theme/layouts/person.html`, `practitioner/caseload.html` (from `pages/practitioner/templates`), `demonstration/cast.html`.
"""

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChainableUndefined, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from commonpurse.theme import words
from commonpurse.theme.fields import problems
from commonpurse.theme.outgoing import outgoing
from commonpurse.values.money import pounds, pounds_and_pence
from commonpurse.values.numbers import counted

PACKAGE = Path(__file__).parents[1]

WORDS = {
    "counted": counted,
    "money": pounds,
    "money_exact": pounds_and_pence,
    "date": words.day,
    "day_time": words.time_of_day,
    "since": words.since,
    "ago": words.ago,
    "duration": words.duration,
    "age": words.age,
    "nhs_number": words.nhs_number,
}


def folders() -> dict[str, Path]:
    """Name every folder of templates: ours, one per audience, the demonstration's."""
    audiences = {folder.parent.name: folder for folder in sorted((PACKAGE / "pages").glob("*/templates"))}
    return {"theme": PACKAGE / "theme" / "templates", "demonstration": PACKAGE / "demonstration" / "templates", **audiences}


def environment(**options: Any) -> Environment:
    """Make the environment that Django's backend asks for.

    ChainableUndefined because govuk-frontend's macros are written for it (`params.hint.text` where no hint is given) and because
    a page that refuses or fails is rendered with hardly any context. A name that our own templates misspell is found by
    tests/theme/test_templates.py instead.
    """
    loaders: dict[str, BaseLoader] = {name: FileSystemLoader(folder) for name, folder in folders().items()}
    loaders["govuk_frontend_jinja"] = PackageLoader("govuk_frontend_jinja")
    options |= {"loader": PrefixLoader(loaders), "autoescape": True, "undefined": ChainableUndefined}
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - autoescape is on, in options
    made.globals |= {"static": static, "url": url, "outgoing": outgoing, "picture": picture, **WORDS}
    made.filters |= WORDS
    made.filters |= {"paragraphs": paragraphs, "problems": problems}
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def picture(name: str) -> str:
    """Give the address of one of our drawings."""
    return static(f"theme/pictures/{name}.svg")


def paragraphs(text: str) -> Markup:
    """Turn what somebody typed into paragraphs, escaped; a blank line begins a new one."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Markup().join(Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n"))) for part in parts)
