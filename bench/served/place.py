"""A filled place, served as the demonstration is: `python -m bench.served.place PORT PEOPLE WORKERS`, in any checkout, by its own code.

It prints one line of JSON, with everything that somebody needs who measures it, and ends when its standard input does.
What stands in that line is the one thing that two checkouts must agree on (`Facts`).
"""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import urlsplit, urlunsplit

CHECKOUT = Path(__file__).parents[2]
SERVE = "from commonpurse.foundation.server import run_server; run_server('127.0.0.1', {port}, {workers}, said='')"
STARTS_WITHIN = 60  # seconds
ADDRESS = "/bare"
COUNT, COUNTED = "X-Count-Queries", "X-Queries"
TABLE = """
create table bench_row (id integer primary key, kind integer not null, words text not null);
insert into bench_row select n, n % 10, 'Row number ' || n from generate_series(1, 200) n;
create index on bench_row (kind);
grant select on bench_row to app;
"""


class Facts(TypedDict):
    """`pages`: who of the cast opens which address. `saves`: who saves, and the addresses of the questions."""

    server: int
    database: str
    people: int
    python: str
    postgres: str
    pages: dict[str, tuple[str, str]]
    saves: tuple[str, list[str]]


def main(port: int, people: int, workers: int) -> None:
    from bench.growth import databases_of_the_tests, place_of

    databases = databases_of_the_tests()
    place = place_of(databases, people)
    try:
        with databases.as_owner(place.database) as owner:
            owner.execute(TABLE)
            postgres = str(owner.execute("show server_version").fetchone()[0])
        pages, saves = _addresses(place)
        place.connection.close()
        server = _served(port, workers, place.database)
        try:
            facts = Facts(
                server=server.pid,
                database=place.database,
                people=people,
                python=sys.version.split()[0],
                postgres=postgres,
                pages=pages,
                saves=saves,
            )
            sys.stdout.write(json.dumps(facts) + "\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            server.terminate()
            server.wait(30)
    finally:
        databases.drop(place.database)
        databases.sign_of_life.close()


def _addresses(place: Any) -> tuple[dict[str, tuple[str, str]], tuple[str, list[str]]]:
    from django.urls import reverse

    from commonpurse.access.context import acting_as
    from commonpurse.access.queries import actor_for
    from commonpurse.assessments import queries

    def of(route: str, name: str) -> str:
        return reverse(f"practitioner:{route}", args=[place.ids[name]])

    with acting_as(actor_for(place.users["priya"])):
        found = queries.assessment_of(place.ids["Tom"])
        assert found is not None
        questions = [question.id for question in queries.form_for(found).questions]
    pages = {
        "manager: plan": ("helen", reverse("manager:plan", args=[place.plans["Nell"]])),
        "practitioner: case record": ("sam", of("record", "Iris")),
        "practitioner: budget, two figures": ("sam", of("budget", "Iris")),
        "practitioner: why, one figure": ("sam", of("budget", "Leon")),
        "practitioner: plan": ("sam", of("plan", "Iris")),
        "practitioner: journey": ("sam", of("journey", "Iris")),
        "practitioner: caseload": ("sam", reverse("practitioner:caseload")),
        "manager: waiting": ("helen", reverse("manager:waiting")),
        "person: home": ("daniel", reverse("person:home")),
    }
    tom = [reverse("practitioner:question", args=[place.ids["Tom"], "person", question]) for question in questions]
    return pages, ("priya", tom)


def _served(port: int, workers: int, database: str) -> subprocess.Popen[bytes]:
    """Start the server of the demonstration, in its own way, for this database."""
    environment = os.environ | {
        "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'src'}",
        "COMMONPURSE_PLACE": "demonstration",
        "COMMONPURSE_SECRET": os.environ["COMMONPURSE_SECRET"],  # by which this database knows the web process
        "DATABASE_URL": _address("app", database),
        "DATABASE_OWNER_URL": _address("owner", database),
        "DATABASE_WORKER_URL": _address("worker", database),
        "DJANGO_SETTINGS_MODULE": "bench.served.settings",
    }
    command = [sys.executable, "-c", SERVE.format(port=port, workers=workers)]
    server = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return server
        time.sleep(0.1)
    server.kill()
    raise SystemExit("The server of the place did not start.")


def _address(role: Any, database: str) -> str:
    from commonpurse.foundation import addresses

    return urlunsplit(urlsplit(addresses.address(role))._replace(path=f"/{database}"))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
