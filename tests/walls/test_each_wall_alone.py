"""Two walls, each proved with the other taken away: the application's grants in Python, and row-level security in the database."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from commonpurse.access import acts as access
from commonpurse.access.actors import Role
from commonpurse.access.context import NoActor, acting_as
from commonpurse.access.queries import is_held_by_team_of
from commonpurse.access.registry import Personal, all_records, personal
from commonpurse.access.row_security import tables_without_entry
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import caseload, caseload_counts, visible_to
from commonpurse.organisations.models import Membership
from commonpurse.organisations.queries import teams_of
from commonpurse.people.models import Person
from tests.conftest import Databases
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, a_place, actor_of, as_operator, give_past_the_wall


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}"')
        return int(cursor.fetchone()[0])


def without_row_security(databases: Databases, database: str) -> None:
    """Take the second wall away, to prove the first by itself."""
    with databases.as_owner(database) as owner:
        for record in personal():
            owner.execute(
                f'alter table "{record.table}" no force row level security; alter table "{record.table}" disable row level security'
            )


def test_the_second_wall_alone_shows_a_stranger_nothing(place: Place) -> None:
    daniel = place.person()
    with acting_as(place.as_sam):
        journeys.start_journey(daniel, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)
        assert Person.objects.count() == 1  # no visible_to: only the database stands between
    with acting_as(place.as_charlie):
        assert Person.objects.count() == 0
        assert Journey.objects.count() == 0


def test_the_first_wall_alone_shows_a_stranger_nothing(own_database: str, databases: Databases) -> None:
    place = a_place()
    daniel = place.person()
    with acting_as(place.as_sam):
        journeys.start_journey(daniel, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)
    without_row_security(databases, own_database)
    with acting_as(place.as_charlie):
        assert Person.objects.count() == 1  # the negative control: without row-level security everything is there
        assert visible_to(place.as_charlie).count() == 0
    with acting_as(place.as_sam):
        assert visible_to(place.as_sam).count() == 1


def test_somebody_who_must_never_see_a_person_does_not_though_the_team_may(place: Place) -> None:
    from commonpurse.access import acts as access

    daniel = place.person()
    account, priya = actor_of(an_account_of(place, daniel)), place.as_priya
    with acting_as(priya):
        assert Person.objects.count() == 1
    with acting_as(account):
        never = access.never_let_see(user_id=place.priya.pk, person_id=daniel.pk, by=account)
    with acting_as(priya):
        assert Person.objects.count() == 0
    with acting_as(place.as_sam):
        assert Person.objects.count() == 1
    with acting_as(account):
        access.let_see_again(never, by=account)
    with acting_as(priya):
        assert Person.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PRACTITIONER, Role.MANAGER}])
def test_another_role_in_the_team_opens_nobodys_record(place: Place, role: Role) -> None:
    """Charlie is a practitioner elsewhere, and something else here."""
    daniel = place.person()
    with acting_as(place.as_sam):
        journeys.start_journey(daniel, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)
    with as_operator():
        Membership.objects.create(user=place.charlie, organisation=place.council, team=place.team, role=role)
    with acting_as(place.as_charlie) as charlie:
        assert Person.objects.count() == 0
        assert visible_to(charlie).count() == 0
        assert caseload(charlie, waiting="everyone").count() == 0
        assert caseload_counts(charlie)["everyone"] == 0
        assert list(teams_of(charlie)) == [place.elsewhere]
    with as_operator():
        Membership.objects.create(user=place.charlie, organisation=place.council, team=place.team, role=Role.PRACTITIONER)
    with acting_as(place.as_charlie) as charlie:  # the negative control
        assert (Person.objects.count(), caseload_counts(charlie)["everyone"], teams_of(charlie).count()) == (1, 1, 2)


def test_never_stands_without_row_level_security(own_database: str, databases: Databases) -> None:
    """The first wall alone: the team's grant reaches Priya, and `Never` shuts her out in Python too."""
    place = a_place()
    daniel = place.person()
    with acting_as(place.as_sam):
        journeys.start_journey(daniel, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)
    without_row_security(databases, own_database)
    priya = actor_of(place.priya)
    with acting_as(priya):
        assert visible_to(priya).count() == 1  # the negative control
    account = actor_of(an_account_of(place, daniel))
    with acting_as(account):
        access.never_let_see(user_id=place.priya.pk, person_id=daniel.pk, by=account)
    with acting_as(priya):
        assert Person.objects.count() == 1  # row-level security is off: only Python stands between
        assert visible_to(priya).count() == 0
        assert not is_held_by_team_of(priya, daniel.pk)
    with acting_as(place.as_sam):
        assert visible_to(place.as_sam).count() == 1


