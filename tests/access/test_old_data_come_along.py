"""A database of the version before the walls for writing comes along: every grant is translated, no penny moves, nothing is guessed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape
from importlib import import_module
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.models import NOT_RECORDED, Grant, Look, User
from commonpurse.access.queries import actor_for
from commonpurse.access.registry import SHARED, opened_by
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.acts.second_eyes import take_back
from commonpurse.assessments.models import Helper, SecondReader
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Draft, Journey
from commonpurse.plans.models import Agreement
from tests.access.landed_of_the_tests import (
    MADE_ANEW,
    PASSPHRASE,
    Contents,
    May,
    Old,
    as_it_was,
    contents,
    less,
    may_before,
    may_now,
    migrate,
    more,
    multiply,
    restored,
    told,
)
from tests.conftest import Databases, at_full_size, use

LESS = {
    # She was asked to read as the worker, and works there no more: reading ends with the membership.
    *(("lena", "read", table) for table in ("access_grant", "assessments_assessment", "journeys_journey", "people_person")),
    # A link for somebody's account is between the worker who made it and whoever holds it.
    ("ida", "read", "assessments_accountlink"),
}
"""Who reads less than before, on purpose; and nobody but the person and a privacy officer reads who must never see them."""
NEVER = "access_never"
MORE = {("omar", verb, NEVER) for verb in ("read", "change")}  # a privacy officer looks after what they said
ITSELF = {("read", "assessments_accountlink")}  # links are read by whoever may write them, which its jobs may not
SINCE = "papers"  # a section that came with the same version: grounds that stand are given it by the second half of migrating


@dataclass(frozen=True)
class Grants:
    """A grant of before: what it opened, to whom, why and until when."""

    holder_id: UUID
    person_id: UUID
    sections: tuple[str, ...]
    cause: str
    ended: bool


@dataclass(frozen=True)
class Came:
    """A database that came along, and what was asked of it before and after."""

    database: str
    old: Old
    grants: dict[UUID, Grants]
    contents: tuple[Contents, Contents]
    may: tuple[dict[str, May], dict[str, May]]


OLD_GRANTS = """
select id, holder_id, person_id, sections::text[], cause, coalesce(valid_until <= statement_timestamp(), false) from access_grant
"""


def _came(databases: Databases, name: str, who: frozenset[str] | None = None) -> Came:
    old = as_it_was(databases, name)
    whom = [one for one in old.everybody if who is None or one.name in who]
    with databases.as_owner(name) as owner:
        rows = owner.execute(OLD_GRANTS).fetchall()
    grants = {row[0]: Grants(row[1], row[2], tuple(row[3]), *row[4:]) for row in rows}
    stood, could = contents(old), may_before(old, whom)
    assert migrate(databases, name) == ""
    return Came(name, old, grants, (stood, contents(old)), (could, may_now(old, whom)))


@pytest.fixture(scope="module")
def came(databases: Databases, django_db_setup: None) -> Iterator[Came]:
    name = restored(databases)
    yield _came(databases, name)
    databases.drop(name)


@pytest.fixture(scope="module")
def there(came: Came, databases: Databases, django_db_blocker: Any) -> Iterator[str]:
    """A copy of it to sign in to and to act in."""
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    name = databases.copy(came.database)
    with django_db_blocker.unblock():
        use(name)
        yield name
        use(before)
    databases.drop(name)


def test_everybody_reads_what_they_read_before_and_writes_no_more(came: Came) -> None:
    lost = less(*came.may)
    assert {one for one in lost if one[2] != NEVER and not one[0].startswith("itself")} == LESS
    assert {(verb, table) for who, verb, table in lost if table == NEVER or who.startswith("itself")} == ITSELF | {("read", NEVER)}
    assert more(*came.may) == MORE
    assert sum(len(rows) for may in came.may[0].values() for rows in may.values()) > 10_000  # there is something to compare
    assert any(rows for may in came.may[0].values() for (verb, _), rows in may.items() if verb == "shown")


def test_each_grant_opens_what_its_ground_opens_now_and_to_the_same_holder(came: Came, databases: Databases) -> None:
    with databases.as_owner(came.database) as owner:
        rows = owner.execute(
            "select g.ground_id, g.section, g.verb, coalesce(m.user_id, g.holder_id), g.person_id, g.ground_kind, g.given_as,"
            " coalesce(least(g.valid_until, r.ended_at) <= statement_timestamp(), false)"
            " from access_grant g join access_ground r on r.id = g.ground_id"
            " left join organisations_membership m on m.id = g.holder_id and g.holder_kind = 'member'"
        ).fetchall()
    now: dict[UUID, set[tuple[str, str]]] = {uuid: set() for uuid in came.grants}
    since = {ground_id for ground_id, section, *_ in rows if section == SINCE}
    assert since == {ground_id for ground_id, was in came.grants.items() if was.cause in {"case", "own record"} and not was.ended}
    for ground_id, section, verb, *rest in rows:
        if section == SINCE:
            continue
        was = came.grants[ground_id]
        assert rest == [was.holder_id, was.person_id, was.cause, NOT_RECORDED, was.ended]
        now[ground_id].add((section, verb))
    for ground_id, was in came.grants.items():
        assert now[ground_id] == {
            (section, verb)
            for section, verb in opened_by(was.cause)
            if section != SINCE and (was.cause != SHARED or section in was.sections)
        }
    assert {was.cause for was in came.grants.values()} == {"case", "own record", "helping", "second reader", "shared"}
    assert any(was.ended for was in came.grants.values())


def test_no_penny_and_no_word_is_another(came: Came) -> None:
    before, after = came.contents
    assert after == before
    with_money = {table for table, columns in came.old.columns.items() if any(column.endswith("_pence") for column in columns)}
    assert with_money >= {"plans_planline", "plans_currentsupport", "plans_agreement", "allocation_costing"}
    assert not with_money & MADE_ANEW
    assert all(before[table][0] for table in with_money)


def test_rows_of_before_say_that_it_was_not_recorded(came: Came, databases: Databases) -> None:
    with databases.as_owner(came.database) as owner:
        tables = owner.execute(
            "select table_name::text from information_schema.columns where column_name = 'as_capacity' and table_schema = 'public'"
        ).fetchall()
        said = Counter[tuple[str, UUID | None, str]]()
        for (table,) in tables:
            rows = owner.execute(f'select as_capacity, ground_id, purpose, count(*) from "{table}" group by 1, 2, 3').fetchall()
            said.update({(capacity, ground, purpose): number for capacity, ground, purpose, number in rows})
        assert set(said) == {(NOT_RECORDED, None, NOT_RECORDED)}
        assert len(tables) >= 18
        assert owner.execute("select count(*) from journeys_journeyevent where made_in is not null").fetchone() == (0,)
        assert owner.execute("select count(*), count(by_id) from people_carersstatement").fetchone() == (1, 0)


def test_browsers_are_signed_out_once(there: str) -> None:
    client = Client()
    client.cookies["commonpurse"] = told()["session"]
    assert client.get(reverse("person:home")).headers["Location"].startswith(reverse("account_login"))
    assert _sign_in(client, "daniel").status_code == 302
    assert client.get(reverse("person:home")).status_code == 200


def _sign_in(client: Client, name: str) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": PASSPHRASE})


def test_they_sign_in_and_open_their_pages_and_that_is_recorded(there: str) -> None:
    sam = Client()
    assert _sign_in(sam, "sam").status_code == 302
    opened = ["practitioner:caseload", "account:you", *_addresses("practitioner:journey", told()["journeys"].values())]
    mine = [address for address in opened if told()["journeys"]["Bert"] not in address]  # his team is another one, which was closed
    answers = {address: sam.get(address if address.startswith("/") else reverse(address)).status_code for address in mine}
    assert set(answers.values()) == {200}
    assert len(answers) > 30
    with acting_as(actor_for(User.objects.get(sign_in_name="sam"))) as actor:
        latest = Look.objects.filter(user_id=actor.user_id).latest("pk")
        assert (latest.as_capacity, latest.ground_id is not None) == ("practitioner", True)  # of a row of now it is known
        draft = Draft.objects.get()
    typed = sam.get(draft.page).content.decode()
    assert "To sing in a choir again." in unescape(typed)


def _addresses(route: str, journeys: Any) -> list[str]:
    return [reverse(route, kwargs={"journey_id": journey}) for journey in journeys]


def test_each_of_the_cast_comes_into_their_room(there: str) -> None:
    for name in ("daniel", "sam", "ruth", "maya", "priya", "helen", "wen", "charlie", "nadia", "jo"):
        answer = Client().post(reverse("demonstration:be", kwargs={"key": name}), follow=True)
        assert (answer.status_code, bool(answer.redirect_chain)) == (200, True), name


def test_every_letter_says_the_same_figures(there: str) -> None:
    sam = Client()
    _sign_in(sam, "sam")
    for journey, figures in told()["letters"].items():
        letter = sam.get(reverse("practitioner:letter", kwargs={"journey_id": journey})).content.decode()
        said = re.findall(r"£[\d,]+(?:\.\d\d)?", unescape(re.sub(r"<[^>]+>", " ", letter)))
        with acting_as(actor_for(User.objects.get(sign_in_name="sam"))):
            frozen = Agreement.objects.get(journey_id=journey).statement
        of_the_lines = frozen["total_pence"] - frozen["not_planned_pence"]  # a sum that letters showed before, and do not now
        assert set(map(_pence, figures)) - {of_the_lines} <= set(map(_pence, said)), journey
    assert len(told()["letters"]) > 10


def _pence(amount: str) -> int:
    return round(Decimal(amount.removeprefix("£").replace(",", "")) * 100)


def test_what_was_given_before_is_ended_by_the_acts_of_now(there: str) -> None:
    otto, ida = (User.objects.get(sign_in_name=name) for name in ("otto", "ida"))
    with acting_as(actor_for(ida)) as actor:
        journey = Journey.objects.get(pk=told()["journeys"]["Ida"])
        assert _open_to(otto) == {"budget", "stage", "reading", "words"}
        assessments.stop_letting_see(journey, what="budget", holder_id=otto.pk, by=actor)
        assert _open_to(otto) == {"stage", "reading", "words"}
        take_back(SecondReader.objects.select_related("assessment__journey").get(reader_id=otto.pk), by=actor)
        assert _open_to(otto) == {"stage", "words"}
    with acting_as(actor_for(User.objects.get(sign_in_name="ruth"))) as ruth:
        own = Journey.objects.get(pk=told()["journeys"]["Ruth"])
        shared = Grant.objects.filter(person_id=own.person_id, holder_kind="person")
        assessments.stop_letting_see(own, what="stage", holder_id=shared.get().holder_id, by=ruth)
        assert shared.filter(ground__ended_at=None).count() == 0
    with acting_as(actor_for(User.objects.get(sign_in_name="sam"))) as sam:
        helper = Helper.objects.select_related("assessment__journey").get(user_id=otto.pk)
        assessments.remove_helper(helper, by=sam)
        assert _open_to(otto) == set()


WHAT = {"shown-budget": "budget", "shown-answers": "answers", "stage": "stage", "second-eyes": "reading", "own-words": "words"}


def _open_to(user: User) -> set[str]:
    held = Grant.objects.filter(holder_kind="user", holder_id=user.pk, verb="read", ground__ended_at=None, section__in=WHAT)
    return {WHAT[one.section] for one in held}


SHAPE = """
select 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default,
  is_identity, generation_expression) from information_schema.columns where table_schema = 'public'
