"""The only writers of people and what is known around them."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import no, require, yes
from commonpurse.access.models import User
from commonpurse.access.registry import Section
from commonpurse.foundation.clock import now
from commonpurse.people.models import CapacityDecision, CarersStatement, Person, Relationship
from commonpurse.people.passphrase import new_passphrase
from commonpurse.people.policy import may_help_to_sign_in
from commonpurse.values.missing import Missing, NotReady
from commonpurse.values.nhs_number import NotAnNHSNumber, read_nhs_number

OWN_RECORD = (Section.IDENTITY, Section.JOURNEY, Section.ASSESSMENT, Section.BUDGET, Section.PLAN, Section.ACCESS)
SIGN_IN = "sign-in"  # the section of a look that was more than one: a new passphrase


@transaction.atomic
def add_person(
    *, first_name: str, last_name: str, known_as: str = "", born: date | None = None, nhs_number: str = "", seen_by: UUID, by: Actor
) -> Person:
    """Write down a new person. The team `seen_by` is given the record first: a row that nobody may see cannot be written."""
    require(yes("You work in this team.") if by.works_in(seen_by) else no("Only somebody who works in this team can add a person to it."))
    person = Person(
        id=uuid4(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        known_as=known_as.strip(),
        born=born,
        nhs_number=_digits(nhs_number),
        made_at=now(),
    )
    access.grant(holder_id=seen_by, person_id=person.pk, sections=Section.ALL, cause="case", cause_id=person.pk, by=by)
    person.save(force_insert=True)
    return person


def _digits(nhs_number: str) -> str:
    if not nhs_number.strip():
        return ""
    try:
        return read_nhs_number(nhs_number)
    except NotAnNHSNumber as error:
        raise NotReady([Missing(str(error), "nhs_number")]) from error


@transaction.atomic
def correct_person(
    person: Person, *, first_name: str, last_name: str, known_as: str, born: date | None, nhs_number: str, by: Actor
) -> None:
    """Correct who somebody is."""
    del by  # whoever may see the identity section may correct it; row-level security says who that is
    person.first_name, person.last_name, person.known_as = first_name.strip(), last_name.strip(), known_as.strip()
    person.born, person.nhs_number = born, _digits(nhs_number)
    person.save()


@transaction.atomic
def note_relationship(
    person: Person, *, name: str, kind: str, gives_unpaid_help: bool, other: Person | None = None, by: Actor
) -> Relationship:
    del by
    return Relationship.objects.create(
        person=person, other=other, name=name.strip(), kind=kind.strip(), gives_unpaid_help=gives_unpaid_help, noted_at=now()
    )


@transaction.atomic
def give_sign_in(person: Person, *, sign_in_name: str, email: str = "", by: Actor) -> tuple[User, str]:
    """Give a person an account for their own record. Returns it with a starting passphrase, shown once and kept nowhere."""
    if User.objects.filter(person_id=person.pk).exists():
        raise NotReady([Missing(f"{person.called} can sign in already.")])
    passphrase = new_passphrase()
    user = access.make_account(sign_in_name=sign_in_name, name=person.name, email=email, password=passphrase, person_id=person.pk)
    access.grant(holder_id=user.pk, person_id=person.pk, sections=OWN_RECORD, cause="own record", cause_id=person.pk, by=by)
    return user, passphrase


@transaction.atomic
def give_new_passphrase(person: Person, *, by: Actor) -> tuple[User, str]:
    """Give somebody who forgot theirs a new passphrase, shown once and kept nowhere. Ends their sessions.

    It stands among the looks at their record, where the person sees it: whoever gives a passphrase could use it.
    """
    require(may_help_to_sign_in(by, person))
    user = User.objects.select_for_update().filter(person_id=person.pk).first()
    if user is None:
        raise NotReady([Missing(f"{person.called} has no account yet.")])
    passphrase = new_passphrase()
    access.give_new_password(user, passphrase, by=by)
    access.look(person_id=person.pk, section=SIGN_IN, route="people.give_new_passphrase", by=by)
    return user, passphrase


@transaction.atomic
def decide_capacity(
    person: Person, *, about: str, about_id: UUID | None, has_capacity: bool, support_given: str, reasons: str, by: Actor
) -> CapacityDecision:
    """Record whether a person could make one decision now, with what support. Raises NotReady where support or reasons are missing."""
    missing = []
    if not support_given.strip():
        missing.append(Missing("Say what was done to help them take part.", "support_given"))
    if not has_capacity and not reasons.strip():
        missing.append(Missing("Say what you saw and heard that shows it.", "reasons"))
    if missing:
        raise NotReady(missing)
    return CapacityDecision.objects.create(
        person=person,
        about=about,
        about_id=about_id,
        has_capacity=has_capacity,
        support_given=support_given.strip(),
        reasons=reasons.strip(),
        decided_by_id=by.user_id,
        decided_at=now(),
    )


@transaction.atomic
def state_as_carer(
    carer: Person, *, person: Person, need: str, says: CarersStatement.Says, until: date | None, by: Actor
) -> CarersStatement:
    """Record what a carer says about one need. It is theirs to say: only their own account may."""
    require(yes("It is your own statement.") if by.person_id == carer.pk else no("Only the carer can say this."))
    return CarersStatement.objects.create(carer=carer, person=person, need=need, says=says, until=until, said_at=now())
