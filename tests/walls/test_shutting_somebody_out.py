"""Who is shut out of a record: said by its person or by a privacy officer, taken back by the same, read by nobody whom it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor, Role
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.models import Look, Never, User
from commonpurse.access.queries import actor_for, is_privacy_officer_of, never_seen, said_by_privacy_officers, shut_out_of
from commonpurse.access.registry import LET_IN, SHUT_OUT, AccessSection
from commonpurse.assessments.acts import hand_over
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import caseload, caseload_counts, visible_to
from commonpurse.organisations.models import Membership
from commonpurse.people.models import Person
from commonpurse.people.queries import found_for_privacy, named_for_privacy
from commonpurse.values.missing import NotReady
from tests.conftest import Databases
from tests.journeys_of_the_tests import a_started_journey, an_account_of
from tests.people_of_the_tests import Place, a_place, a_privacy_officer, actor_of, as_operator
from tests.walls.test_each_wall_alone import without_row_security

NUMBER, BORN = "9990123454", date(1992, 3, 4)


@dataclass
class Record:
    """Daniel has an account; the council and the trust share the team that works with him. Omar is the trust's privacy officer."""

    place: Place
    journey: Journey
    daniel: Actor
    omar: Actor

    @property
    def person(self) -> Person:
        return self.journey.person

    def says(self, who: Actor, whom: Actor, why: str = "They are neighbours.") -> Never:
        with acting_as(who):
            return access.never_let_see(user_id=whom.user_id, person_id=self.person.pk, why=why, by=who)


@pytest.fixture
def record(place: Place) -> Record:
    return a_record(place)


def a_record(place: Place) -> Record:
    journey = a_started_journey(place, person=place.person(nhs_number=NUMBER))
    return Record(place, journey, actor_of(an_account_of(place, journey.person)), a_privacy_officer(place.trust))


def rows_seen_by(who: Actor) -> int:
    with acting_as(who):
        return Never.objects.count()


def by_sql(who: Actor, statement: str, *values: UUID) -> int:
    """Run a statement as somebody, past every act. Returns how many rows it reached."""
    with transaction.atomic(), acting_as(who), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


PUT_IN = "insert into access_never (id, user_id, person_id, why, since, given_by_id) values (gen_random_uuid(), %s, %s, 'x', now(), %s)"
END = "update access_never set ended_at = now(), ended_by_id = %s where id = %s"


def test_neither_whoever_is_shut_out_nor_the_team_reads_why(record: Record) -> None:
    record.says(record.daniel, record.place.as_priya)
    assert rows_seen_by(record.place.as_priya) == 0
    assert rows_seen_by(record.place.as_sam) == 0
    assert rows_seen_by(record.omar) == 0  # what the person said is no business of theirs
    assert rows_seen_by(record.daniel) == 1  # the negative control


def test_the_team_and_the_person_know_who_it_is_and_nobody_else_does(record: Record) -> None:
    record.says(record.daniel, record.place.as_priya)
    for who in (record.place.as_sam, record.daniel):
        with acting_as(who):
            assert shut_out_of(record.person.pk) == {record.place.priya.pk}
    for other in (record.place.as_priya, record.place.as_charlie, record.omar):
        with acting_as(other):
            assert shut_out_of(record.person.pk) == set()


def test_what_an_officer_said_the_person_and_each_officer_read(record: Record) -> None:
    record.says(record.omar, record.place.as_priya)
    assert rows_seen_by(record.daniel) == rows_seen_by(record.omar) == 1
    assert rows_seen_by(a_privacy_officer(record.place.council, "olive")) == 1  # the council has the team too
    assert rows_seen_by(a_privacy_officer(record.place.elsewhere.organisations.get(), "odd")) == 0
    assert rows_seen_by(record.place.as_priya) == 0


@pytest.mark.parametrize("who", ["as_sam", "as_helen", "as_charlie"])
def test_nobody_else_says_it(record: Record, who: str) -> None:
    actor = getattr(record.place, who)
    with pytest.raises(Refused, match="Only the person"):
        record.says(actor, record.place.as_priya)
    with pytest.raises(ProgrammingError, match="row-level security"):
        by_sql(actor, PUT_IN, record.place.priya.pk, record.person.pk, actor.user_id)
    assert by_sql(record.daniel, PUT_IN, record.place.priya.pk, record.person.pk, record.daniel.user_id) == 1  # the negative control


def test_an_officer_of_another_organisation_does_not_say_it(record: Record) -> None:
    odd = a_privacy_officer(record.place.elsewhere.organisations.get(), "odd")
    with pytest.raises(Refused, match="Only the person"):
        record.says(odd, record.place.as_priya)
    with pytest.raises(ProgrammingError, match="row-level security"):
        by_sql(odd, PUT_IN, record.place.priya.pk, record.person.pk, odd.user_id)
    assert record.says(record.omar, record.place.as_priya)  # the negative control