union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) from pg_constraint
  where connamespace = 'public'::regnamespace
union all select 'index', tablename || '.' || indexname, indexdef from pg_indexes where schemaname = 'public'
union all select 'policy', tablename || '.' || policyname, concat_ws(' ', permissive, roles, cmd, qual, with_check) from pg_policies
union all select 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
union all select 'function', p.oid::regprocedure::text, concat_ws(' ', pg_get_functiondef(p.oid), proowner::regrole,
  array(select a.grantee::regrole::text from aclexplode(proacl) a where a.grantee <> 0 order by 1)) from pg_proc p
  where pronamespace = 'public'::regnamespace and prokind = 'f' and proname not like 'tests\\_%' and proname <> 'app_now'
union all select 'relation', relname, concat_ws(' ', relkind, relowner::regrole, relrowsecurity, relforcerowsecurity,
  array(select a.grantee::regrole || a.privilege_type from aclexplode(relacl) a order by 1)) from pg_class
  where relnamespace = 'public'::regnamespace and relkind <> 'i'
"""


def _shape(owner: psycopg.Connection) -> dict[tuple[str, str], str]:
    """Everything that a database is but its rows. The casts that restoring a dump spells in another way are left out."""
    rows = owner.execute(SHAPE).fetchall()
    return {(kind, name): re.sub(r"::(character varying|text)(\[\])?|[()]", "", said or "") for kind, name, said in rows}


def test_it_is_in_everything_but_its_rows_as_a_new_one(came: Came, databases: Databases) -> None:
    new = databases.clone()
    with databases.as_owner(new) as fresh, databases.as_owner(came.database) as migrated:
        assert _shape(migrated) == _shape(fresh)
        migrated.execute("begin; drop policy never on people_person")  # the negative control
        assert _shape(migrated) != _shape(fresh)
        migrated.execute("rollback")
    databases.drop(new)


def test_a_grant_lost_or_given_and_a_penny_moved_are_noticed(came: Came, databases: Databases) -> None:
    """The negative controls of all that is compared above."""
    broken = databases.copy(came.database)
    there = replace(came.old, address=databases.address(broken))
    with databases.as_owner(broken) as owner:
        owner.execute("delete from access_grant where ground_kind = 'own record' and section = 'budget'")
        owner.execute("delete from access_grant where ground_kind = 'shared'")
        owner.execute(
            "insert into access_grant (id, holder_kind, holder_id, person_id, section, verb, ground_kind, ground_id, valid_from,"
            " given_by_id, given_as) select gen_random_uuid(), 'user', u.id, g.person_id, g.section, g.verb, g.ground_kind, g.ground_id,"
            " g.valid_from, g.given_by_id, g.given_as from access_grant g, access_user u"
            " where u.sign_in_name = 'charlie' and g.section = 'plan' and g.ground_kind = 'case'"
        )
        owner.execute("update plans_planline set cost_pence = cost_pence + 1 where id = (select min(id::text)::uuid from plans_planline)")
    after = may_now(there, there.everybody)
    assert less(came.may[0], after) - LESS >= {("dana", "read", "allocation_run"), ("jim", "shown", "stage"), ("otto", "shown", "names")}
    assert ("charlie", "read", "plans_agreement") in more(came.may[0], after)
    assert ("charlie", "add", "plans_planline") in more(came.may[0], after)
    now = contents(there)
    assert {table for table, content in now.items() if content != came.contents[0][table]} == {"plans_planline"}
    databases.drop(broken)


UNHEARD_OF = """
insert into access_grant (id, holder_id, person_id, sections, cause, cause_id, valid_from, valid_until, given_by_id)
select gen_random_uuid(), holder_id, person_id, %s, %s, cause_id, valid_from, %s, given_by_id from access_grant
where cause = 'case' and person_id = %s limit 1 returning id
"""


def test_what_fails_half_way_changes_nothing_and_goes_on_where_it_is_put_right(databases: Databases, django_db_setup: None) -> None:
    name = restored(databases)
    old = as_it_was(databases, name)
    someone = old.people[0]
    some = [one for one in old.everybody if one.name in {"sam", "ida", "otto"}]
    stood, could = contents(old), may_before(old, some)
    with databases.as_owner(name) as owner:
        wrong = _grant(owner, ["plan"], "a cause that nobody knows", None, someone)
    failed = migrate(databases, name)
    assert "1 rights of grants would be lost in translation and 0 would be new: nothing was changed" in failed
    with databases.as_owner(name) as owner:
        owner.execute("delete from access_grant where id = %s", [wrong])
        assert (contents(old), may_before(old, some)) == (stood, could)  # a page of then would be served as before
        ended = [_grant(owner, sections, "case", now(), someone) for sections in (["plan", "plan"], [])]
    assert migrate(databases, name) == ""
    assert contents(old) == stood
    with databases.as_owner(name) as owner:
        over = owner.execute("select id, ended_at is not null from access_ground where id = any (%s)", [ended]).fetchall()
        assert dict(over) == dict.fromkeys(ended, True)  # a case that had ended is over: what was named twice in it is opened once
    databases.drop(name)


def _grant(owner: psycopg.Connection, *values: Any) -> UUID:
    row = owner.execute(UNHEARD_OF, values).fetchone()
    assert row is not None
    return UUID(str(row[0]))


GRANT_OF_BEFORE = """
create table access_grant_before (id uuid, holder_id uuid, person_id uuid, sections text[], cause text, cause_id uuid,
  valid_from timestamptz, valid_until timestamptz, given_by_id uuid)
