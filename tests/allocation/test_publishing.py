"""Schemes are published once, whole, for good."""

from importlib.resources import files
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from commonpurse.access.actors import ANONYMOUS, OPERATOR
from commonpurse.access.decisions import Refused
from commonpurse.allocation.acts import NotPublishable, publish
from commonpurse.allocation.models import Scheme
from commonpurse.allocation.queries import rules_of
from tests.people_of_the_tests import Place, actor_of

pytestmark = pytest.mark.usefixtures("somebody_acts")

ADULT = Path(str(files("commonpurse.allocation") / "schemes" / "reference-adult.toml")).read_bytes()


def changed(**words: str) -> bytes:
    text = ADULT.decode()
    for name, value in words.items():
        line = next(line for line in text.splitlines() if line.startswith(f"{name} = "))
        text = text.replace(line, f"{name} = {value}", 1)
    return text.encode()


def test_what_is_published_is_the_file_to_the_byte(db: None) -> None:
    row = publish(ADULT, by=OPERATOR)
    assert row.source.encode() == ADULT
    again = Scheme.objects.get(pk=row.pk)
    assert rules_of(again).sha256 == again.sha256


def test_the_same_bytes_again_change_nothing(db: None) -> None:
    assert publish(ADULT, by=OPERATOR).pk == publish(ADULT, by=OPERATOR).pk
    assert Scheme.objects.count() == 1


def test_other_bytes_under_the_same_version_are_refused(db: None) -> None:
    publish(ADULT, by=OPERATOR)
    with pytest.raises(NotPublishable, match="is published already, and differs"):
        publish(changed(title='"Another"'), by=OPERATOR)


def test_every_fault_is_listed(db: None) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish(changed(format="2", pays='"daily"'), by=OPERATOR)
    assert len(refused.value.missing) == 2
    assert not Scheme.objects.exists()


def test_live_ranges_never_overlap(db: None) -> None:
    publish(ADULT, by=OPERATOR)
    later = changed(version='"2027.1"', effective_from="2027-04-01")
    with pytest.raises(NotPublishable, match="is in force on some of these days"):
        publish(later, by=OPERATOR)
    draft = changed(version='"2027.2"', status='"draft"')
    assert publish(draft, by=OPERATOR).status == "draft"
    assert sorted(Scheme.objects.values_list("version", "status")) == [("2026.1", "demonstration"), ("2027.2", "draft")]


def test_funders_that_plans_do_not_know_are_refused(db: None) -> None:
    """A part of the money that no plan, agreement or letter can carry would be lost on its way."""
    stranger = ADULT.replace(b'"nhs"', b'"charity"').replace(b"nhs =", b"charity =")
    with pytest.raises(NotPublishable, match="The funder “charity” is not known here"):
        publish(stranger, by=OPERATOR)
    assert not Scheme.objects.exists()
    assert publish(ADULT, by=OPERATOR).code == "reference-adult"


def test_one_that_ends_before_it_begins_is_refused_in_a_sentence(db: None) -> None:
    source = changed(effective_from="2026-04-01\neffective_to = 2026-04-01")
    with pytest.raises(NotPublishable):
        publish(source, by=OPERATOR)


@pytest.mark.parametrize("statement", ["update allocation_scheme set title = 'x'", "delete from allocation_scheme"])
def test_the_database_lets_nobody_edit_one(db: None, statement: str) -> None:
    publish(ADULT, by=OPERATOR)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_not_everybody_publishes(place: Place) -> None:
    for actor in (ANONYMOUS, place.as_sam, place.as_helen):
        with pytest.raises(Refused):
            publish(ADULT, by=actor)
    assert publish(ADULT, by=actor_of(place.wen))
