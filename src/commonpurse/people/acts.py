"""The only writers of people and what is known around them."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import no, require, yes
from commonpurse.access.models import User
from commonpurse.access.once import once
from commonpurse.access.registry import CASE, OWN_RECORD, SHARED
from commonpurse.foundation import outbox
from commonpurse.foundation.clock import now, today
from commonpurse.people.models import WHOLE, CapacityDecision, CarersStatement, Caring, Person, Relationship
from commonpurse.people.passphrase import new_passphrase
from commonpurse.people.policy import may_end_caring, may_note_caring, may_work_with
from commonpurse.people.queries import capacity_for, is_yes, part_of, statements_of
from commonpurse.values.missing import Missing, NotReady, Stale
from commonpurse.values.nhs_number import NotAnNHSNumber, read_nhs_number

CARER_STATEMENT_CHANGED = "carer_statement_changed"  # told to the outbox, with the person's uuid
YESES = frozenset({CarersStatement.Says.YES, CarersStatement.Says.YES_UNTIL})
TO_BE_SAID = frozenset(CarersStatement.Says.values) - {CarersStatement.Says.ENDED}  # that one comes with the end of the help
CHANGED = "Somebody changed this since you opened it. Now it says: {now}. What you typed is still here: look again, then save it once more."
HELPER_SIGN_IN = "helper-sign-in"  # the same, for somebody who helps the person
SIGN_IN = "sign-in"  # the section of a look that was more than one: a new passphrase


@transaction.atomic
def add_person(
    *,
    first_name: str,
    last_name: str,
    known_as: str = "",
    born: date | None = None,
    nhs_number: str = "",
    seen_by: UUID,
    key: UUID | None = None,
    by: Actor,
) -> Person:
    """Write down a new person. The team `seen_by` is given the record first: a row that nobody may see cannot be written.

    The same words sent twice under one `key` make one person, and other words are refused.
    """
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

    def add() -> UUID:
        access.open_record(CASE, holder=access.team(seen_by), person_id=person.pk, by=by)
        person.save(force_insert=True)
        return person.pk

    made = once(key, "people.add_person", target=seen_by, sent={"who": person.as_it_stands}, by=by, make=add)
    return person if made == person.pk else Person.objects.get(pk=made)


def _digits(nhs_number: str) -> str:
    if not nhs_number.strip():
        return ""
    try:
        return read_nhs_number(nhs_number)
    except NotAnNHSNumber as error:
        raise NotReady([Missing(str(error), "nhs_number")]) from error


@transaction.atomic
def correct_person(
    person: Person, *, first_name: str, last_name: str, known_as: str, born: date | None, nhs_number: str, seen: str, by: Actor
) -> None:
    """Correct who somebody is. `seen`: the record `as_it_stands` when it was opened; raises Stale when it says something else now.

    Only what differs is written.
    """
    require(may_work_with(by, person))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.as_it_stands != seen:
        raise Stale([Missing(CHANGED.format(now=locked.in_one_line))])
    wanted = {
        "first_name": first_name.strip(),
        "last_name": last_name.strip(),
        "known_as": known_as.strip(),
        "born": born,
        "nhs_number": _digits(nhs_number),
    }
    if changed := {name: value for name, value in wanted.items() if value != getattr(locked, name)}:
        for name, value in changed.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changed))


@transaction.atomic
def note_relationship(
    person: Person, *, name: str, kind: str, gives_unpaid_help: bool, other: Person | None = None, by: Actor
) -> Relationship:
    require(may_work_with(by, person))
    return Relationship.objects.create(
        person=person, other=other, name=name.strip(), kind=kind.strip(), gives_unpaid_help=gives_unpaid_help, noted_at=now()
    )


@transaction.atomic
def give_sign_in(person: Person, *, sign_in_name: str, email: str = "", by: Actor) -> tuple[User, str]:
    """Give a person an account for their own record. Returns it with a starting passphrase, shown once and kept nowhere."""
    require(may_work_with(by, person))
    if User.objects.filter(person_id=person.pk).exists():
        raise NotReady([Missing(f"{person.called} can sign in already.")])
    passphrase = new_passphrase()
    user = access.make_account(sign_in_name=sign_in_name, name=person.name, email=email, password=passphrase, person_id=person.pk)
    access.open_record(OWN_RECORD, holder=access.account(user.pk), person_id=person.pk, by=by)
    return user, passphrase


@transaction.atomic
def give_new_passphrase(person: Person, *, by: Actor) -> tuple[User, str]:
    """Give somebody who forgot theirs a new passphrase, shown once and kept nowhere. Ends their sessions.

    It stands among the looks at their record, where the person sees it: whoever gives a passphrase could use it.
    """
    require(may_work_with(by, person))
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
    """Record whether a person could make one decision now, with what support. Raises NotReady where support or reasons are missing.

    The same by the same worker twice is one: a button was pressed twice.
    """
    require(may_work_with(by, person))
    missing = []
    if not support_given.strip():
        missing.append(Missing("Say what was done to help them take part.", "support_given"))
    if not has_capacity and not reasons.strip():
        missing.append(Missing("Say what you saw and heard that shows it.", "reasons"))
    if missing:
        raise NotReady(missing)
    decided = {
        "has_capacity": has_capacity,
        "support_given": support_given.strip(),
        "reasons": reasons.strip(),
        "decided_by_id": by.user_id,
    }
    before = capacity_for(person.pk, about=about, about_id=about_id)
    if before is not None and all(getattr(before, name) == value for name, value in decided.items()):
        return before
    return CapacityDecision.objects.create(person=person, about=about, about_id=about_id, decided_at=now(), **decided)


@transaction.atomic
def make_own_record(*, first_name: str, last_name: str, shared_with: UUID, by: Actor) -> Person:
    """Make a record for somebody who has an account and none yet, as they ask. It is theirs first, then their team's."""
    require(no("You have a record of your own already.") if by.person_id else yes("It is to be your own."))
    person = Person(id=uuid4(), first_name=first_name.strip(), last_name=last_name.strip(), made_at=now())
    _is_theirs(User.objects.select_for_update().get(pk=by.user_id), person)
    access.open_record(OWN_RECORD, holder=access.account(by.user_id), person_id=person.pk, by=by)
    access.open_record(CASE, holder=access.team(shared_with), person_id=person.pk, by=by)
    person.save(force_insert=True)
    return person