"""
ONE_OF_BEFORE = "insert into access_grant_before select * from jsonb_populate_record(null::access_grant_before, %s)"


def test_the_migration_itself_refuses_to_lose_a_grant_or_to_give_one(came: Came, databases: Databases) -> None:
    """Its own comparison, run once more with the grants of before beside those of now; then with one too few and one too many."""
    steps = import_module("commonpurse.access.migrations.0005_grants_rest_on_grounds")
    copy, before = databases.copy(came.database), restored(databases)
    with databases.as_owner(before) as then:
        rows = then.execute("select to_jsonb(g)::text from access_grant g").fetchall()
    with databases.as_owner(copy) as owner:
        owner.execute("delete from access_grant where section = %s", [SINCE])
        owner.execute(GRANT_OF_BEFORE)
        owner.cursor().executemany(ONE_OF_BEFORE, rows)
        for control, said in (
            ("select 1", ""),
            ("delete from access_grant where section = 'wishes' and ground_kind = 'own record'", "would be lost"),
            ("update access_grant set verb = 'decide' where section = 'budget' and verb = 'write'", "would be lost"),
            ("update access_grant set holder_id = ground_id where ground_kind = 'shared'", "would be lost"),
            ("update access_ground set ended_at = null where kind = 'helping'", "would be lost"),
            (
                "insert into access_grant (id, holder_kind, holder_id, person_id, section, verb, ground_kind, ground_id, valid_from,"
                " given_by_id, given_as) select gen_random_uuid(), holder_kind, holder_id, person_id, 'plan', 'decide', ground_kind,"
                " ground_id, valid_from, given_by_id, given_as from access_grant where section = 'shown-budget'",
                "0 rights of grants would be lost in translation and 1 would be new",
            ),
        ):
            assert said in _compared(owner, steps, control)
            assert bool(said) == bool(_compared(owner, steps, control))
    databases.drop(copy)
    databases.drop(before)


def _compared(owner: psycopg.Connection, steps: Any, control: str) -> str:
    """What the migration's own comparison says after something was broken, or nothing. All of it is given up."""
    try:
        with owner.transaction(force_rollback=True):
            owner.execute(control)
            owner.execute(steps.OPENED)
            owner.execute(steps.COMPARED)
    except psycopg.errors.RaiseException as error:
        return str(error)
    return ""


