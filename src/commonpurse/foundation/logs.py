"""One line a happening, as JSON on standard error: never a name, an NHS number, a diagnosis, a secret or free text.

Values are left out rather than searched for. Of what libraries log, the sentence stays and what was put into it goes: Django's own
"Internal Server Error: %s" would carry the path, and with it an invitation's secret. Of an error stay its type, its place in the
code, and in the database's case the constraint: its text would carry "DETAIL: Key (nhs_number)=(...)".
"""

import json
import logging
import logging.config
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog

MAY_BE_LOGGED = {
    "event",
    "level",
    "timestamp",
    "logger",
    "place",
    "count",
    "status",
    "route",
    "method",
    "milliseconds",
    "request_id",
    "user_id",
    "errors",
    "step",
}


def only_what_may_be_logged(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every key that is not on the short list: a new one must be thought about first."""
    return {key: value for key, value in event.items() if key in MAY_BE_LOGGED}


class Line(logging.Formatter):
    """A record of the standard library as one line of JSON without any value that came from outside the code."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "event": _sentence(record),
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logger": record.name,
            "place": f"{record.module}:{record.lineno}",
            "status": getattr(record, "status_code", None),
            **_request(getattr(record, "request", None)),
            "errors": list(_errors(record.exc_info[1])) if record.exc_info else None,
        }
        return json.dumps({key: value for key, value in said.items() if value is not None})


def _sentence(record: logging.LogRecord) -> str | None:
    """Give the sentence as the code has it, with its places still empty. One without places may have been put together before."""
    return str(record.msg) if record.args else None


def _request(request: Any) -> dict[str, Any]:
    """The name of the route, `account:invitation`, never the address that was asked for."""
    match = getattr(request, "resolver_match", None)
    user_id = getattr(getattr(request, "actor", None), "user_id", None)
    return {
        "method": getattr(request, "method", None),
        "route": match.view_name if match else None,
        "user_id": str(user_id) if user_id and user_id.int else None,
    }


def _errors(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """The error and what led to it, first the last: type, place in the code, and what the database names of its own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        diagnosis = getattr(error, "diag", None)
        found = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "where": where,
            "sqlstate": getattr(diagnosis, "sqlstate", None),
            "constraint": getattr(diagnosis, "constraint_name", None),
        }
        yield {key: value for key, value in found.items() if value is not None}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def configure(_settings: Mapping[str, Any]) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_what_may_be_logged,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": Line}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            # Refusals are written down in the database; what remains for the log is what failed.
            "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
        }
    )
