"""The words in which `records.py` says who may reach a row: each gives an SQL condition, read by the generator of the second wall.

`access_held` is the view of what the actor holds now: a grant to one of their holders, in force, on a ground that has not ended, of
nobody whom they must never see. Every rule begins from it.
"""

from commonpurse.access.registry import CASE, OWN_RECORD, Held, Verb

ACTOR = "(select app_actor())"
BY_SOMEBODY = "(select app_capacity()) <> 'itself'"
"""Not by Common Purse's own jobs, which write in a section and not in every table of it."""


def holds(person: str, *sections: str, verb: Verb = Verb.READ) -> str:
    """Whether the actor holds a verb on one of these sections of the person whose uuid stands in `person`."""
    named = " or ".join(f"h.section = '{section}'" for section in sections)
    return f"exists (select 1 from access_held h where h.person_id = {person} and ({named}) and h.verb = '{verb}')"


def holds_any(person: str, *held: Held) -> str:
    """Whether the actor holds at least one of these; each only where its own condition is true."""
    return " or ".join(f"({holds(person, one.section, verb=one.verb)}{f' and ({one.when})' if one.when else ''})" for one in held)


def own_record_of(person: str) -> str:
    """Whether the actor's own account opens the record whose uuid stands in `person`, as that person's own."""
    return (
        f"exists (select 1 from access_held h where h.person_id = {person} and h.ground_kind = '{OWN_RECORD}'"
        f" and h.holder_kind = 'user' and h.holder_id = {ACTOR})"
    )


def is_account_of(user: str, person: str) -> str:
    """Whether the account whose uuid stands in `user` is that of the person whose uuid stands in `person`, whatever it opens now."""
    return f"exists (select 1 from access_user u where u.id = {user} and u.person_id = {person})"


def works_on_case_of(person: str) -> str:
    """Whether the actor works in a team that holds, as its case, the record whose uuid stands in `person`."""
    return f"exists (select 1 from access_held h where h.person_id = {person} and h.ground_kind = '{CASE}')"


def may_be_shown(section: str, shown: str, *, person: str, journey: str) -> str:
    """For a function that looks past row-level security: whether the actor may see a part of one journey.

    By a grant of `section`, or because its person lets them see that part (`shown`) of that very journey. `person` and `journey`: where
    their uuids stand. `offset 0` has it asked of that one person: else the planner gathers everybody whom the actor may see first.
    """
    return (
        f"exists (select 1 from public.access_held h where h.person_id = {person} and h.verb = 'read'"
        f" and (h.section = '{section}' or (h.section = '{shown}' and h.journey_id = {journey})) offset 0)"
    )
