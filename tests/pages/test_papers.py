"""Letters and papers of the demonstration: each as page, text and PDF with the same pence, and kept when it is had."""

import re
from hashlib import sha256

import page as checker
import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.models import Look
from commonpurse.access.queries import actor_for
from commonpurse.documents.blocks import Document, Heading, Kind, Paragraph
from commonpurse.documents.drawings.as_pdf import as_pdf
from commonpurse.documents.drawings.as_text import as_text
from commonpurse.documents.models import Giving, KeptDocument
from commonpurse.documents.text import plain
from commonpurse.journeys.models import Journey
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.papers.making import kinds_for, paper_for
from tests.a_demonstration import World, world
from tests.browsing_of_the_tests import as_
from tests.documents.drawn import pence_of_each

__all__ = ["world"]

PEOPLE = {
    "Dana": ["decision", "indicative", "plan", "record"],
    "Iris": ["indicative", "plan", "record"],  # two figures, a plan being written
    "Nell": ["indicative", "plan", "record"],  # sent to be agreed, section 117
    "Walter": ["indicative", "record"],  # costed by hand
    "Sylvie": ["not-eligible", "record"],
    "Leon": ["indicative", "record"],
    "Ruth": ["record"],
}
EACH = [(name, kind) for name, kinds in PEOPLE.items() for kind in kinds]
CODE = re.compile(r"\b[0-9a-f]{8,}\b")


def document_of(world: World, name: str, kind: str) -> Document:
    with acting_as(actor_for(world.users["sam"])) as sam:
        journey = Journey.objects.select_related("person", "team").get(pk=world.journeys[name])
        paper = paper_for(Kind(kind), journey, Reader(sam, own=False))
        assert paper is not None
        return paper.document


@pytest.mark.parametrize("name", PEOPLE)
def test_each_has_the_papers_that_their_road_has_made(world: World, name: str) -> None:
    with acting_as(actor_for(world.users["sam"])) as sam:
        journey = Journey.objects.select_related("person", "team").get(pk=world.journeys[name])
        assert [kind.value for kind in kinds_for(journey, Reader(sam, own=False))] == PEOPLE[name]


@pytest.mark.parametrize(("name", "kind"), EACH)
def test_page_text_and_pdf_have_the_same_pence_and_the_pdf_keeps_to_its_standards(world: World, name: str, kind: str) -> None:
    document = document_of(world, name, kind)
    each = pence_of_each(document)
    assert each["page"] == each["text"] == each["pdf"]
    if kind != "record" and kind != "not-eligible":
        assert each["page"]
    pdf = as_pdf(document)
    for profile in ("ua1", "2a"):
        assert [failure.rule_id for failure in checker.validate_pdf_bytes(pdf, profile=profile).failures] == []


@pytest.mark.parametrize(("name", "kind"), [one for one in EACH if one[1] != "record"])
def test_no_code_of_ours_stands_in_the_body(world: World, name: str, kind: str) -> None:
    body, _, foot = as_text(document_of(world, name, kind)).rpartition("Reference for staff")
    assert CODE.findall(body) == []
    assert CODE.findall(foot)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("Dana", "decision", ["We have agreed your plan", "It starts on", "Please ring Sam Reed on 01632 960117"]),
        (
            "Sylvie",
            "not-eligible",
            ["we cannot give you council support now", "We decided this on", "Please ring Sam Reed on 01632 960117"],
        ),
    ],
)
def test_a_letter_says_in_three_sentences_what_from_when_and_what_to_do(world: World, name: str, kind: str, said: list[str]) -> None:
    document = document_of(world, name, kind)
    lead = next(plain(block.text) for block in document.blocks if isinstance(block, Paragraph) and block.tone == "lead")
    sentences = re.split(r"(?<=\.) (?=[A-Z])", lead)
    assert len(sentences) == 3
    for sentence, part in zip(sentences, said, strict=True):
        assert part in sentence


def test_a_letter_is_a_letter(world: World) -> None:
    document = document_of(world, "Dana", "decision")
    text = as_text(document)
    for part in (
        "Northmere Council and Northmere NHS Trust",
        "2 Quay Street",
        "Telephone 01632 960110",
        "Dear Dana,",
        "Write to Complaints, Northmere Council",
        "0300 061 0614",
        "Yours sincerely,\n\nHelen Marsh",
        "Direct payment: ",
        "This is a demonstration",
    ):
        assert part in text
    headings = [plain(block.text) for block in document.blocks if isinstance(block, Heading)]
    assert headings == list(dict.fromkeys(headings))


