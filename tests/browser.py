"""A real server and a real browser, for stories.

    def test_sam_signs_in(server: Server, browser: Browser) -> None:     # fixtures of tests/stories/conftest.py
        place = a_place()                                                # the ORM works on the same database, as `app`
        page = browser.page()                                            # or page(javascript=False), page(width=390)
        sign_in(page, server, "sam")
        page.goto(server.url + "/work/")
        assert axe(page) == ""                                           # or what is wrong, to be read
        assert well_formed(page.content()) == ""
        screenshot(page, "caseload")                                     # var/screenshots/caseload-390.png and -1280.png

The server runs in a thread of this process, on a clone of the template (`own_database`), with the middleware, the static files and
the policies of the real one. After a click that leads elsewhere, wait (`page.wait_for_url`) before going on: the next `goto`
would overtake it. Without Chromium a story is skipped; COMMONPURSE_STORIES=required makes that a failure.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from html5lib.constants import E as MEANINGS
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

from commonpurse.foundation import addresses
from tests.people_of_the_tests import PASSWORD

PICTURES = Path(__file__).parents[1] / "var" / "screenshots"
PHONE, DESK = 390, 1280
AT_400_PERCENT = 320  # of the desk
HEIGHT = 900
SECONDS_TO_START = 120
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    """Where our pages are; `database` is the clone that it serves."""

    url: str
    database: str


class _Handler(WSGIRequestHandler):
    """Quiet, and one request per connection: a browser that keeps a connection would keep a thread and its database session."""

    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        return None


class _WSGIServer(ThreadedWSGIServer):
    """Ends each thread's own database connection, so that the clone can be dropped."""

    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up half-way is no failure; a failing page answers 500 and says why in the log."""


@contextmanager
def own_server(database: str) -> Iterator[Server]:
    """Serve `database` from threads of this process until the block ends. `database` must be the one the process uses."""
    from commonpurse.config.wsgi import application

    assert connections["default"].settings_dict["NAME"] == database
    httpd = _WSGIServer(("127.0.0.1", 0), _Handler)
    httpd.set_app(application)
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{httpd.server_port}", database)
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join(5)


class Browser:
    """Chromium. Each page has cookies of its own, so that two people can be in two pages at once."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []

    def page(self, *, javascript: bool = True, width: int = DESK) -> Page:
        context = self._chromium.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=javascript, locale="en-GB", timezone_id="Europe/London"
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        return context.new_page()

    def connect(self, address: str) -> Chromium:
        """A Chromium that was started by itself, driven by the same Playwright."""
        return self._chromium.browser_type.connect_over_cdp(address)

    def close_pages(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()


def the_chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def are_required() -> bool:
    return os.environ.get("COMMONPURSE_STORIES") == "required"


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start Chromium, or skip, or fail where stories are required. Playwright can be started only once in a process at a time."""
    executable = the_chromium()
    if executable is None:
        say = pytest.fail if are_required() else pytest.skip
        say("not run: there is no Chromium here")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield started
        started.close()


def sign_in(page: Page, server: Server, login: str, password: str = PASSWORD) -> None:
    """Sign in as a reader of the page would, and wait for what comes after it."""
    page.goto(f"{server.url}/account/sign-in")
    page.get_by_label("Your e-mail address or sign-in name").fill(login)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/sign-in" not in url)


def axe(page: Page) -> str:
    """What axe finds wrong with a page, one line for each place; empty when it finds nothing. Needs a page with JavaScript."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    return "\n".join(
        f"{wrong['id']} ({wrong['impact']}): {wrong['help']} -- {' '.join(map(str, place['target']))} -- {place['html'][:200]}"
        for wrong in found.response["violations"]
        for place in wrong["nodes"]
    )


def well_formed(html: str) -> str:
    """What a strict HTML5 parser finds wrong, one line each; empty when nothing."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    lines = html.splitlines()
    return "\n".join(
        f"line {line}: {MEANINGS.get(code, code) % details} -- {lines[line - 1].strip()[:160] if 0 < line <= len(lines) else ''}"
        for (line, _column), code, details in parser.errors
    )


def screenshot(page: Page, name: str) -> None:
    """Keep a picture of the whole page at the width of a phone and of a desk, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways at the width that the page has now. Needs a page with JavaScript."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def looks_right(page: Page, name: str) -> None:
    """For everybody: no fault that axe or a strict parser finds, nothing sticking out on a phone, a desk and at 400 percent; pictures."""
    for faults in (axe(page), well_formed(page.content())):
        assert faults == "", faults
    before = page.viewport_size
    for width in (AT_400_PERCENT, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert fits(page), f"{name} sticks out at {width}"
    if before:
        page.set_viewport_size(before)
    screenshot(page, name)


class OwnProcess:
    """The real thing, `commonpurse serve`, in a process group of its own: to be killed while somebody types, and started again."""

    def __init__(self, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMONPURSE_")} | {
            "DATABASE_URL": _on(database, "app"),
            "DATABASE_OWNER_URL": _on(database, "owner"),
            "COMMONPURSE_SECRET": "the same for every start of this server of the tests",
        }
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "commonpurse.config.command_line", "serve", "--port", str(self.port), "--workers", "1"]
        self._process = subprocess.Popen(command, env=self._environment, start_new_session=True, stdout=subprocess.DEVNULL)
        until = monotonic() + SECONDS_TO_START
        while monotonic() < until:
            with suppress(OSError), urlopen(f"{self.url}/health", timeout=2):
                return
            sleep(0.2)
        raise TimeoutError("The server of this test did not start.")

    def kill(self) -> None:
        """As kill -9 does, with every process that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _on(database: str, role: addresses.Role) -> str:
    return urlsplit(addresses.address(role))._replace(path=f"/{database}").geturl()


@contextmanager
def own_chromium(one: Browser, place: Path) -> Iterator[tuple[Page, Callable[[], None]]]:
    """A page in a Chromium of its own, and what kills that as kill -9 does."""
    ready = place / "DevToolsActivePort"
    options = [*QUIET, "--headless", "--remote-debugging-port=0", f"--user-data-dir={place}", "about:blank"]
    process = subprocess.Popen([the_chromium() or "", *options], start_new_session=True, stderr=subprocess.DEVNULL)

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    try:
        until = monotonic() + SECONDS_TO_START
        while not (ready.exists() and ready.read_text().count("\n")) and monotonic() < until:
            sleep(0.1)
        browser = one.connect(f"http://127.0.0.1:{ready.read_text().splitlines()[0]}")
        yield browser.contexts[0].new_page(), kill
    finally:
        kill()