def test_a_database_that_nobody_used_comes_along_too(databases: Databases, django_db_setup: None) -> None:
    name = restored(databases)
    with databases.as_owner(name) as owner:
        tables = owner.execute("select tablename::text from pg_tables where schemaname = 'public'").fetchall()
        used = [table for (table,) in tables if not table.startswith(("django_", "auth_"))]
        owner.execute(f"truncate {', '.join(used)}")
    assert migrate(databases, name) == ""
    with databases.as_owner(name) as owner:
        assert owner.execute("select count(*) from access_grant").fetchone() == (0,)
        assert owner.execute("select array_agg(kind::text) from foundation_place").fetchone() == (["demonstration"],)
    databases.drop(name)


@pytest.mark.skipif(not at_full_size(), reason="10,000 people: ./run assurance")
def test_ten_thousand_people_come_along(databases: Databases, django_db_setup: None) -> None:
    name = restored(databases)
    multiply(databases, name, people=10_000)
    came = _came(databases, name, frozenset({"sam", "ida", "lena", "otto", "dana", "charlie", "nobody"}))
    assert came.contents[0]["people_person"][0] > 9_900
    assert came.contents[0] == came.contents[1]
    assert {one for one in less(*came.may) if one[2] != NEVER} == LESS
    assert more(*came.may) == set()
    databases.drop(name)
