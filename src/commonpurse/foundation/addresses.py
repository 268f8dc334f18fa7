"""Where the database is: from the environment, or the embedded server of this checkout."""

import os
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from commonpurse.foundation import embedded_postgres

Role = Literal["app", "owner", "worker"]
VARIABLES: dict[Role, str] = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "worker": "DATABASE_WORKER_URL"}
AS_APP = "-c role=app"  # whoever signs in as `worker` says for whom it acts, and then reads and writes as the role that serves people


TIMES_OUT = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"


class AddressProblem(Exception):
    """An address is missing or cannot be read; the text says which and what to do."""


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def database_name() -> str:
    """The embedded database: the demonstration never shares one with real people."""
    return "commonpurse_demonstration" if os.environ.get("COMMONPURSE_PLACE") == "demonstration" else "commonpurse"


def address(role: Role) -> str:
    """The `postgresql://` address for a role. Raises AddressProblem when only the other role's is set."""
    if is_embedded():
        return embedded_postgres.the_cluster().address(role=role, database=database_name())
    found = os.environ.get(VARIABLES[role])
    if not found:
        raise AddressProblem(f"DATABASE_URL is set, and {VARIABLES[role]} is not. Set it to the address of the role '{role}'.")
    return found


def django_database(role: Role) -> dict[str, Any]:
    """Django's settings for one address. Starts nothing and connects to nothing."""
    parts = urlsplit(address(role))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise AddressProblem(f"{VARIABLES[role]} does not begin with postgresql://. Common Purse runs on PostgreSQL only.")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"{TIMES_OUT} {AS_APP}" if role == "worker" else TIMES_OUT, **query},
    }


def passwords_in_environment() -> dict[str, str]:
    """The passwords that the addresses already name, by role."""
    found = {role: urlsplit(os.environ.get(variable, "")).password for role, variable in VARIABLES.items()}
    return {role: unquote(password) for role, password in found.items() if password}