def test_nobody_is_shut_out_of_their_own_record_nor_by_themselves(record: Record) -> None:
    with pytest.raises(Refused, match="own record"):
        record.says(record.omar, record.daniel)
    with pytest.raises(ProgrammingError, match="row-level security"):
        by_sql(record.omar, PUT_IN, record.daniel.user_id, record.person.pk, record.omar.user_id)
    for who in (record.omar, record.daniel):
        with pytest.raises(Refused, match="shut yourself out"):
            record.says(who, who)
        with pytest.raises(ProgrammingError, match="row-level security"):
            by_sql(who, PUT_IN, who.user_id, record.person.pk, who.user_id)


def test_nobody_says_it_in_the_name_of_somebody_else(record: Record) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        by_sql(record.omar, PUT_IN, record.place.priya.pk, record.person.pk, record.daniel.user_id)


def test_an_officer_says_why(record: Record) -> None:
    with pytest.raises(NotReady, match="Write why"):
        record.says(record.omar, record.place.as_priya, why=" ")
    assert record.says(record.daniel, record.place.as_priya, why="").why == ""  # the person need not


def taken_back(never: Never, who: Actor) -> None:
    with acting_as(who):
        access.let_see_again(never, by=who)


def test_each_takes_back_their_own_and_not_the_others(record: Record) -> None:
    daniels, omars = (record.says(who, record.place.as_priya) for who in (record.daniel, record.omar))
    with pytest.raises(Refused, match="only they take it back"):
        taken_back(daniels, record.omar)
    with pytest.raises(Refused, match="Ask them to take it back"):
        taken_back(omars, record.daniel)
    assert by_sql(record.omar, END, record.omar.user_id, daniels.pk) == 0
    assert by_sql(record.daniel, END, record.daniel.user_id, omars.pk) == 0
    priya = record.place.as_priya
    taken_back(daniels, record.daniel)
    with acting_as(priya):
        assert not visible_to(priya).exists()  # what Omar said still stands
    taken_back(omars, record.omar)
    with acting_as(priya):
        assert visible_to(priya).exists()


def test_another_officer_of_the_organisation_takes_it_back(record: Record) -> None:
    """Whoever said it may have left."""
    never = record.says(record.omar, record.place.as_priya)
    taken_back(never, a_privacy_officer(record.place.trust, "olive"))
    with acting_as(record.daniel):
        assert never_seen(record.person.pk).get().ended_at


def test_what_has_ended_does_not_begin_again_and_whoever_ends_it_is_named(record: Record) -> None:
    never = record.says(record.daniel, record.place.as_priya)
    by_sql(record.daniel, END, record.place.priya.pk, never.pk)
    with acting_as(record.daniel):
        assert Never.objects.get(pk=never.pk).ended_by_id == record.daniel.user_id  # whatever the statement says
    again = "update access_never set ended_at = null, ended_by_id = null where id = %s"
    with pytest.raises(ProgrammingError, match="does not begin again"):
        by_sql(record.daniel, again, never.pk)
    with pytest.raises(ProgrammingError, match="does not change"):
        by_sql(record.daniel, "update access_never set why = 'y' where id = %s", record.says(record.daniel, record.place.as_sam).pk)


def test_said_twice_is_once(record: Record) -> None:
    for who in (record.daniel, record.omar):
        assert record.says(who, record.place.as_priya) == record.says(who, record.place.as_priya)
    assert rows_seen_by(record.daniel) == 2


def test_each_act_of_an_officer_is_a_look_that_the_person_sees(record: Record) -> None:
    never = record.says(record.omar, record.place.as_priya)
    record.says(record.omar, record.place.as_priya)
    taken_back(never, record.omar)
    taken_back(never, record.omar)
    with acting_as(record.daniel):
        looks = list(Look.objects.filter(user_id=record.omar.user_id).order_by("pk").values_list("section", "as_capacity", "purpose"))
    assert looks == [(SHUT_OUT, "privacy", "oversight"), (LET_IN, "privacy", "oversight")]


def test_what_the_person_says_is_no_look(record: Record) -> None:
    taken_back(record.says(record.daniel, record.place.as_priya), record.daniel)
    with acting_as(record.daniel):
        assert not Look.objects.filter(section__in=[SHUT_OUT, LET_IN]).exists()


@pytest.mark.parametrize(
    ("section", "who"), [(AccessSection.ACCESS, "odd"), ("plan", "omar")], ids=["of another organisation", "at what they never see"]
)
def test_an_officer_writes_no_other_look(record: Record, section: str, who: str) -> None:
    odd = a_privacy_officer(record.place.elsewhere.organisations.get(), "odd")
    officer = {"omar": record.omar, "odd": odd}[who]
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(officer):
        access.look(person_id=record.person.pk, section=section, route="privacy:find", by=officer)
    with acting_as(record.omar):  # the negative control
        access.look(person_id=record.person.pk, section=AccessSection.ACCESS, route="privacy:find", by=record.omar)


