"""What helping and reading open: each on a ground of its own, for as long as one journey goes on."""

from uuid import UUID

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.assessments.models import Helper, SecondReader
from commonpurse.journeys.grounds import HELPING, READING
from commonpurse.organisations.queries import membership_in


def open_own_words(helper: Helper, *, by: Actor) -> None:
    """Let a helper's account say more in its own words. The helper's row names the account before."""
    if helper.user_id is None:
        raise ValueError("A helper without an account says nothing here.")
    journey_id, holder = helper.assessment.journey_id, access.account(helper.user_id)
    access.open_record(HELPING, holder=holder, person_id=helper.person_id, about_id=journey_id, journey_id=journey_id, by=by)


def open_reading(reader: SecondReader, *, by: Actor) -> None:
    """Let somebody read the person's own answers: with their account, or, who works in the team, as a member of it and no longer."""
    holder, journey_id = _reader(reader.reader_id, reader.assessment.journey.team_id), reader.assessment.journey_id
    access.open_record(READING, holder=holder, person_id=reader.person_id, about_id=journey_id, journey_id=journey_id, by=by)


def close_reading(reader: SecondReader, *, by: Actor) -> None:
    holder = _reader(reader.reader_id, reader.assessment.journey.team_id)
    access.close_record(READING, holder=holder, person_id=reader.person_id, about_id=reader.assessment.journey_id, by=by)


def _reader(user_id: UUID, team_id: UUID) -> access.Holder:
    membership_id = membership_in(team_id, user_id)
    return access.account(user_id) if membership_id is None else access.member(membership_id)
