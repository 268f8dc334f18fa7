"""The web server: granian, in the place of the command that starts it."""

import os
import socket
import sys
from pathlib import Path


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


def run_server(host: str, port: int, workers: int, *, said: str) -> None:
    """Become the web server. Refuses in one line when the port is taken."""
    refuse_a_port_in_use(host, port)
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()
    granian = Path(sys.executable).with_name("granian")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonpurse.config.settings")
    os.environ.pop("COMMONPURSE_DATABASE_ROLE", None)
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--no-ws"]
    os.execv(granian, [str(granian), *options, "--log-level", "warning", "commonpurse.config.serving:application"])  # noqa: S606 - our own server
