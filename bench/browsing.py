"""A browser without a screen: one kept-alive connection, cookies, and the forms of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from lxml import html  # type: ignore[import-untyped]  # it has no types

NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    def hidden(self, action: str) -> dict[str, str]:
        """The hidden fields of the last form that sends to this address."""
        forms = [form for form in html.document_fromstring(self.body).forms if form.get("action") == action]
        hidden = forms[-1].iterfind(".//input[@type='hidden']")
        return {part.get("name"): part.get("value") or "" for part in hidden}


@dataclass
class Browser:
    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, address: str, headers: Mapping[str, str] = NONE) -> Answer:
        return self._ask("GET", address, None, headers)

    def post(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str] = NONE) -> Answer:
        return self._ask("POST", address, urlencode(fields), {**headers, "Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, address: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        response = self._sent(method, address, body, {**headers, "Cookie": cookies})
        answer = Answer(response.status, response.headers, response.read())
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer

    def _sent(self, method: str, address: str, body: str | None, headers: Mapping[str, str]) -> HTTPResponse:
        """Once more on a new connection, where the server had closed one that lay idle."""
        try:
            self.connection.request(method, address, body, headers)
            return self.connection.getresponse()
        except ConnectionError:
            self.connection.close()
            self.connection.request(method, address, body, headers)
            return self.connection.getresponse()


def signed_in(port: int, member: str) -> Browser:
    """Sign in by the page of the cast, as anybody does in the demonstration."""
    browser, address = Browser(port), f"/cast/{member}"
    answer = browser.post(address, browser.get("/cast").hidden(address))
    assert answer.status == 302, (member, answer.status)
    return browser