FINDS: dict[str, Callable[[], object]] = {
    "number": lambda: found_for_privacy(nhs_number=NUMBER),
    "name and birthday": lambda: found_for_privacy(first_name=" daniel", last_name="OKAFOR ", born=BORN),
}
MISSES: dict[str, Callable[[], object]] = {
    "part of a number": lambda: found_for_privacy(nhs_number=NUMBER[:9]),
    "part of a name": lambda: found_for_privacy(first_name="Dan", last_name="Okafor", born=BORN),
    "no first name": lambda: found_for_privacy(last_name="Okafor", born=BORN),
    "a pattern": lambda: found_for_privacy(first_name="%", last_name="%", born=BORN),
    "another birthday": lambda: found_for_privacy(first_name="Daniel", last_name="Okafor", born=date(1992, 3, 5)),
    "no birthday": lambda: found_for_privacy(first_name="Daniel", last_name="Okafor"),
    "nothing": found_for_privacy,
}


@pytest.mark.parametrize("typed", FINDS)
def test_an_officer_finds_whom_they_name_exactly(record: Record, typed: str) -> None:
    with acting_as(record.omar):
        assert FINDS[typed]() == {record.person.pk: "Daniel Okafor"} == named_for_privacy({record.person.pk})
        assert not Person.objects.exists()  # and sees nothing of them


@pytest.mark.parametrize("typed", MISSES)
def test_an_officer_finds_nobody_by_less(record: Record, typed: str) -> None:
    with acting_as(record.omar):
        assert MISSES[typed]() == {}


def also_a_practitioner(record: Record) -> Actor:
    """Omar, who works in the team too, in the room for that."""
    with as_operator():
        Membership.objects.create(
            user_id=record.omar.user_id, organisation=record.place.trust, team=record.place.team, role=Role.PRACTITIONER
        )
    return actor_for(User.objects.get(pk=record.omar.user_id))


def test_nobody_else_finds_anybody(record: Record) -> None:
    odd = a_privacy_officer(record.place.elsewhere.organisations.get(), "odd")
    for who in (record.place.as_sam, record.place.as_charlie, record.daniel, odd, also_a_practitioner(record)):
        with acting_as(who):
            assert [find() for find in FINDS.values()] == [{}, {}]
            assert named_for_privacy({record.person.pk}) == {}


def test_an_officer_who_is_shut_out_finds_nobody_and_says_nothing(record: Record) -> None:
    record.says(record.omar, record.place.as_priya)
    record.says(record.daniel, record.omar)
    with acting_as(record.omar):
        assert [find() for find in FINDS.values()] == [{}, {}]
        assert not is_privacy_officer_of(record.person.pk)
        assert not Never.objects.exists()
    with pytest.raises(Refused):
        record.says(record.omar, record.place.as_sam)


def said_of(rows: Iterable[object]) -> list[tuple[bool, bool]]:
    """Of each row, whether its responsible worker is shut out, and whether they have left."""
    return [(getattr(row, "worker_shut_out"), getattr(row, "worker_left")) for row in rows]  # noqa: B009 - mypy knows no annotation


def test_a_journey_whose_worker_is_shut_out_waits_for_the_manager(record: Record) -> None:
    helen, sam, priya = record.place.as_helen, record.place.as_sam, record.place.as_priya
    with acting_as(helen):
        assert caseload_counts(helen)["me"] == 0  # the negative control
    record.says(record.daniel, sam)
    with acting_as(helen):
        assert said_of(caseload(helen, waiting="me")) == [(True, False)]
        assert caseload_counts(helen)["me"] == 1
    with acting_as(sam):
        assert caseload_counts(sam)["everyone"] == 0
    with acting_as(priya):
        assert said_of(caseload(priya, waiting="everyone")) == [(True, False)]


def test_it_is_handed_to_nobody_who_is_shut_out(record: Record) -> None:
    sam = record.place.as_sam
    never = record.says(record.daniel, record.place.as_priya)
    with acting_as(sam), pytest.raises(NotReady, match="works in this team"):
        hand_over(record.journey, to_user_id=record.place.priya.pk, note="Please.", by=sam)
    taken_back(never, record.daniel)
    with acting_as(sam):
        hand_over(record.journey, to_user_id=record.place.priya.pk, note="Please.", by=sam)  # the negative control


def test_the_first_wall_alone_shows_an_officer_what_officers_said_of_their_records(own_database: str, databases: Databases) -> None:
    place = a_place()
    record = a_record(place)
    odd = a_privacy_officer(place.elsewhere.organisations.get(), "odd")
    record.says(record.omar, place.as_priya)
    record.says(record.daniel, place.as_sam)
    without_row_security(databases, own_database)
    with acting_as(odd):
        assert Never.objects.count() == 2  # the negative control: the second wall is away
        assert not said_by_privacy_officers().exists()
    with acting_as(record.omar):
        assert [one.user_id for one in said_by_privacy_officers()] == [place.priya.pk]
