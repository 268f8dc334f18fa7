"""Pages of the theme without a server, a database or an address list: rendered here, and given to a browser by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from playwright.sync_api import Browser, Page, Route

from commonpurse.theme.jinja import environment

SOURCE = Path(__file__).parents[2] / "src" / "commonpurse"
THEME = SOURCE / "theme"
STATIC = THEME / "static"
PLACE = "http://theme.test"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'"


class Actor:
    name = "Daniel Okafor"
    signed_in = True


EVERY_PAGE: dict[str, Any] = {
    "actor": Actor(),
    "place": {"name": "Northmere", "demonstration": True},
    "nav": [{"href": "/", "text": "My home", "current": True}, {"href": "/who", "text": "Who can see this"}],
}


def templates() -> Environment:
    made = environment()
    made.globals |= {
        "url": lambda name, *args, **kwargs: "/" + name.replace(":", "/"),
        "static": lambda path: f"/static/{path}",
        "picture": lambda name: f"/static/theme/pictures/{name}.svg",
    }
    return made


def rendered(template: str, **context: Any) -> str:
    return templates().get_template(template).render(context)


def shown(source: str, **context: Any) -> str:
    """Render a few lines of template, as a page would write them."""
    return " ".join(templates().from_string(source).render(context).split())


def opened(browser: Browser, html: str, *, width: int = 1280, answer: Callable[[Route], None] | None = None) -> Page:
    """Show a page in the browser under the strict policy; everything but our own files goes to `answer`."""
    page = browser.new_page(viewport={"width": width, "height": 800})

    def give(route: Route) -> None:
        path = route.request.url.removeprefix(PLACE).split("?")[0]
        if path == "/page":
            route.fulfill(body=html, headers={"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY})
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix]) if file.is_file() else route.fulfill(status=404)
        elif answer:
            answer(route)
        else:
            route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")

    page.route("**/*", give)
    page.goto(f"{PLACE}/page")
    return page