def test_two_figures_stay_two_until_somebody_chooses(world: World) -> None:
    document = document_of(world, "Iris", "indicative")
    lead = next(plain(block.text) for block in document.blocks if isinstance(block, Paragraph) and block.tone == "lead")
    assert "there are two first figures: £" in lead
    assert " with your answers and £" in lead
    assert "A manager chooses between them later" in lead
    assert "The person's answers" not in as_text(document)


def test_a_first_figure_does_not_say_that_nothing_is_agreed_when_it_is(world: World) -> None:
    agreed, open_still = (as_text(document_of(world, name, "indicative")) for name in ("Dana", "Leon"))
    assert "which was agreed on" in agreed
    assert "nothing is agreed yet" not in agreed
    assert "Nothing is decided yet" not in agreed
    assert "nothing is agreed yet" in open_still


def test_nothing_is_said_twice_or_against_itself(world: World) -> None:
    for name, kind in (("Dana", "decision"), ("Sylvie", "not-eligible"), ("Nell", "plan"), ("Iris", "plan")):
        text = as_text(document_of(world, name, kind))
        sentences = [one.strip() for one in re.split(r"(?<=[.:]) |\n", text) if len(one.strip()) > 25 and one.strip().endswith((".", ":"))]
        assert sorted(set(sentences)) == sorted(sentences)
        assert not ("Not worked out yet" in text and "Council pays" in text)


def test_what_is_downloaded_is_what_is_kept(world: World) -> None:
    dana = as_(world.users["dana"])
    for format_ in ("pdf", "large-print", "text"):
        answer = dana.get(reverse("person:paper_file", kwargs={"kind": "decision", "format": format_}))
        assert answer.status_code == 200
        assert "Dana" not in answer["Content-Disposition"]
        with acting_as(actor_for(world.users["dana"])):
            kept = KeptDocument.objects.get(sha256=sha256(answer.content).hexdigest())
            assert Giving.objects.filter(kept=kept, to_whom="Dana Hollis", way="download", by_id=world.users["dana"].pk).exists()
            assert Look.objects.filter(user_id=world.users["dana"].pk, route="person:paper_file", section="plan").exists()
        again = dana.get(reverse("person:kept_paper", kwargs={"kept_id": kept.pk}))
        assert again.content == answer.content
    page = dana.get(reverse("person:papers")).content.decode()
    assert "Sent by post" in page  # Sam's giving, before
    assert "Downloaded" in page


def test_a_workers_copy_of_the_record_is_kept_and_the_person_does_not_get_it(world: World) -> None:
    known = {"journey_id": world.journeys["Dana"]}
    answer = as_(world.users["sam"]).get(reverse("practitioner:record_text", kwargs=known))
    with acting_as(actor_for(world.users["sam"])):
        kept = KeptDocument.objects.get(sha256=sha256(answer.content).hexdigest())
    assert kept.for_staff
    assert as_(world.users["sam"]).get(reverse("practitioner:kept_paper", kwargs={**known, "kept_id": kept.pk})).content == answer.content
    assert as_(world.users["dana"]).get(reverse("person:kept_paper", kwargs={"kept_id": kept.pk})).status_code == 404


def test_a_worker_writes_down_that_it_was_read_aloud(world: World) -> None:
    sam, address = as_(world.users["sam"]), reverse("practitioner:papers", kwargs={"journey_id": world.journeys["Sylvie"]})
    typed = {"kind": "not-eligible", "format": "text", "to_whom": "Sylvie Marsden, by telephone", "way": "read-aloud"}
    assert sam.post(address, typed)["Location"] == address
    page = sam.get(address).content.decode()
    assert "Sylvie Marsden, by telephone" in page
    assert "Read aloud" in page
    assert sam.post(address, typed | {"kind": "decision"}).status_code == 200  # she has none: the field says so


@pytest.mark.parametrize("path", ["decision", "nothing", "decision/docx", "record/page"])
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    assert as_(world.users["daniel"]).get(f"/my/papers/{path}").status_code == 404


def test_a_stranger_finds_no_paper(world: World) -> None:
    charlie: Client = as_(world.users["charlie"])
    known = {"journey_id": world.journeys["Dana"]}
    for name, more in (("papers", {}), ("paper", {"kind": "decision"}), ("kept_paper", {"kept_id": world.ids["kept_id"]})):
        assert charlie.get(reverse(f"practitioner:{name}", kwargs={**known, **more})).status_code == 404
