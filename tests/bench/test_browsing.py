"""The browser of the bench keeps its connection and its cookies, and reads a page's form."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from bench.browsing import Browser

PAGE = (
    b'<form action="/other"><input type="hidden" name="a" value="1"></form>'
    b'<form action="/this"><input type="hidden" name="b" value="2"><input name="c"></form>'
)
IDLE = 0.2


class Served(BaseHTTPRequestHandler):
    protocol_version, timeout = "HTTP/1.1", IDLE

    def do_GET(self) -> None:
        self.send_response(200, self.headers.get("Cookie", ""))
        self.send_header("Set-Cookie", f"from={self.client_address[1]}")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def browser() -> Iterator[Browser]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        Thread(target=server.serve_forever).start()
        yield (made := Browser(server.server_port))
        made.connection.close()
        server.shutdown()


def test_one_connection_is_kept(browser: Browser) -> None:
    ports = {browser.get("/").headers["Set-Cookie"] for _ in range(3)}
    assert len(ports) == 1
    assert f"from={browser.cookies['from'].value}" in ports


def test_a_connection_that_was_closed_while_idle_is_made_anew(browser: Browser) -> None:
    first = browser.get("/").headers["Set-Cookie"]
    sleep(3 * IDLE)
    assert browser.get("/").headers["Set-Cookie"] != first


def test_the_hidden_fields_are_those_of_the_form_that_is_meant(browser: Browser) -> None:
    assert browser.get("/").hidden("/this") == {"b": "2"}
