"""Questionnaires: every fault named with its place, published once, never changed."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from commonpurse.access.actors import OPERATOR
from commonpurse.access.decisions import Refused
from commonpurse.assessments.acts import NotPublished, publish_questionnaire
from commonpurse.assessments.models import Questionnaire
from commonpurse.assessments.questionnaire import form_of
from commonpurse.assessments.questionnaire_file import QuestionnaireFaults, read_questionnaire
from commonpurse.formula import Scheme, read_scheme
from tests.people_of_the_tests import Place

pytestmark = pytest.mark.usefixtures("somebody_acts")

SCHEMES = files("commonpurse.allocation") / "schemes"
WORDS = files("commonpurse.assessments") / "questionnaires"
PICTURES = Path(str(files("commonpurse.theme"))) / "static" / "theme" / "pictures"


def scheme(kind: str = "adult", **changes: str) -> Scheme:
    text = (SCHEMES / f"reference-{kind}.toml").read_text()
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    return read_scheme(text.encode())


def words(kind: str = "adult") -> bytes:
    return (WORDS / f"reference-{kind}.toml").read_bytes()


@pytest.mark.parametrize(("kind", "questions"), [("adult", 11), ("carer", 9)])
def test_what_is_shipped_is_whole(kind: str, questions: int) -> None:
    form = form_of(read_questionnaire(words(kind), scheme(kind)))
    assert len(form.questions) == questions
    for question in form.questions:
        assert (PICTURES / f"{question.picture}.svg").is_file(), question.id
        assert question.why.startswith("We ask")


def test_titles_and_levels_are_the_schemes_own() -> None:
    adult = scheme()
    form = form_of(read_questionnaire(words(), adult))
    assert [(q.id, q.title, q.levels, q.fluctuates, q.unpaid_help) for q in form.questions] == [
        (q.id, q.text, q.levels, q.fluctuates, q.unpaid_support) for q in adult.questions
    ]


FAULTS = [
    ('id = "eating"\n', 'id = "eatin"\n', 'asks no question "eatin"'),
    ('outcomes = ["a"]', 'outcomes = ["z"]', '"z" is no outcome of the regulations for adults'),
    ('outcome = "b"', 'outcome = "b-i"', '"b-i" is no outcome of the regulations for adults'),
    ("format = 1", "format = 2", "format must be 1"),
    ("format = 1\n", "", "format is missing"),
    ('scheme = "reference-adult"', 'scheme = "other"', 'scheme is "other"'),
    ('why = "We ask so that we can see if you get enough to eat and drink."', "", "why is missing"),
    ('id = "toilet", text = "Using the toilet", outcome = "c"', 'id = "washing", text = "Using", outcome = "c"', "used more than once"),
    ('id = "distress"', 'id = "cannot"', "used more than once"),
    ('choices = ["None", ', "choices = [", "choices must be 5"),
    ("[worst_weeks]", "[other_weeks]", "[worst_weeks] is missing"),
    ("[unpaid_help]", "[unpaid]", "[unpaid_help] is missing"),
    ('picture = "home"', 'pictures = "home"', 'unknown key "pictures"'),
    ('text = "It takes me much longer"', "text = 3", "text must be text"),
    ("cost_by_hand = true", 'cost_by_hand = "yes"', "cost_by_hand must be true or false"),
    ("[[questions]]", "[[questions", "this is not TOML"),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[says for *_, says in FAULTS])
def test_each_fault_is_named(old: str, new: str, says: str) -> None:
    text = words().decode()
    assert old in text
    with pytest.raises(QuestionnaireFaults) as refused:
        read_questionnaire(text.replace(old, new, 1).encode(), scheme())
    assert says in str(refused.value)


def test_a_question_without_words_is_a_fault() -> None:
    text = words().decode()
    start = text.index('[[questions]]\nid = "nights"')
    with pytest.raises(QuestionnaireFaults, match='the scheme asks "nights", and there are no words for it here'):
        read_questionnaire((text[:start] + text[text.index("[worst_weeks]") :]).encode(), scheme())


def test_all_faults_come_at_once_in_the_order_of_their_lines() -> None:
    text = words().decode().replace('outcomes = ["a"]', 'outcomes = ["z"]').replace('outcomes = ["j"]', 'outcomes = ["y"]')
    with pytest.raises(QuestionnaireFaults) as refused:
        read_questionnaire(text.encode(), scheme())
    lines = [fault.line for fault in refused.value.faults]
    assert len(lines) == 2
    assert lines == sorted(line for line in lines if line)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(QuestionnaireFaults, match="UTF-8"):
        read_questionnaire(b"\xff", scheme())


def test_published_once(db: None) -> None:
    first = publish_questionnaire(words(), scheme(), by=OPERATOR)
    assert publish_questionnaire(words(), scheme(), by=OPERATOR) == first
    assert Questionnaire.objects.count() == 1
    assert (first.demonstration, first.in_force_from, first.in_force_until) == (True, date(2026, 4, 1), None)


def test_other_words_under_the_same_version_are_refused(db: None) -> None:
    publish_questionnaire(words(), scheme(), by=OPERATOR)
    with pytest.raises(NotPublished, match="published already, and differs"):
        publish_questionnaire(words().replace(b"Think of a usual week.", b"Think hard."), scheme(), by=OPERATOR)
    with pytest.raises(NotPublished, match="published already, and differs"):  # a level of the scheme changed under its version
        publish_questionnaire(words(), scheme(**{"I need a bit of help or a reminder, some days": "Some days I need help"}), by=OPERATOR)
    newer = words().replace(b'version = "2026.1"', b'version = "2026.2"').replace(b"Think of a usual week.", b"Think hard.")
    assert publish_questionnaire(newer, scheme(), by=OPERATOR).version == "2026.2"


def test_nothing_is_published_beside_a_draft_or_by_just_anybody(place: Place) -> None:
    with pytest.raises(NotPublished, match="is draft"):
        publish_questionnaire(words(), scheme(**{'status = "demonstration"': 'status = "draft"'}), by=OPERATOR)
    with pytest.raises(Refused):
        publish_questionnaire(words(), scheme(), by=place.as_sam)
    with pytest.raises(NotPublished, match="no question"):
        publish_questionnaire(words().replace(b'id = "eating"', b'id = "x"'), scheme(), by=OPERATOR)


def test_the_database_keeps_it_as_it_is(db: None) -> None:
    publish_questionnaire(words(), scheme(), by=OPERATOR)
    for statement in ("update assessments_questionnaire set code = 'x'", "delete from assessments_questionnaire"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
