"""`commonpurse database prepare`: roles and a database on a server of one's own, safe to repeat."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql

from commonpurse.config.command_line import gather
from commonpurse.foundation import addresses, embedded_postgres, roles


@pytest.fixture
def administrator() -> str:
    if not addresses.is_embedded():
        pytest.skip("a server of one's own is made ready before its tests")
    return embedded_postgres.start().address(role=embedded_postgres.ADMINISTRATOR, database="postgres")


def test_preparing_twice_is_the_same_as_once(administrator: str) -> None:
    known = {role: embedded_postgres.the_cluster().password(role) for role in roles.LOGIN_ROLES}
    for _ in range(2):
        made = roles.prepare(administrator, database="cp_prepared", passwords=known, for_tests=True)
    with psycopg.connect(made["app"]) as app:
        assert app.execute("select current_user::text").fetchone() == ("app",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("create table mine (id int)")
    with psycopg.connect(made["app"]) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("set role owner")
    with psycopg.connect(administrator, autocommit=True) as server:
        server.execute("drop database cp_prepared with (force)")


def test_many_may_prepare_the_same_server_at_once(administrator: str) -> None:
    known = {role: embedded_postgres.the_cluster().password(role) for role in roles.LOGIN_ROLES}

    def prepare_some(_worker: int) -> None:
        for _ in range(5):
            roles.prepare(administrator, database="cp_prepared_at_once", passwords=known, for_tests=True)

    with ThreadPoolExecutor(6) as workers:
        list(workers.map(prepare_some, range(6)))
    with psycopg.connect(administrator, autocommit=True) as server:
        server.execute("drop database cp_prepared_at_once with (force)")


def test_a_server_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from commonpurse.config import command_line

    monkeypatch.setattr("sys.argv", ["commonpurse", "database", "prepare", "--admin-url", "postgresql://nobody@/none?host=/nowhere"])
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("The server cannot be reached")


def test_a_missing_option_is_one_line() -> None:
    result = CliRunner().invoke(gather(), ["database", "prepare"])
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("told_to", "says"),
    [
        ({"COMMONPURSE_PLACE": "demonstration"}, "Unset it to serve real people"),
        (
            {"COMMONPURSE_PLACE": "live", "DATABASE_URL": "postgresql://app@localhost/x", "COMMONPURSE_SECRET": ""},
            "COMMONPURSE_SECRET is not set",
        ),
    ],
    ids=["demonstration", "no secret"],
)
def test_serving_real_people_is_refused(told_to: dict[str, str], says: str) -> None:
    command = [sys.executable, "-m", "commonpurse.config.command_line", "serve"]
    done = subprocess.run(command, env=os.environ | told_to, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.fixture
def prepared(administrator: str) -> Iterator[dict[str, str]]:
    """A database of its own on the embedded server: the address of each role, and of one with BYPASSRLS."""
    cluster, name, password = embedded_postgres.the_cluster(), f"cp_unfit_{os.getpid()}", roles.new_password()
    by_name = {"name": sql.Identifier(name), "password": sql.Literal(password)}
    with psycopg.connect(administrator, autocommit=True) as server:
        server.execute(sql.SQL("create database {name} owner owner template template0").format(**by_name))
        server.execute(sql.SQL("create role {name} login bypassrls password {password}").format(**by_name))
    inside = {role: cluster.address(role=role, database=name) for role in ("app", "owner", embedded_postgres.ADMINISTRATOR)}
    with psycopg.connect(inside[embedded_postgres.ADMINISTRATOR], autocommit=True) as server:
        roles.open_schema(server)
    sees_all = inside["app"].replace(f"//app:{cluster.password('app')}@", f"//{name}:{password}@")
    yield {**inside, "administrator": inside[embedded_postgres.ADMINISTRATOR], "sees all": sees_all}
    with psycopg.connect(administrator, autocommit=True) as server:
        server.execute(sql.SQL("drop database {name} with (force)").format(**by_name))
        server.execute(sql.SQL("drop role {name}").format(**by_name))


UNFIT = {"owner": "is the owner of the tables", "administrator": "is a superuser", "sees all": "has BYPASSRLS"}


def test_a_role_that_shows_its_statements_to_all_its_connections_is_unfit(prepared: dict[str, str]) -> None:
    roles.refuse_unfit(prepared["app"])  # the negative control
    with psycopg.connect(prepared["administrator"], autocommit=True) as server:
        server.execute(sql.SQL("alter role app in database {} set track_activities = on").format(sql.Identifier(server.info.dbname)))
    with pytest.raises(roles.RoleProblem, match="would show its statements"):
        roles.refuse_unfit(prepared["app"])


@pytest.mark.parametrize("who", UNFIT)
def test_a_role_for_whom_row_level_security_does_not_hold_is_unfit(prepared: dict[str, str], who: str) -> None:
    with pytest.raises(roles.RoleProblem, match=UNFIT[who]):
        roles.refuse_unfit(prepared[who])
    roles.refuse_unfit(prepared["app"])  # the negative control


@pytest.mark.parametrize("command", [["serve"], ["demonstration", "start"]])
def test_nothing_is_served_as_the_owner(prepared: dict[str, str], command: list[str]) -> None:
    told_to = {"DATABASE_URL": prepared["owner"], "DATABASE_OWNER_URL": prepared["owner"], "COMMONPURSE_SECRET": "x" * 60}
    place = {"COMMONPURSE_PLACE": "live" if command == ["serve"] else "demonstration"}
    program = [sys.executable, "-m", "commonpurse.config.command_line", *command]
    done = subprocess.run(program, env=os.environ | told_to | place, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "names the role 'owner'" in done.stderr
