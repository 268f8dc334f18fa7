"""The database lets be done what `docs/who-may.csv` says, by whom it says, and nothing else."""

from commonpurse.access.actors import Actor
from tests.conftest import Databases
from tests.walls.who_may import Line, Trial, lines

A_COLLEAGUE = """
insert into organisations_membership select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'user_id', %s::uuid))).*
from organisations_membership m where m.user_id = %s
"""
OF_OTHERS = {"people_caring"}  # it is about the carer, whose record their team holds
AT_FULL_SIZE = {"the person, by their own account", "a practitioner of the team", "a manager of the team", "the operator"}


def everybody(trial: Trial) -> list[tuple[str, Actor]]:
    return [(relation, actor) for relation, actors in trial.around.actors.items() for actor in actors]


def differing(trial: Trial, relation: str, actor: Actor, tried: list[Line]) -> list[str]:
    return [f"{line}: {relation} ({actor.name})" for line, let in trial.tries(tried, actor) if let != line.may[relation]]


def test_every_relation_may_do_what_the_file_says(trial: Trial) -> None:
    assert [one for relation, actor in everybody(trial) for one in differing(trial, relation, actor, list(lines()))] == []


def test_whoever_works_in_the_team_too_gets_no_more_of_their_own_record(trial: Trial, databases: Databases) -> None:
    own = "the person, by their own account"
    (daniel,) = trial.around.actors[own]
    with databases.as_owner(trial.database) as owner:
        owner.execute(A_COLLEAGUE, [daniel.user_id, trial.around.place.sam.pk])
        found = differing(trial, own, daniel, [line for line in lines() if line.table not in OF_OTHERS])
        owner.execute("delete from organisations_membership where user_id = %s", [daniel.user_id])
    assert found == []


def test_what_the_file_does_not_name_is_refused_to_everybody(trial: Trial) -> None:
    named = {(line.table, line.act) for line in lines()}
    silent = [
        Line(table, act, "", dict.fromkeys(trial.around.actors, False))
        for table, columns in trial.columns.items()
        for act in ("see", "add", "remove", *(f"change {one.name}" for one in columns if not one.by_the_database))
        if (table, act) not in named
    ]
    assert len(silent) > 300
    tried = [(relation, actor) for relation, actor in everybody(trial) if relation in AT_FULL_SIZE]
    assert [one for relation, actor in tried for one in differing(trial, relation, actor, silent)] == []


def test_the_file_names_every_table_and_every_relation(trial: Trial) -> None:
    assert {line.table for line in lines()} == set(trial.records)
    assert all(set(line.may) == set(trial.around.actors) for line in lines())