@transaction.atomic
def link_account(person: Person, *, user_id: UUID, by: Actor) -> User:
    """Let an account that somebody has for helping open their own record too: one person, one account."""
    require(may_work_with(by, person))
    account = User.objects.select_for_update().get(pk=user_id)
    if account.person_id == person.pk:
        return account
    _is_theirs(account, person)
    access.open_record(OWN_RECORD, holder=access.account(account.pk), person_id=person.pk, by=by)
    return account


def _is_theirs(account: User, person: Person) -> None:
    if account.person_id is not None:
        raise NotReady([Missing("This account has a record of its own already.")])
    if User.objects.filter(person_id=person.pk).exists():
        raise NotReady([Missing(f"{person.called} can sign in already.")])
    access.make_account_of(account, person.pk)


@transaction.atomic
def note_caring(carer: Person, *, person_id: UUID, called: str, kind: str, by: Actor) -> Caring:
    """Write down, on the carer's side only, whom they help. Twice is once."""
    require(may_note_caring(by, carer, person_id))
    there = Caring.objects.filter(carer=carer, person_id=person_id, ended_at=None).first()
    return there or Caring.objects.create(carer=carer, person_id=person_id, called=called.strip(), kind=kind.strip(), noted_at=now())


@transaction.atomic
def state_as_carer(caring: Caring, *, need: str, says: str, until: date | None = None, quarters: int = WHOLE, by: Actor) -> CarersStatement:
    """Record what a carer says about one need. It is theirs to say: only their own account may. `quarters`: how much of it a yes means.

    Only a yes that begins, ends or covers another part is told to the other side, and only that something changed: another word
    tells nothing. The same word twice is one.
    """
    require(yes("It is your own statement.") if by.person_id == caring.carer_id else no("Only the carer can say this."))
    _locked(caring)
    if missing := what_is_missing_to_state(says, until, quarters, today()):
        raise NotReady(missing)
    before = statements_of(caring).get(need)
    word = {"says": says, "until": until, "quarters": quarters if says in YESES else None}
    if before is not None and all(getattr(before, name) == value for name, value in word.items()):
        return before
    said = CarersStatement.objects.create(
        carer_id=caring.carer_id, person_id=caring.person_id, need=need, by_id=by.user_id, said_at=_after(before), **word
    )
    if _covers(said, today()) != _covers(before, today()):
        outbox.tell(CARER_STATEMENT_CHANGED, person_id=caring.person_id)
    if said.until is not None:
        outbox.tell(CARER_STATEMENT_CHANGED, due_on=said.until, person_id=caring.person_id)
    return said


def _locked(caring: Caring) -> Caring:
    """The link as it stands, which nobody ends meanwhile."""
    there = Caring.objects.select_for_update().filter(pk=caring.pk, ended_at=None).first()
    if there is None:
        raise NotReady([Missing("It is written down already that this help has ended.")])
    return there


def _covers(said: CarersStatement | None, on: date) -> int:
    return part_of(said) if said is not None and is_yes(said, on) else 0


@transaction.atomic
def end_caring(caring: Caring, *, by: Actor) -> None:
    """Somebody helps a person no more, or it is not written down here any more. Every yes ends with it, and so
    does what the carer let them see of their own journey; what was said stays.

    The other side is told that unpaid help changed where a yes ended, and nothing at all where there was none. Twice is once.
    """
    require(may_end_caring(by, caring))
    there = Caring.objects.select_for_update().get(pk=caring.pk)
    if there.ended_at is not None:
        return
    yeses = [said for said in statements_of(there).values() if is_yes(said, today())]
    for before in yeses:
        CarersStatement.objects.create(
            carer_id=there.carer_id,
            person_id=there.person_id,
            need=before.need,
            says=CarersStatement.Says.ENDED,
            by_id=by.user_id,
            said_at=_after(before),
        )
    there.ended_at = now()
    there.save(update_fields=["ended_at"])
    access.close_record(SHARED, holder=access.person(there.person_id), person_id=there.carer_id, by=by)
    if yeses:
        outbox.tell(CARER_STATEMENT_CHANGED, person_id=there.person_id)


def _after(before: CarersStatement | None) -> datetime:
    """Now, and after what was said before even where two acts share a moment: the latest must be the last."""
    return now() if before is None else max(now(), before.said_at + timedelta(microseconds=1))


def what_is_missing_to_state(says: str, until: date | None, quarters: int, today: date) -> list[Missing]:
    """A yes says how much of the need it means; a yes for now needs its end, and the end is still to come."""
    if says not in TO_BE_SAID:
        return [Missing("Choose one of the answers.", "says")]
    if says == CarersStatement.Says.YES_UNTIL and until is None:
        return [Missing("Say until when.", "until")]
    if until is not None and says == CarersStatement.Says.YES_UNTIL and until <= today:
        return [Missing("This day is past. Choose a day that is still to come.", "until")]
    if says in YESES and not 1 <= quarters <= WHOLE:
        return [Missing("Choose how much of it you mean.", "quarters")]
    return []
