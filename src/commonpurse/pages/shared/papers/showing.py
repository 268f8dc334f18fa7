"""A document as a page, as a file that is kept when it is had, and everything that was given before."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.documents.acts import give
from commonpurse.documents.blocks import Format, Kind
from commonpurse.documents.drawings.drawing import FILES, file_name
from commonpurse.documents.models import Giving, KeptDocument
from commonpurse.documents.queries import given_on, kept_for
from commonpurse.journeys.models import Journey
from commonpurse.pages.opening import looked_at
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.papers.making import NAMES, Paper, kinds_for, paper_for

FORMATS = {Format.PDF: "PDF", Format.LARGE_PRINT: "PDF in large print", Format.TEXT: "plain text"}
Address = Callable[..., str]


def the_paper(request: Request, journey: Journey, kind: str, *, own: bool) -> Paper:
    """The document; 404 where there is none for this reader."""
    paper = paper_for(Kind(kind), journey, Reader(request.actor, own)) if kind in set(Kind) else None
    if paper is None:
        raise Http404
    return paper


def looked_at_paper(request: Request, journey: Journey, kind: str, *, own: bool) -> Paper:
    """The document, with the look at each part of the record that it shows written down."""
    paper = the_paper(request, journey, kind, own=own)
    looked_at(request, journey.person_id, paper.about.sections)
    return paper


def as_page(paper: Paper, *, file_at: Address) -> dict[str, Any]:
    kind = paper.document.kind
    return {"document": paper.document, "files": [(name, file_at(kind=kind.value, format=one.value)) for one, name in FORMATS.items()]}


def as_file(request: Request, paper: Paper, format_: str) -> HttpResponse:
    """The bytes that are kept, for whoever downloads them."""
    if format_ not in FORMATS:
        raise Http404
    return download(_downloaded(request, paper, Format(format_)))


def text_as_file(request: Request, paper: Paper, written: str) -> HttpResponse:
    """A text that stands on a page to be copied: what is downloaded is that text, and it is kept as it is."""
    return download(_downloaded(request, paper, Format.TEXT, content=written.replace("\n", "\r\n").encode()))


def _downloaded(request: Request, paper: Paper, format_: Format, *, content: bytes | None = None) -> KeptDocument:
    to_whom = request.actor.name
    return give(paper.document, format_, paper.about, to_whom=to_whom, way=Giving.Way.DOWNLOAD, content=content, by=request.actor)


def download(kept: KeptDocument) -> HttpResponse:
    answer = HttpResponse(bytes(kept.content), content_type=FILES[Format(kept.format)].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(kept.kind, kept.format, kept.dated.isoformat())}"'
    return answer


def kept_file(request: Request, journey: Journey, kept_id: UUID) -> HttpResponse:
    """What was given, the same bytes."""
    kept = kept_for(request.actor, journey.person_id, journey.pk).filter(pk=kept_id).first()
    if kept is None:
        raise Http404
    looked_at(request, journey.person_id, kept.sections)
    return download(kept)


def everything(request: Request, journey: Journey, *, own: bool, page_at: Address, file_at: Address, kept_at: Address) -> dict[str, Any]:
    """What there is to have, and what was given."""
    kinds = kinds_for(journey, Reader(request.actor, own))
    given = given_on(request.actor, journey.person_id, journey.pk)
    names = names_of({one.by_id for one in given})
    return {
        "papers": [
            {
                "name": NAMES[kind],
                "page": page_at(kind=kind.value),
                "files": [(name, file_at(kind=kind.value, format=one.value)) for one, name in FORMATS.items()],
            }
            for kind in kinds
        ],
        "given": [
            {
                "what": NAMES[Kind(one.kind)],
                "format": FORMATS[Format(one.format)],
                "dated": one.dated,
                "to_whom": one.to_whom,
                "way": one.way,
                "by": names.get(one.by_id, "somebody who has left"),
                "at": one.at,
                "href": kept_at(kept_id=one.kept_id),
            }
            for one in given
        ],
    }
