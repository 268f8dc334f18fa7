"""What was typed while signed out, kept for half an hour, and given back to the same person on the same page.

Every form behind sign-in carries a signed mark: who had the page, and which page it was. When such a form arrives and nobody is signed
in, what it brought is encrypted with a key of that user's own and laid into the session of this browser. After signing in, the page is
filled with it once more. Nothing is saved without a press. See docs/decisions/0016.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commonpurse.access.actors import ANONYMOUS
from commonpurse.pages.filled import OF_THIS_PAGE, Typed, filled
from commonpurse.pages.sealing import seal_of
from commonpurse.pages.whose import FIELD, whose

KEPT_SECONDS = 30 * 60
MOST_LETTERS = 100_000
MOST_PAGES = 5
MARK, KEPT = "typed_by", "typed_while_signed_out"
SECRETS = ("password", "passphrase")
PURPOSE = "typed while signed out"


@dataclass(frozen=True)
class Mark:
    """Who had the page on which a form stood, and its address."""

    user_id: UUID
    page: str


def marked_csrf_input(request: HttpRequest) -> SafeString:
    """What every form of ours begins with: Django's own proof and, behind sign-in, the mark. Made only where a form asks for it."""
    made: SafeString = lazy(_inputs, SafeString, str)(request)
    return made


def _inputs(request: HttpRequest) -> SafeString:
    actor, proof = getattr(request, "actor", ANONYMOUS), csrf_input(request)
    if not actor.signed_in:
        return proof
    mark = signing.dumps([str(actor.user_id), _page_of(request)], salt=MARK)
    marked = format_html('{}<input type="hidden" name="{}" value="{}">', proof, MARK, mark)
    about = whose(request)
    return format_html('{}<input type="hidden" name="{}" value="{}">', marked, FIELD, about) if about else marked


def _page_of(request: HttpRequest) -> str:
    """The page that is shown; after something was sent, the one from which it was."""
    sent_from = mark_of(request)
    return sent_from.page if sent_from else request.get_full_path()


def mark_of(request: HttpRequest) -> Mark | None:
    if MARK not in request.POST:
        return None
    try:
        user_id, page = signing.loads(request.POST[MARK], salt=MARK)
    except signing.BadSignature:
        return None
    return Mark(UUID(user_id), page)


def keep(request: HttpRequest) -> Mark | None:
    """Keep what a form brought, for whoever had its page. None where it bears no mark of ours. Never a password."""
    mark = mark_of(request)
    if mark is None:
        return None
    fields = {name: values for name, values in request.POST.lists() if name not in OF_THIS_PAGE}
    if not any(secret in name.lower() for name in fields for secret in SECRETS):
        _lay_away(request, mark, Typed(request.path, fields))
    return mark


def _lay_away(request: HttpRequest, mark: Mark, typed: Typed) -> None:
    text = json.dumps({"page": mark.page, **asdict(typed)})
    if len(text) <= MOST_LETTERS:
        kept = {page: sealed for page, sealed in request.session.get(KEPT, {}).items() if page != mark.page}
        sealed = seal_of(mark.user_id, PURPOSE).encrypt(text.encode()).decode()
        request.session[KEPT] = dict([*kept.items(), (mark.page, sealed)][-MOST_PAGES:])


def give_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Fill a page with what was typed on it; forget it once it is saved, after half an hour, and when somebody else signed in."""
    if KEPT not in request.session:
        return response
    kept = _of_this_user(request)
    sent_from = mark_of(request)
    if sent_from is not None and response.status_code in {302, 303}:
        kept.pop(sent_from.page, None)
    typed = kept.get(request.get_full_path()) if request.method == "GET" and response.status_code == 200 else None
    if typed is not None and response.headers.get("Content-Type", "").startswith("text/html"):
        page = filled(response.content.decode(), request.get_full_path(), typed)
        response.content = page.encode() if page else response.content
    _leave(request, kept)
    return response


def pages_with_unsaved(request: HttpRequest) -> list[str]:
    """The addresses of the pages on which this user typed something that is kept and not saved yet."""
    return list(_of_this_user(request)) if KEPT in request.session else []


def _of_this_user(request: HttpRequest) -> dict[str, Typed]:
    cipher, found = seal_of(getattr(request, "actor", ANONYMOUS).user_id, PURPOSE), {}
    for page, sealed in request.session[KEPT].items():
        try:
            opened: dict[str, Any] = json.loads(cipher.decrypt(sealed.encode(), ttl=KEPT_SECONDS))
        except InvalidToken:  # somebody else's, too old, or not ours
            continue
        if opened.pop("page") == page:
            found[page] = Typed(**opened)
    return found


def _leave(request: HttpRequest, kept: dict[str, Typed]) -> None:
    """Let only what may still be given back stay in the session."""
    staying = {page: sealed for page, sealed in request.session[KEPT].items() if page in kept}
    if not staying:
        del request.session[KEPT]
    elif staying != request.session[KEPT]:
        request.session[KEPT] = staying