def test_nobody_acting_is_loud(place: Place) -> None:
    place.person()
    with pytest.raises(NoActor):
        Person.objects.count()


def test_the_setting_does_not_outlive_its_transaction(own_database: str) -> None:
    """The second request on a connection sees nothing of the first."""
    place = a_place()
    place.person()
    with acting_as(place.as_sam):
        pass
    connection.execute_wrappers.clear()
    with pytest.raises(Exception, match="nobody is acting"), connection.cursor() as cursor:
        cursor.execute("select count(*) from people_person")


def test_a_nested_actor_gives_back_the_one_before(place: Place) -> None:
    place.person()
    with acting_as(place.as_sam):
        with acting_as(place.as_charlie):
            assert Person.objects.count() == 0
        assert Person.objects.count() == 1


def test_a_stranger_cannot_give_themselves_a_grant(place: Place) -> None:
    from django.db import transaction
    from django.db.utils import ProgrammingError

    from commonpurse.access import acts as access
    from commonpurse.access.registry import CASE

    daniel = place.person()
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        acting_as(place.as_charlie),
    ):
        access.open_record(CASE, holder=access.team(place.elsewhere.pk), person_id=daniel.pk, by=place.as_charlie)


def test_every_table_has_an_entry(db: Any) -> None:
    assert tables_without_entry() == []


def test_a_table_without_an_entry_is_found(own_database: str, databases: Databases) -> None:
    with databases.as_owner(own_database) as owner:
        owner.execute("create table forgotten (id int)")
    assert tables_without_entry() == ["forgotten"]


def test_every_model_of_ours_stands_in_its_own_apps_records() -> None:
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("commonpurse.")}
    assert ours <= {record.table for record in all_records()}


@pytest.mark.parametrize("record", [r for r in all_records() if isinstance(r, Personal)], ids=lambda r: r.table)
def test_row_level_security_is_forced(db: Any, record: Personal) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", [record.table])
        assert cursor.fetchone() == (True, True)
        cursor.execute("select polname::text from pg_policy where polrelid = %s::regclass and not polpermissive", [record.table])
        restrictive = [name for (name,) in cursor.fetchall()]
        kept_close = ["kept_close"] if record.only_if else []
        assert sorted(restrictive) == sorted(kept_close + ([] if record.table == "access_never" else ["never"]))


def test_the_serving_role_owns_nothing_and_bypasses_nothing(db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("app", False, False, False, False)
        cursor.execute("select count(*) from pg_class where relowner = 'app'::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("select pg_has_role('app', 'owner', 'member'), pg_has_role('app', 'ledger_def', 'member')")
        assert cursor.fetchone() == (False, False)


@pytest.mark.parametrize("record", [r for r in all_records() if r.writes in ("append", "closed", "none")], ids=lambda r: r.table)
def test_what_only_grows_cannot_be_changed(db: Any, record: Personal) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('app', %s, 'update,delete,truncate')", [f'public."{record.table}"'])
        assert cursor.fetchone() == (False,)


def test_whoever_only_sees_a_bare_row_cannot_change_it(place: Place) -> None:
    """A helper's grant opens the person's name, so that she knows whom she writes about; not their record."""
    from commonpurse.access import acts as access

    daniel = place.person()
    give_past_the_wall(access.account(place.charlie.pk), daniel.pk, ground="helping", sections=["name"])
    with acting_as(place.as_charlie):
        assert Person.objects.filter(pk=daniel.pk).exists()
        assert Person.objects.filter(pk=daniel.pk).update(first_name="Changed") == 0
    with acting_as(place.as_sam):
        assert Person.objects.filter(pk=daniel.pk).update(first_name="Dan") == 1  # the negative control
