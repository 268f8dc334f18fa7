"""Whoever holds the secret of a link says which account is theirs, and nothing else of the link."""

import pytest
from psycopg.errors import InsufficientPrivilege

from tests.walls.who_may import Trial


@pytest.mark.parametrize(("column", "may"), [("agreed_at", True), ("joined_at", False), ("withdrawn_at", False)])
def test_the_secret_lets_its_holder_agree_and_say_nothing_for_the_worker(trial: Trial, column: str, *, may: bool) -> None:
    (stranger,) = trial.around.actors["a stranger with an account"]
    link = trial.rows["assessments_accountlink"]
    with trial.signed_in(stranger) as connection:
        connection.execute("select set_config('app.secret_hash', %s, true)", [link["secret_hash"]])
        try:
            changed = connection.execute(f"update assessments_accountlink set {column} = now() where id = %s".encode(), [link["id"]])
        except InsufficientPrivilege:
            assert not may
        else:
            assert (changed.rowcount == 1) == may
