"""Accounts of this machine to run as, where we are root: one for the database, one for the web, one for what is heard."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """`also`: further groups it is in, for as long as we run something as it."""

    uid: int
    gid: int
    also: tuple[int, ...] = ()


def account_for(what: str) -> Account | None:
    """The account `commonpurse-web` or `commonpurse-worker`, made where it is missing. None where we are not root, or none can be made."""
    if os.geteuid() != 0:
        return None
    name = f"commonpurse-{what}"
    for attempt in range(2):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            if attempt == 0:
                make_account(name)
        else:
            return Account(found.pw_uid, found.pw_gid, _of_the_database())
    return None


def make_account(name: str) -> None:
    """A system account that nobody signs in to. Does nothing where this machine has no way to make one."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    if shutil.which("useradd"):
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a fixed command


def _of_the_database() -> tuple[int, ...]:
    """The group that may enter the folder of the embedded database's socket, where there is one."""
    try:
        return (pwd.getpwnam("commonpurse").pw_gid,)
    except KeyError:
        return ()


def may_be_used_by(account: Account, python: Path) -> bool:
    """Whether this account can run this Python and this program: both may stand in somebody's home that no other may enter."""
    tried = (
        subprocess.run(  # noqa: S603 - ourselves
            [python, "-c", "import commonpurse.config.command_line"],
            user=account.uid,
            group=account.gid,
            extra_groups=list(account.also),
            env={"PATH": "/usr/bin:/bin"},
            cwd="/",
            capture_output=True,
            check=False,
        )
        if _enters(account, python)
        else None
    )
    return tried is not None and tried.returncode == 0


def _enters(account: Account, python: Path) -> bool:
    """Whether it may execute the file at all: else starting it would raise."""
    return (
        subprocess.run(  # noqa: S603 - a fixed command
            ["/bin/sh", "-c", 'test -x "$1"', "sh", str(python)],
            user=account.uid,
            group=account.gid,
            extra_groups=list(account.also),
            capture_output=True,
            check=False,
        ).returncode
        == 0
    )
