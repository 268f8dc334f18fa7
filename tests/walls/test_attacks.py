"""Whoever runs any SQL as the web does, in a session of their own, gets no further than their pages; and it is the walls that stop them."""

import pickle
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from psycopg import ClientCursor
from psycopg.conninfo import make_conninfo
from psycopg.errors import InsufficientPrivilege

from commonpurse.access.context import proof_of
from commonpurse.foundation import addresses
from tests.conftest import Databases, use
from tests.walls.attacks import ADMINISTRATOR, ALL, READ_HIM, Attack, Scene, administrator, as_it_was, begin, goes_through, signed_in
from tests.walls.who_may import Trial

Copies = Callable[[], AbstractContextManager[Trial]]


@pytest.fixture(scope="module")
def undone(copied: Copies, databases: Databases) -> Iterator[Trial]:
    """The trial's database with the walls as they were."""
    with copied() as trial:
        with databases.as_owner(trial.database) as owner:
            as_it_was(owner)
        yield trial


def test_every_attack_is_refused(trial: Trial) -> None:
    assert len(ALL) > 150
    assert [str(attack) for attack in ALL if goes_through(attack, trial)] == []


def test_every_attack_goes_through_where_the_walls_are_as_they_were(undone: Trial, databases: Databases) -> None:
    with databases.as_owner(undone.database) as owner:
        tried = [attack for attack in ALL if attack.hole != ADMINISTRATOR]
        assert [str(attack) for attack in tried if not _with_its_hole(attack, undone, owner)] == []


def _with_its_hole(attack: Attack, undone: Trial, owner: psycopg.Connection) -> bool:
    if attack.hole:
        owner.execute(attack.hole.format(**Scene(undone).named).encode())
    return goes_through(attack, undone)


def test_what_only_the_server_lets_be_done_an_administrator_may(undone: Trial) -> None:
    for attack in ALL:
        if attack.hole == ADMINISTRATOR:
            with administrator(undone.database) as able:
                if able is None:
                    pytest.skip("the server is somebody else's: its administrator is not ours to ask")
                assert goes_through(attack, undone, by=able), str(attack)


def _takes(connection: psycopg.Connection, context: str, whom: str) -> bool:
    """Whether this connection gets to a person with a context that was copied."""
    with connection.transaction(force_rollback=True):
        connection.execute("select set_config('app.context', %s, true)", [context])
        return connection.execute(whom.encode()).rowcount > 0


CONTEXT = "select current_setting('app.context')"


def _with_copied_contexts(trial: Trial) -> dict[str, bool]:
    """Sam's context, copied whole: by another connection at the same time, and by Sam's own connection in its next transaction."""
    scene, came = Scene(trial), dict[str, bool]()
    read_him = READ_HIM.format(**scene.named)
    with signed_in(trial, scene.actor("sam")) as sams, signed_in(trial, scene.actor("stranger")) as strangers:
        context = str((sams.execute(CONTEXT).fetchone() or [""])[0])
        assert _takes(sams, context, read_him)
        for name, taker in (("another connection", strangers), ("the next transaction", sams)):
            if taker is sams:
                sams.rollback()
                begin(sams, scene.actor("stranger"))
            try:
                came[name] = _takes(taker, context, read_him)
            except InsufficientPrivilege:
                came[name] = False
    return came


def test_a_copied_context_is_worth_nothing(trial: Trial, undone: Trial) -> None:
    assert _with_copied_contexts(trial) == {"another connection": False, "the next transaction": False}
    assert _with_copied_contexts(undone) == {"another connection": True, "the next transaction": True}


PASSWORD_OF_SAM = "update access_user set password = 'x' where id = {sam}"


