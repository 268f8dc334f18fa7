"""What somebody tries who may run any SQL as the web does, in a browser session of their own; and the walls as they were before.

Each attack says who they are, what they run and what would let it through (`hole`): with the hole it must succeed, or it proves nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Literal

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.errors import DataError, InsufficientPrivilege, IntegrityError

from commonpurse.access import row_policies, sealed_context
from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.access.registry import Personal, Shared, all_records
from commonpurse.foundation import addresses
from tests.walls.who_may import Trial, insert_of

Who = Literal["daniel", "sam", "helen", "stranger", "nobody", "former", "shut out", "elsewhere", "administrator", "helper"]
RELATION: dict[Who, str] = {
    "daniel": "the person, by their own account",
    "sam": "a practitioner of the team",
    "helen": "a manager of the team",
    "stranger": "a stranger with an account",
    "nobody": "nobody signed in",
    "former": "a former worker of the team",
    "shut out": "a worker whom they shut out",
    "elsewhere": "a worker of another organisation",
    "administrator": "an administrator",
    "helper": "a helper with an account",
}


@dataclass
class Scene:
    """A trial's database, with names for the ids that an attack needs."""

    trial: Trial

    def actor(self, who: Who) -> Actor:
        return self.trial.around.actors[RELATION[who]][0]

    @cached_property
    def named(self) -> dict[str, str]:
        rows = self.trial.rows
        ids = {who.replace(" ", "_"): self.actor(who).user_id for who in RELATION}
        return {name: f"'{value}'" for name, value in ids.items()} | {
            "carer": f"'{self.trial.around.carer.pk}'",
            "person": f"'{self.trial.around.person.pk}'",
            "priya": f"'{self.trial.around.place.priya.pk}'",
            "team": f"'{self.trial.around.place.team.pk}'",
            "elsewheres_team": f"'{self.trial.around.place.elsewhere.pk}'",
            "council": f"'{self.trial.around.place.council.pk}'",
            "plan": f"'{rows['plans_plan']['id']}'",
            "session_of_sam": f"access_hash_of('{self.actor('sam').user_id}')",
            "database": self.trial.database,
        }

    def new(self, table: str, by: Who, **values: str) -> str:
        """An insert of a row about the person, by that actor, with these columns (SQL) as they are given."""
        filled = {name: value.format(**self.named) for name, value in values.items()}
        return insert_of(table, self.trial.values_of(table, by=self.actor(by)) | filled)


Statement = str | Callable[[Scene], str]


@dataclass(frozen=True)
class Attack:
    """`run`: statements one after the other, of which the last tells: it must be refused, or reach no row.

    `first`: what the owner makes so before it. `hole`: what lets it through, run by the owner beside `as_it_was`; or "administrator":
    somebody who may run the same statements.
    """

    name: str
    who: Who
    run: Sequence[Statement]
    first: str = ""
    hole: str = ""

    def __str__(self) -> str:
        return f"{self.who}: {self.name}"


@contextmanager
def signed_in(trial: Trial, actor: Actor) -> Iterator[psycopg.Connection]:
    """The web's own login, in a transaction that a browser's session began; nobody's where nobody is signed in."""
    with psycopg.connect(make_conninfo(addresses.address("app"), dbname=trial.database)) as connection:
        begin(connection, actor)
        yield connection
        connection.rollback()


def begin(connection: psycopg.Connection, actor: Actor) -> str:
    """Gives the number used once of the transaction."""
    key = None if actor.user_id == ANONYMOUS.user_id else str(actor.user_id)
    row = connection.execute("select nonce from access_begin(%s, %s)", [key, actor.capacity]).fetchone()
    assert row is not None
    return str(row[0])


def goes_through(attack: Attack, trial: Trial, *, by: psycopg.Connection | None = None) -> bool:
    """Whether it does, in a transaction that is taken back. What the owner makes so first is made within it."""
    scene = Scene(trial)
    if by is not None:
        return _runs(attack, scene, by)
    with signed_in(trial, scene.actor(attack.who)) as connection:
        if attack.first:
            connection.execute("select tests_write(%s)", [attack.first.format(**scene.named)])
        return _runs(attack, scene, connection)


