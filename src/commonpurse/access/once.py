"""Sent twice, done once: what a form's own key stood for, kept for its sender, act and target, with a hash of what was sent.

A key is only ever a key. It never becomes the id of anything, another's key says nothing, and the same key with something else in it is
refused in words.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from commonpurse.access.actors import Actor
from commonpurse.access.models import Once
from commonpurse.foundation.clock import now
from commonpurse.values.missing import Missing, NotReady

SENT_BEFORE = "This page was sent before, with something else in it. Open it again, look, and send it once more."


def once(key: UUID | None, act: str, *, target: UUID, sent: dict[str, Any], by: Actor, make: Callable[[], UUID]) -> UUID:
    """The id of what this key made before, or of what `make` makes now. Two presses at one moment wait for each other here.

    Raises NotReady where the same key came with something else, or about somebody else.
    """
    if key is None:
        return make()
    _wait_in_line(f"{by.user_id} {act} {key}")
    fingerprint = sha256(json.dumps([str(target), sent], sort_keys=True, default=str).encode()).hexdigest()
    there = Once.objects.filter(user_id=by.user_id, act=act, key=key).first()
    if there is not None:
        if there.sent_sha256 != fingerprint:
            raise NotReady([Missing(SENT_BEFORE)])
        return there.made_id
    made_id = make()
    Once.objects.create(user_id=by.user_id, act=act, key=key, sent_sha256=fingerprint, made_id=made_id, at=now())
    return made_id


def _wait_in_line(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