def test_a_proof_holds_for_its_own_transaction_and_aim(trial: Trial) -> None:
    scene = Scene(trial)
    changes = PASSWORD_OF_SAM.format(**scene.named).encode()
    with signed_in(trial, scene.actor("sam")) as connection:
        connection.rollback()
        nonce = begin(connection, scene.actor("sam"))
        proof = proof_of(f"accounts|{nonce}")
        with connection.transaction(force_rollback=True):
            connection.execute("select access_prove('accounts', %s)", [proof])
            assert connection.execute(changes).rowcount == 1  # the negative control
            proved = connection.execute("select current_setting('app.proved')").fetchone()
        with pytest.raises(InsufficientPrivilege), connection.transaction():
            connection.execute("select access_prove('memberships', %s)", [proof])
        connection.rollback()
        begin(connection, scene.actor("sam"))
        with pytest.raises(InsufficientPrivilege), connection.transaction():
            connection.execute("select access_prove('accounts', %s)", [proof])
        connection.execute("select set_config('app.proved', %s, true)", proved)
        with pytest.raises(InsufficientPrivilege), connection.transaction():
            connection.execute(changes)


SEEN = "select query from pg_stat_activity where pid = %s"


def _statement_of_another(trial: Trial) -> str:
    """What a stranger's connection sees of the statement with which Sam's just began, its values put in as Django puts them in."""
    scene, address = Scene(trial), make_conninfo(addresses.address("app"), dbname=trial.database)
    with psycopg.connect(address, cursor_factory=ClientCursor) as sams, signed_in(trial, scene.actor("stranger")) as strangers:
        sams.execute("select nonce from access_begin(%s, %s)", [str(scene.actor("sam").user_id), None])
        return str((strangers.execute(SEEN, [sams.info.backend_pid]).fetchone() or [""])[0])


def test_nobody_sees_the_keys_with_which_others_begin(copied: Copies) -> None:
    with copied() as trial:
        key = str(Scene(trial).actor("sam").user_id)
        assert key not in _statement_of_another(trial)
        with administrator(trial.database) as able:
            if able is not None:  # the negative control
                able.execute(f"alter role app in database {trial.database} set track_activities = on".encode())
                able.commit()
                assert key in _statement_of_another(trial)


def test_a_temporary_table_lies_over_nothing_even_where_one_may_be_made(copied: Copies, databases: Databases) -> None:
    with copied() as trial, databases.as_owner(trial.database) as owner:
        owner.execute(f"grant temporary on database {trial.database} to app".encode())
        moves = Attack(
            "moves the journey by an event of their own making",
            "sam",
            [
                "create temp table journeys_journeyevent as"
                " select id as journey_id, 'x' as kind, pg_current_xact_id()::text::bigint as made_in from journeys_journey",
                "update journeys_journey set due_on = current_date",
            ],
        )
        assert not goes_through(moves, trial)
        owner.execute("alter function wall_columns_of_journeys_journey() set search_path = pg_catalog, public")
        assert goes_through(moves, trial)  # the negative control


class Planted:
    """Writes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.file,)


def test_no_store_runs_what_is_planted_in_it(own_database: str, tmp_path: Path, databases: Databases) -> None:
    ran = tmp_path / "ran"
    planted = b64encode(pickle.dumps(Planted(ran))).decode()
    with databases.as_owner(own_database) as owner:
        owner.execute(
            "insert into foundation_cache (cache_key, value, expires) values (%s, %s, now() + interval '1 day')", [":1:planted", planted]
        )
        owner.execute(
            "insert into access_session (key_hash, data, began_at, expires_at)"
            " values (access_hash_of('a-key-of-the-tests'), %s, now(), now() + interval '1 day')",
            [planted],
        )
    use(own_database)
    with pytest.raises(ValueError, match="Expecting value"):
        cache.get("planted")
    browser = Client()
    browser.cookies["commonpurse"] = "a-key-of-the-tests"
    assert browser.get("/").status_code == 200
    assert not ran.exists()
    DatabaseCache("foundation_cache", {}).get("planted")  # the negative control
    assert ran.exists()