def _runs(attack: Attack, scene: Scene, connection: psycopg.Connection) -> bool:
    statements = [one(scene) if callable(one) else one.format(**scene.named) for one in attack.run]
    try:
        for statement in statements:
            done = connection.execute(statement.encode())
    except InsufficientPrivilege:
        return False
    except (DataError, IntegrityError):  # raised by a value that was read, or past the walls: it tells what is there
        return True
    except psycopg.Error as error:
        raise AssertionError(f"{attack}: {error}") from error
    return done.rowcount != 0


def as_it_was(owner: psycopg.Connection) -> None:
    """Put back the walls as they were before writing had rules of its own, in one database of the tests.

    One policy serves select, insert and update, by the rule for reading; no trigger watches columns, authors or proofs; whoever writes
    into the settings says who is acting; every function is open; the tables of staff and the sessions are the web's to write.
    """
    owner.execute(NO_WALLS)
    owner.execute(_unsealed().encode())
    for record in all_records():
        for statement in _walls_of_before(record.table, record):
            owner.execute(statement.encode())
    for function in (*sealed_context.CLOSED_TO_APP, "access_places(uuid)"):
        owner.execute(f"grant execute on function {function} to app".encode())
    owner.execute("grant select, insert, update, delete on access_session, access_key, foundation_outbox, foundation_place to app")
    owner.execute("grant update on access_grant to app")


def _walls_of_before(table: str, record: Personal | Shared) -> Iterator[str]:
    if isinstance(record, Shared):
        yield f'alter table "{table}" disable row level security'
        return
    reads = record.reads or row_policies.granted(record)
    seen_too = row_policies.seen_too(record)
    yield f'create policy granted on "{table}" to app using ({reads}) with check ({reads})'
    if seen_too:
        yield f'create policy seen_too on "{table}" for select to app using ({seen_too})'
    if table != "access_never":
        yield f'create policy never on "{table}" as restrictive to app using ({row_policies.not_never(record)})'


NO_WALLS = """
do $$ declare one record; begin
  for one in select polname, polrelid::regclass as of_table from pg_policy where polname not in ('owner_all', 'keeper_all') loop
    execute format('drop policy %I on %s', one.polname, one.of_table);
  end loop;
  for one in select tgname, tgrelid::regclass as of_table from pg_trigger where tgname like 'wall\\_%' loop
    execute format('drop trigger %I on %s', one.tgname, one.of_table);
  end loop;
end $$
"""


def _unsealed() -> str:
    """The functions of the sealed context, none of which checks a seal, a proof or who asks."""
    text = files("commonpurse.access").joinpath("sealed_context.sql").read_text()
    for checks, no_more in (
        ("if proof is distinct from", "if false and proof is distinct from"),
        ("if not public.access_is_worker() then", "if false then"),
        ("if substr(told, 1, split - 1)", "if false and substr(told, 1, split - 1)"),
        ("\n    or parts[11]", "\n    and parts[11]"),
        (" or parts[12]", " and parts[12]"),
    ):
        assert checks in text, f"the sealed context does not say any more: {checks}"
        text = text.replace(checks, no_more)
    return text + (
        "create or replace function access_is_proved(aim text) returns boolean"
        " language sql stable security definer set search_path = pg_catalog as $$ select true $$;"
    )


@contextmanager
def administrator(database: str) -> Iterator[psycopg.Connection | None]:
    """Somebody who may do anything, where the server is ours; None elsewhere."""
    if not addresses.is_embedded():
        yield None
        return
    from commonpurse.foundation import embedded_postgres

    cluster = embedded_postgres.the_cluster()
    with psycopg.connect(cluster.address(role=embedded_postgres.ADMINISTRATOR, database=database)) as connection:
        yield connection
        with suppress(psycopg.Error):
            connection.rollback()


WRITING, SENT = "update plans_plan set state = 'writing'", "update plans_plan set state = 'sent'"
READ_HIM = "select 1 from people_person where id = {person}"
ADMINISTRATOR = "administrator"


def new(table: str, by: Who, **values: str) -> Callable[[Scene], str]:
    return lambda scene: scene.new(table, by, **values)


LET_ALL_READ = "alter table {} disable row level security"
NOBODY_SHUT_OUT = (
    "create or replace function app_never() returns uuid[] language sql stable security definer set search_path = pg_catalog, public"
    " as $$ select array[]::uuid[] $$"
)
ANOTHERS_ASSESSMENT = """
insert into assessments_assessment (id, begun_by_id, begun_at, journey_id, person_id, questionnaire_id)
select '22222222-2222-4222-8222-222222222222', begun_by_id, begun_at, journey_id, {carer}, questionnaire_id
from assessments_assessment limit 1
"""


