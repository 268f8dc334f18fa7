"""What is typed on a page of a journey, kept as it is typed, and offered when the page is opened again until it is saved or thrown away.

For pages whose form changes something shared, where saving while typing would change it under everybody else's hands. See
docs/decisions/0025. A question of an assessment saves itself instead (`pages.answering`). A view makes one `Drafts`, gives back what it
answered, says `done` when the form was saved, and lets it fill the page; its template draws `draft_fields` and `typed_before`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.text import Truncator

from commonpurse.access.decisions import Refused
from commonpurse.access.middleware import Request
from commonpurse.journeys.drafts.acts import Place, end_draft, keep_draft
from commonpurse.journeys.drafts.queries import unsaved_drafts
from commonpurse.journeys.models import Draft, Journey
from commonpurse.pages.filled import OF_THIS_PAGE, Typed, filled
from commonpurse.pages.forms import uuids
from commonpurse.pages.given_back import MOST_LETTERS, pages_with_unsaved
from commonpurse.pages.sealing import seal_of
from commonpurse.theme.words import clock_time
from commonpurse.values.missing import NotReady
from commonpurse.values.text import on_one_line

PURPOSE = "typed and not saved"
OF_THE_DRAFT = frozenset({"draft", "instead_of", "unanswered"})
AS_A_DRAFT = " as a draft, for you alone. Press the button below to save it"
LETTERS_SHOWN = 160


@dataclass(frozen=True)
class TypedBefore:
    """Something that this user typed and did not save: when, its words, and where the page stands filled with it."""

    id: UUID
    at: str
    words: str
    page: str

    @property
    def href(self) -> str:
        return f"{self.page}?typed={self.id}"


@dataclass(frozen=True)
class Fields:
    """What a form carries so that what is typed in it is kept: its draft, the draft that it was filled with, and its next save."""

    draft: str
    instead_of: str
    save: UUID


class Drafts:
    """The drafts of one user on one page. `page`: the page that offers them, where the form is sent to another address."""

    def __init__(self, request: Request, journey: Journey, *, section: str, page: str = "") -> None:
        self._request = request
        self._place = Place(journey, section, page or request.path)

    def answered(self, *asked: forms.Form) -> HttpResponse | None:
        """The answer to a save while typing and to throwing a draft away; None where the form itself was sent, or asked for."""
        if self._request.method != "POST":
            return None
        if self._request.headers.get("X-Requested-With") == "autosave":
            return self._keep(asked)
        if thrown := uuids(self._request.POST.getlist("throw_away")):
            end_draft(self._place, thrown.pop(), by=self._request.actor)
            return redirect(self._place.page)
        return None

    def done(self) -> None:
        """The form was saved: its draft is done with, in the same transaction."""
        if draft := self._sent("draft"):
            end_draft(self._place, draft, older=self._sent_before(), instead_of=self._sent("instead_of"), by=self._request.actor)

    def fields(self, form: forms.Form) -> Fields:
        """A form that comes back with something to put right goes on with its own draft."""
        before = self._request.POST if form.is_bound else {}
        taken = str(self._taken.last) if self._taken else ""
        return Fields(before.get("draft") or str(uuid4()), before.get("instead_of", taken), uuid4())

    @property
    def before(self) -> list[TypedBefore]:
        """What was typed on this page before; not what it is filled with already."""
        if self._request.method != "GET" or self._request.get_full_path() in pages_with_unsaved(self._request):
            return []
        taken = self._taken.window if self._taken else None
        return [one for one in self._all if one.id != taken and one.page == self._place.page]

    @property
    def elsewhere(self) -> list[TypedBefore]:
        """What was typed on other pages of this part of the journey, the latest first."""
        return [one for one in self._all if one.page != self._place.page]

    @cached_property
    def _all(self) -> list[TypedBefore]:
        return [
            TypedBefore(row.window, clock_time(row.at), Truncator(words).chars(LETTERS_SHOWN), row.page)
            for row, (words, _) in self._opened
            if words
        ]

    def filled(self, response: HttpResponse) -> HttpResponse:
        """The page, filled with the draft that its address names."""
        if self._taken is None:
            return response
        (typed,) = (typed for row, (_, typed) in self._opened if row.window == self._taken.window)
        said = f"You typed this at {clock_time(self._taken.at)}. It is not saved yet. Press the button below to save it."
        page = filled(response.content.decode(), self._request.path, typed, said=said, saving_rests=False)
        response.content = page.encode() if page else response.content
        return response

    def _keep(self, asked: Iterable[forms.Form]) -> JsonResponse:
        draft, save = self._sent("draft"), self._sent("client_uuid")
        if draft is None or save is None:
            return JsonResponse({"message": "not saved: press the button below"}, status=422)
        sealed = self._sealed(" · ".join(_words(self._request, asked)))
        if len(sealed) > MOST_LETTERS:
            return JsonResponse({"message": "not saved: this is too long to keep. Press the button below"}, status=422)
        try:
            at = keep_draft(
                self._place,
                draft,
                sealed,
                save=save,
                older=self._sent_before() - {save},
                instead_of=self._sent("instead_of"),
                by=self._request.actor,
            )
        except NotReady as error:
            return JsonResponse({"message": f"not saved: {error}"}, status=409)
        except Refused as error:
            return JsonResponse({"message": f"not saved: {error}"}, status=403)
        return JsonResponse({"saved_at": clock_time(at) + AS_A_DRAFT, "event": str(save)})

    def _sealed(self, words: str) -> str:
        fields = {name: values for name, values in self._request.POST.lists() if name not in OF_THIS_PAGE | OF_THE_DRAFT}
        text = json.dumps({"words": words, **asdict(Typed(self._request.path, fields))})
        return seal_of(self._request.actor.user_id, PURPOSE).encrypt(text.encode()).decode()

    @cached_property
    def _opened(self) -> list[tuple[Draft, tuple[str, Typed]]]:
        """Each unsaved draft with its words and what fills the form; what cannot be opened any more is left out."""
        seal, found = seal_of(self._request.actor.user_id, PURPOSE), []
        for row in unsaved_drafts(self._place.journey.pk, by=self._request.actor).filter(section=self._place.section):
            try:
                opened: dict[str, Any] = json.loads(seal.decrypt(row.sealed.encode()))
            except InvalidToken:  # the place has another secret now
                continue
            found.append((row, (opened.pop("words"), Typed(**opened))))
        return found

    @cached_property
    def _taken(self) -> Draft | None:
        """The draft that the address names, where it is one of this page."""
        named = uuids(self._request.GET.getlist("typed")) if self._request.method == "GET" else set()
        return next((row for row, _ in self._opened if row.window in named and row.page == self._place.page), None)

    def _sent(self, name: str) -> UUID | None:
        return next(iter(uuids(self._request.POST.getlist(name)[:1])), None)

    def _sent_before(self) -> set[UUID]:
        """The saves of this page of which its browser has heard nothing."""
        return uuids(self._request.POST.get("unanswered", "").split())


def _words(request: Request, asked: Iterable[forms.Form]) -> Iterator[str]:
    """What was typed in words, in the order of the page, and did not stand there before.

    Boxes that are chosen or ticked say nothing by themselves.
    """
    for form in asked:
        for field in form:
            widget = field.field.widget
            if isinstance(widget, (forms.TextInput, forms.Textarea)):
                stood = widget.format_value(form.get_initial_for_field(field.field, field.name)) or ""
                typed = on_one_line(request.POST.get(field.html_name, "")).strip()
                if typed and typed != stood.strip():
                    yield typed
