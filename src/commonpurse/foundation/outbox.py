"""What happens in one app and is heard by another: told in the same transaction, heard once it is committed, exactly once.

An app tells by name and uuids (`tell`); another says at start-up what it does when it hears the name (`hear`). Hearing and the mark
that it was heard are one transaction. The web process only tells: it may not say for whom it acts, as a job does. A process that signs
in as `worker` is woken by each commit that told something, and looks once a minute for what failed and for what is due on a later day
(`foundation.timer`). Where the process that tells is itself a worker, as a command is, it hears at once.
"""

import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from commonpurse.foundation.clock import now, today
from commonpurse.foundation.models import Outbox

log = logging.getLogger(__name__)

CHANNEL = "commonpurse_outbox"
Hearer = Callable[..., object]
Prover = Callable[[], AbstractContextManager[None]]
_hearers: dict[str, list[Hearer]] = {}
_provers: list[Prover] = [nullcontext]

TELL = "insert into foundation_outbox (name, ids, at, due_on, failures) values (%s, %s, %s, %s, 0)"


def prove_with(prover: Prover) -> None:
    """Say how this process shows the database that it is the one that tells, and not a statement that was slipped in."""
    _provers[0] = prover


def hear(name: str, hearer: Hearer) -> None:
    """Let something be done whenever `name` is told; called once, at start-up. The hearer is given the uuids by keyword."""
    known = _hearers.setdefault(name, [])
    if hearer not in known:
        known.append(hearer)


def tell(name: str, *, due_on: date | None = None, **ids: UUID) -> None:
    """Write down that something happened. It is heard only if this transaction is committed; `due_on`: not before that day."""
    told = json.dumps({key: str(value) for key, value in ids.items()})
    with nullcontext() if hears_itself() else _provers[0](), connection.cursor() as cursor:
        cursor.execute(TELL, [name, told, now(), due_on or today()])  # and reads nothing back: the web process may not
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])
    if hears_itself():
        transaction.on_commit(read_outbox, robust=True)


def hears_itself() -> bool:
    """Whether this process may act for whom it says, and so hear what was told."""
    return bool(settings.DATABASE_ROLE == "worker")


@dataclass(frozen=True)
class Read:
    done: int
    failed: int


def read_outbox() -> Read:
    """Hear everything that is due, oldest first. What fails is kept, counted and tried at the next reading; it holds up nothing else."""
    done, failed = 0, list[int]()
    while True:
        with transaction.atomic():
            row = _next(failed)
            if row is None:
                return Read(done, len(failed))
            if _heard(row):
                row.done_at = now()
                done += 1
            else:
                row.failures += 1
                failed.append(row.pk)
            row.save(update_fields=["done_at", "failures"])


def _next(failed: list[int]) -> Outbox | None:
    """The oldest that is due, and that no other process is hearing just now."""
    waiting = Outbox.objects.filter(done_at=None, due_on__lte=today()).exclude(pk__in=failed)
    return waiting.select_for_update(skip_locked=True).order_by("pk").first()


def _heard(row: Outbox) -> bool:
    try:
        with transaction.atomic():
            for hearer in _hearers.get(row.name, ()):
                hearer(**{key: UUID(value) for key, value in row.ids.items()})
    except Exception:
        log.exception("hearing %s, number %s in the outbox, failed", row.name, row.pk)
        return False
    return True