def anybodys(table: str) -> str:
    """A hole for what no rule ever let: the rule says yes to everybody."""
    return f"drop policy granted on {table}; create policy granted on {table} to app using (true)"


def says_so(insert: Callable[[Scene], str], telling: str) -> Callable[[Scene], str]:
    """The insert, and whether the row that stands there is what was said."""
    return lambda scene: f"with made as ({insert(scene)} returning *) select 1 from made where {telling}"


ABOUT_THE_RECORD = [
    # a plan, its money, and where the journey stands
    Attack(
        "raises what a line of the plan costs",
        "daniel",
        ["update plans_planline set cost_pence = cost_pence + 100000 where person_id = {person}"],
        first=WRITING,
    ),
    Attack("sends the plan", "daniel", ["update plans_plan set state = 'sent', version = version + 1 where id = {plan}"], first=WRITING),
    Attack("agrees the plan by its state alone", "daniel", ["update plans_plan set state = 'agreed', version = version + 1"], first=SENT),
    Attack("moves the journey", "daniel", ["update journeys_journey set stage = 'budget' where person_id = {person}"]),
    Attack("hands the journey to another worker", "daniel", ["update journeys_journey set worker_id = {priya}"]),
    Attack("decides that they are eligible", "daniel", [new("assessments_eligibilitydecision", "daniel", eligible="true")]),
    Attack("agrees a plan", "daniel", [new("plans_agreement", "daniel", amount_pence="9999999")], first=SENT),
    Attack("works out a budget", "daniel", [new("allocation_run", "daniel")]),
    Attack("costs the plan", "daniel", [new("allocation_costing", "daniel")]),
    Attack("says what was checked together", "daniel", [new("assessments_checkevent", "daniel")]),
    Attack("says on what basis health pays", "daniel", [new("assessments_healthbasis", "daniel", kind="'s117'")]),
    Attack("says that the team agreed", "daniel", [new("journeys_journeyevent", "daniel", kind="'plan_agreed'")]),
    Attack("adds a line to the plan", "daniel", [new("plans_planline", "daniel")], first=WRITING),
    Attack("adds a line to what was sent", "sam", [new("plans_planline", "sam")], first=SENT),
    Attack("raises a line of what was sent", "sam", ["update plans_planline set cost_pence = cost_pence + 100000"], first=SENT),
    Attack("agrees the plan", "sam", [new("plans_agreement", "sam")], first=SENT),
    Attack("says that the plan was agreed", "sam", [new("journeys_journeyevent", "sam", kind="'plan_agreed'")]),
    Attack("moves the journey with nothing that happened", "sam", ["update journeys_journey set stage = 'budget'"]),
    Attack("moves a plan to another person", "sam", ["update plans_plan set person_id = {carer}"], first=WRITING),
    Attack(
        "agrees a plan that they began",
        "helen",
        [new("plans_agreement", "helen")],
        first=SENT + "; update plans_plan set begun_by_id = {helen}",
    ),
    Attack(
        "agrees what rests on their own decision",
        "helen",
        [new("plans_agreement", "helen")],
        first=SENT + "; update assessments_eligibilitydecision set decided_by_id = {helen}",
    ),
    Attack("agrees a plan that was not sent", "helen", [new("plans_agreement", "helen")], first=WRITING),
    Attack(
        "hangs a decision on another's assessment",
        "sam",
        [new("assessments_eligibilitydecision", "sam", assessment_id="'22222222-2222-4222-8222-222222222222'")],
        first=ANOTHERS_ASSESSMENT,
    ),
    # in whose name
    Attack("decides in the manager's name", "sam", [new("assessments_eligibilitydecision", "sam", decided_by_id="{helen}")]),
    Attack("agrees the plan in the manager's name", "sam", [new("plans_agreement", "sam", agreed_by_id="{helen}")], first=SENT),
    Attack("returns the plan in the manager's name", "sam", [new("plans_planreturn", "sam", by_id="{helen}")], first=SENT),
    Attack("costs it in the manager's name", "sam", [new("allocation_costing", "sam", made_by_id="{helen}")]),
    Attack("writes down a look of a colleague's", "sam", [new("access_look", "sam", user_id="{priya}")]),
    Attack("writes an answer in a colleague's name", "sam", [new("assessments_answerevent", "sam", written_by_id="{priya}")]),
    Attack(
        "makes an answer a colleague's",
        "sam",
        ["update assessments_answerevent set written_by_id = {priya}"],
        hole="grant update on assessments_answerevent to app",
    ),
    Attack("changes who began the plan, to agree it", "sam", ["update plans_plan set begun_by_id = {priya}"], first=WRITING),
    Attack("says for the person that they agree", "sam", [new("plans_saying", "sam", agrees="true", how="''")]),
    Attack("acts as a manager", "sam", [says_so(new("access_look", "sam", as_capacity="'manager'"), "as_capacity = 'manager'")]),
    Attack("says for what they look", "sam", [says_so(new("access_look", "sam", purpose="'oversight'"), "purpose = 'oversight'")]),
    Attack(
        "says on which ground they look",
        "sam",
        [
            says_so(
                new("access_look", "sam", ground_id="gen_random_uuid()"), "not exists (select from access_ground g where g.id = ground_id)"
            )
        ],
    ),
    Attack("writes that somebody else was refused", "sam", [new("access_refusal", "sam", user_id="{priya}")]),
    Attack("uses up another's key", "sam", [new("access_once", "sam", user_id="{priya}")]),
    # who may see
    Attack(
        "gives themselves the right to decide",
        "daniel",
        [new("access_grant", "daniel", holder_kind="'user'", holder_id="{daniel}", section="'plan'", verb="'decide'")],
    ),
    Attack(
        "opens the record to a stranger",
        "sam",
        [new("access_grant", "sam", holder_kind="'user'", holder_id="{stranger}", section="'plan'", verb="'read'", ground_kind="'case'")],
    ),
    Attack(
        "lets the team elsewhere see it",
        "sam",
        [
            new("access_ground", "sam", id="'33333333-3333-4333-8333-333333333333'", kind="'shared'"),
            new(
                "access_grant",
                "sam",
                ground_id="'33333333-3333-4333-8333-333333333333'",
                holder_kind="'team'",
                holder_id="{elsewheres_team}",
                section="'stage'",
                verb="'read'",
                ground_kind="'shared'",
            ),
        ],
    ),
    Attack("ends the team's case", "daniel", ["update access_ground set ended_at = now() where kind = 'case' and person_id = {person}"]),
    Attack("makes more of a grant", "sam", ["update access_grant set section = 'plan', verb = 'decide'"]),
    Attack(
        "begins again what has ended",
        "sam",
        ["update access_ground set ended_at = null"],
        first="update access_ground set ended_at = now() + interval '1 hour'",
    ),
    Attack("begins a ground on the record", "stranger", [new("access_ground", "stranger", kind="'case'")]),
    Attack("begins a ground of their own on it", "stranger", [new("access_ground", "stranger", kind="'own record'")]),
    Attack("shuts a colleague out", "sam", [new("access_never", "sam", user_id="{priya}")], hole=anybodys("access_never")),
    Attack("lets themselves in again", "shut out", ["update access_never set ended_at = now()"], hole=anybodys("access_never")),
    Attack("takes away who looked", "daniel", ["delete from access_look"], hole="grant delete on access_look to app"),
    Attack("changes who looked", "daniel", ["update access_look set user_id = {stranger}"], hole="grant update on access_look to app"),
    # reading
    Attack("reads the person", "stranger", [READ_HIM], hole=LET_ALL_READ.format("people_person")),
    Attack("reads the person", "nobody", [READ_HIM], hole=LET_ALL_READ.format("people_person")),
    Attack("reads the person", "administrator", [READ_HIM], hole=LET_ALL_READ.format("people_person")),
    Attack("reads another council's person", "elsewhere", [READ_HIM], hole=LET_ALL_READ.format("people_person")),
    Attack("reads on", "shut out", ["select 1 from plans_plan"], hole="drop policy never on plans_plan; " + NOBODY_SHUT_OUT),
    Attack("reads on after leaving", "former", ["select 1 from plans_plan"], hole="update organisations_membership set ends_on = null"),
    Attack("reads the plan", "helper", ["select 1 from plans_plan"], hole=LET_ALL_READ.format("plans_plan")),
    Attack(
        "reads what others said",
        "helper",
        ["select 1 from assessments_answerevent where said_by_id is distinct from {helper}"],
        hole=LET_ALL_READ.format("assessments_answerevent"),
    ),
    Attack(
        "reads a colleague's draft",
        "sam",
        ["select 1 from journeys_draft"],
        first="update journeys_draft set user_id = {priya}",
        hole=LET_ALL_READ.format("journeys_draft"),
    ),
    Attack(
        "reads what a second reader wrote to the person",
        "sam",
        ["select 1 from assessments_readersnote"],
        hole=LET_ALL_READ.format("assessments_readersnote"),
    ),
    Attack(
        "reads who holds what",
        "stranger",
        ["select 1 from access_held"],
        hole="create or replace view access_held as"
        " select person_id, section, verb, ground_kind, ground_id, holder_kind, holder_id, journey_id"
        " from access_grant",
    ),
]

