"""What serves people: the web server (granian) and, beside it, the process that hears what is due. One parent starts both again.

Each is given the address of its own role and no other. As root, each runs as an account of its own that can read neither the owner's
password nor the other's; as an ordinary user everything runs as that user, which is for trying.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commonpurse.foundation import addresses
from commonpurse.foundation.accounts import Account, account_for, may_be_used_by

WAIT_BEFORE_STARTING_AGAIN = 1.0  # seconds
WAIT_FOR_THE_END = 15.0
FOR_TRYING = "This is for trying: {because}, so code that runs in the web server could read what only the owner of the database may."


class PortTaken(Exception):
    """The port cannot be used; the text says what to do."""


def refuse_a_port_in_use(host: str, port: int) -> None:
    """Raise PortTaken, before anything is done that could not be served."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} cannot be used ({error.strerror}). Choose another with --port.") from error


@dataclass
class Process:
    """One of the processes that serve: how it is started, as whom, and what runs now."""

    command: Sequence[str]
    environment: Mapping[str, str]
    account: Account | None
    running: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        who = {"user": self.account.uid, "group": self.account.gid, "extra_groups": list(self.account.also)} if self.account else {}
        self.running = subprocess.Popen(self.command, env=dict(self.environment), **who)  # type: ignore[call-overload]  # noqa: S603

    def has_died(self) -> bool:
        return self.running is not None and self.running.poll() is not None


def run_server(host: str, port: int, workers: int, *, said: str) -> None:
    """Serve until told to stop. Refuses in one line when the port is taken."""
    refuse_a_port_in_use(host, port)
    because = _why_for_trying()
    web, worker = _accounts() if not because else (None, None)
    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--no-ws"]
    respawn = ["--respawn-failed-workers", "--log-level", "warning"]
    served = Process([granian, *options, *respawn, "commonpurse.config.wsgi:application"], _told("app"), web)
    heard = Process([sys.executable, "-m", "commonpurse.config.command_line", "jobs", "run", "--forever"], _told("worker"), worker)
    sys.stdout.write(f"{said}\n" + (f"{FOR_TRYING.format(because=because)}\n" if because else ""))
    sys.stdout.flush()
    keep_running([served, heard])


def _why_for_trying() -> str:
    if os.geteuid() != 0:
        return "everything runs as one user of this machine"
    account = account_for("web")
    if account is None:
        return "this machine cannot make accounts to serve as"
    if not may_be_used_by(account, Path(sys.executable)):
        return "no other account may enter the folder of this Python"
    return ""


def _accounts() -> tuple[Account | None, Account | None]:
    return account_for("web"), account_for("worker")


def _told(role: addresses.Role) -> dict[str, str]:
    """The environment of one process: its own address, and none of the others'."""
    environment = {name: value for name, value in os.environ.items() if name not in addresses.VARIABLES.values()}
    environment |= {"DATABASE_URL": addresses.address("app"), "COMMONPURSE_DATABASE_ROLE": role}
    if role == "worker":
        environment["DATABASE_WORKER_URL"] = addresses.address("worker")
    environment.setdefault("DJANGO_SETTINGS_MODULE", "commonpurse.config.settings")
    environment["COMMONPURSE_SECRET"] = _secret()
    return environment


def _secret() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)


def keep_running(processes: Sequence[Process]) -> None:
    """Start each, start again what dies, and end all when told to stop."""
    told_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda given, _frame: told_to_stop.append(given))
    for process in processes:
        process.start()
    while not told_to_stop:
        time.sleep(0.2)
        for process in processes:
            if process.has_died() and not told_to_stop:
                time.sleep(WAIT_BEFORE_STARTING_AGAIN)
                process.start()
    _end(processes)


def _end(processes: Sequence[Process]) -> None:
    running = [process.running for process in processes if process.running is not None and process.running.poll() is None]
    for one in running:
        one.terminate()
    until = time.monotonic() + WAIT_FOR_THE_END
    for one in running:
        try:
            one.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            one.kill()