OF_STAFF = [
    Attack("changes a password", "sam", ["update access_user set password = 'x' where id = {helen}"]),
    Attack("changes their own password", "sam", ["update access_user set password = 'x' where id = {sam}"]),
    Attack("says that their account is the person's", "stranger", ["update access_user set person_id = {person} where id = {stranger}"]),
    Attack("shuts an account", "nobody", ["update access_user set is_active = false"]),
    Attack("makes an account", "nobody", [new("access_user", "nobody", sign_in_name="'mallory'")]),
    Attack("takes an account away", "nobody", ["delete from access_user where id = {stranger}"], hole="grant delete on access_user to app"),
    Attack(
        "has a password sent elsewhere",
        "nobody",
        ["update account_emailaddress set email = 'mallory@example.org'"],
        first="insert into account_emailaddress (email, verified, \"primary\", user_id) values ('a', true, true, {helen})",
    ),
    Attack("takes an address away", "nobody", ["delete from account_emailaddress"]),
    Attack("confirms an address", "nobody", [new("account_emailconfirmation", "nobody")]),
    Attack(
        "works in the team",
        "stranger",
        [new("organisations_membership", "stranger", user_id="{stranger}", team_id="{team}", role="'manager'")],
    ),
    Attack("becomes a manager", "sam", ["update organisations_membership set role = 'manager' where user_id = {sam}"]),
    Attack("raises their limit", "helen", ["update organisations_membership set approval_limit_pence = 99999999 where user_id = {helen}"]),
    Attack("works there again", "former", ["update organisations_membership set ends_on = null where user_id = {former}"]),
    Attack("invites somebody", "administrator", [new("organisations_invitation", "administrator")]),
    Attack("changes an invitation's secret", "stranger", ["update organisations_invitation set secret_hash = 'known'"]),
    Attack("renames an organisation", "administrator", ["update organisations_organisation set name = 'x'"]),
    Attack("lets an organisation into a team", "elsewhere", [new("organisations_team_organisations", "elsewhere")]),
    Attack("publishes rules", "sam", [new("allocation_scheme", "sam")]),
    Attack("publishes questions", "sam", [new("assessments_questionnaire", "sam")]),
    Attack("reads sessions", "sam", ["select 1 from access_session"]),
    Attack("makes a session", "stranger", [new("access_session", "stranger", user_id="{helen}")]),
    Attack("takes a session over", "stranger", ["update access_session set user_id = {helen}"]),
    Attack("reads the database's keys", "sam", ["select 1 from access_key"]),
    Attack("changes the database's keys", "sam", ["update access_key set inner_pad = outer_pad"]),
    Attack("tells another part of the house", "sam", [new("foundation_outbox", "sam", name="'plan_agreed'")]),
    Attack("reads what was told", "sam", ["select 1 from foundation_outbox"]),
    Attack("says that it was heard", "sam", ["update foundation_outbox set done_at = now()"]),
    Attack("makes it a demonstration", "sam", [new("foundation_place", "sam", kind="'demonstration'")]),
    Attack("reads what was refused to others", "sam", ["select 1 from access_refusal where user_id <> {sam}"]),
    Attack("reads another's keys of forms", "sam", ["select 1 from access_once where user_id <> {sam}"]),
]
TEMPORARY = "grant temporary on database {database} to app"
IN_PUBLIC = "grant create on schema public to app"
WHO_THEY_ARE = [
    Attack(
        "says that they hold more",
        "stranger",
        [
            "select set_config('app.context', replace(current_setting('app.context'), 'user:', 'team:' || {team} || ',user:'), true)",
            READ_HIM,
        ],
    ),
    Attack(
        "says that they are another",
        "stranger",
        ["select set_config('app.context', replace(current_setting('app.context'), {stranger}, {daniel}), true)", READ_HIM],
    ),
    Attack("says nothing", "nobody", ["select set_config('app.context', '', true)", READ_HIM], hole=LET_ALL_READ.format("people_person")),
    Attack(
        "says it without a seal",
        "stranger",
        ["select set_config('app.context', '#' || split_part(current_setting('app.context'), '#', 2), true)", "select app_actor()"],
    ),
    Attack(
        "sets it for good",
        "stranger",
        ["select set_config('app.context', replace(current_setting('app.context'), {stranger}, {daniel}), false)", READ_HIM],
    ),
    Attack("says for whom they act", "sam", ["select access_begin_as({helen}, array[]::uuid[], 'manager')"]),
    Attack(
        "says that Common Purse itself acts",
        "stranger",
        ["select access_begin(null, 'itself')", "select 1 where app_capacity() = 'itself'"],
        hole="create or replace function access_is_worker() returns boolean"
        " language sql stable set search_path = pg_catalog as $$ select true $$",
    ),
    Attack(
        "comes in by what is kept of a session",
        "stranger",
        ["select access_begin({session_of_sam}, 'practitioner')", "select 1 where app_actor() = {sam}"],
        hole="create or replace function access_hash_of(secret text) returns text language sql immutable set search_path = pg_catalog"
        " as $$ select case when length(secret) = 64 then secret else encode(sha256(convert_to(secret, 'UTF8')), 'hex') end $$",
    ),
    Attack("seals what they like", "stranger", ["select access_mac('seal', 'x')"]),
    Attack(
        "seals a context",
        "stranger",
        [
            "select access_seal({helen}, null, 'manager', 'care and support',"
            " array['team:' || {team}], array[{team}], array[{team}], array[]::text[])"
        ],
    ),
    Attack("seals another user's context", "stranger", ["select access_seal_user({helen}, null, '[]', 'manager', array[{team}]::uuid[])"]),
    Attack("proves with a guess", "sam", ["select access_prove('accounts', repeat('0', 64))"]),
    Attack("proves with nothing", "sam", ["select access_prove('accounts', null)"]),
    Attack(
        "says that it is proved",
        "sam",
        [
            "select set_config('app.proved', repeat('0', 64) || '#accounts', true)",
            "update access_user set password = 'x' where id = {helen}",
        ],
    ),
    Attack(
        "makes a session by its function",
        "stranger",
        ["select access_session_write('mine', {helen}, '', now() + interval '1 day', 'create', repeat('0', 64))"],
    ),
    Attack(
        "makes a session with no proof at all",
        "stranger",
        ["select access_session_write('mine', {helen}, '', now() + interval '1 day', 'save', null)"],
    ),
    Attack(
        "tells another time",
        "stranger",
        ["select set_config('app.told_time', '2020-01-06', true)", "select 1 where app_now() < '2021-01-01'"],
        hole="create or replace function app_now() returns timestamptz language sql stable set search_path = pg_catalog as $$"
        " select coalesce(nullif(current_setting('app.told_time', true), '')::timestamptz, statement_timestamp()) $$",
    ),
    *(
        Attack(f"becomes {role}", "sam", [f"set local role {role}"], hole=ADMINISTRATOR)
        for role in ("owner", "worker", "keeper", "ledger_def", "administrator", "pg_read_all_data", "pg_monitor")
    ),
    Attack("signs in as another", "sam", ["set session authorization worker"], hole=ADMINISTRATOR),
    Attack("lays a table over the keys", "sam", ["create temp table access_key (name text)"], hole=TEMPORARY),
    Attack(
        "lays a function over who acts",
        "sam",
        ["create function pg_temp.app_actor() returns uuid language sql as $$ select null::uuid $$"],
        hole=TEMPORARY,
    ),
    Attack(
        "makes a function in public",
        "sam",
        ["create function public.app_actor(x int) returns uuid language sql as $$ select null::uuid $$"],
        hole=IN_PUBLIC,
    ),
    Attack(
        "makes an operator in public",
        "sam",
        ["create operator public.=== (leftarg = text, rightarg = text, function = pg_catalog.texteq)"],
        hole=IN_PUBLIC,
    ),
    Attack("makes a schema", "sam", ["create schema mine"], hole="grant create on database {database} to app"),
    Attack(
        "looks along another path",
        "stranger",
        ["set local search_path = pg_temp, pg_catalog, public", READ_HIM],
        hole=LET_ALL_READ.format("people_person"),
    ),
]
OF_THE_SERVER = [
    Attack("turns the rules off", "stranger", ["set local row_security = off", READ_HIM], hole=LET_ALL_READ.format("people_person")),
    *(
        Attack(name, "sam", run, hole=ADMINISTRATOR)
        for name, run in {
            "takes the rules off a table": ["alter table people_person disable row level security"],
            "drops a rule": ["drop policy owner_all on people_person"],
            "stops a table's triggers": ["alter table plans_planline disable trigger all"],
            "makes a rule": ["create policy mine on people_person using (true)"],
            "makes no trigger fire": ["set local session_replication_role = replica"],
            "has no rules for itself": ["alter role app bypassrls"],
            "makes itself a member": ["grant owner to app"],
            "gives itself a function": ["grant execute on function access_mac(text, text) to app"],
            "changes a function": ["alter function app_sealed() security invoker"],
            "empties a table": ["truncate access_look"],
            "drops a table": ["drop table access_look"],
            "writes from a program": ["copy foundation_cache from program 'echo a,b,2026-01-06' (format csv)"],
            "writes to a program": ["copy (select 1) to program 'cat > /dev/null'"],
            "writes to a file of the server": ["copy (select 1) to '/tmp/commonpurse-of-the-tests'"],
            "reads a file of the server": ["select pg_read_file('postgresql.conf')"],
            "lists the server's folders": ["select pg_ls_dir('.')"],
            "takes a file into a large object": ["select lo_import('/etc/hostname')"],
            "has every statement logged": ["set local log_statement = 'all'"],
            "has every statement shown": ["set local track_activities = on"],
            "reads the passwords of roles": ["select 1 from pg_authid"],
            "reads what the planner knows": ["select 1 from pg_statistic"],
            "reads the settings' files": ["select 1 from pg_file_settings"],
            "reads the server's own settings": ["select 1 from pg_hba_file_rules"],
            "loads a library": ["load 'plpgsql'"],
            "makes a server elsewhere": ["create foreign data wrapper mine"],
            "ends the server's work": ["select pg_reload_conf()"],
        }.items()
    ),
]
LEAKS = [
    Attack(
        "divides by what a row says",
        "stranger",
        ["select 1 from people_person where 1 / (case when last_name = 'Okafor' then 0 else 1 end) = 1"],
        hole=LET_ALL_READ.format("people_person"),
    ),
    Attack(
        "has a value said by an error",
        "stranger",
        ["select 1 from people_person where last_name::integer = 1"],
        hole=LET_ALL_READ.format("people_person"),
    ),
    Attack(
        "keeps what a row says aside",
        "stranger",
        [
            "select 1 from people_person where set_config('tests.aside', last_name, true) is null",
            "select 1 where coalesce(current_setting('tests.aside', true), '') <> ''",
        ],
        hole=LET_ALL_READ.format("people_person"),
    ),
    Attack(
        "sorts by an error",
        "stranger",
        ["select 1 from people_person order by last_name::integer"],
        hole=LET_ALL_READ.format("people_person"),
    ),
    Attack(
        "has an error past the view of what they hold",
        "stranger",
        ["select 1 from access_held where holder_id::text::integer = 1"],
        hole="drop view access_held cascade; create view access_held as select g.* from access_grant g;"
        " alter view access_held owner to ledger_def; grant select on access_held to app",
    ),
    Attack(
        "reads what the planner knows of names",
        "stranger",
        ["select 1 from pg_stats where tablename = 'people_person' and most_common_vals is not null"],
        hole=LET_ALL_READ.format("people_person"),
    ),
    Attack("copies a table out", "stranger", ["create temp table theirs as table people_person"], hole=TEMPORARY),
    Attack(
        "learns by a clash that somebody is there",
        "stranger",
        [lambda scene: scene.new("people_person", "stranger", id="{person}")],
        hole=LET_ALL_READ.format("people_person"),
    ),
]
ALL = (*ABOUT_THE_RECORD, *OF_STAFF, *WHO_THEY_ARE, *OF_THE_SERVER, *LEAKS)
