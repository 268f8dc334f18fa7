"""Two presses at one moment, with real commits: one administrator stays, one account is made."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import sleep

from django.db import connections

from commonpurse.access.actors import ANONYMOUS, Role
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.organisations import acts
from commonpurse.organisations.models import Membership
from commonpurse.values.missing import NotReady
from tests.people_of_the_tests import a_place, actor_of, an_administrator, as_operator


def together(*acts_of: Callable[[], object]) -> list[str]:
    """Do each in a thread and a transaction of its own, starting at one moment; gives "done" or what was missing."""
    start, outcomes = Barrier(len(acts_of)), []

    def one(act: Callable[[], object]) -> None:
        try:
            with acting_as(ANONYMOUS):
                start.wait(5)
                act()
            outcomes.append("done")
        except NotReady as error:
            outcomes.append(str(error))
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=[act]) for act in acts_of]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(outcomes)


def test_two_administrators_who_end_each_other_leave_one(own_database: str) -> None:
    place = a_place()
    helen, wen = an_administrator(place.helen, place.council), actor_of(place.wen)
    theirs = {user: Membership.objects.get(user=user, role=Role.ADMINISTRATOR).pk for user in (place.helen, place.wen)}
    outcomes = together(lambda: acts.end_membership(theirs[place.wen], by=helen), lambda: acts.end_membership(theirs[place.helen], by=wen))
    assert outcomes == ["This is the last administrator. Make somebody else an administrator first.", "done"]
    assert Membership.objects.filter(role=Role.ADMINISTRATOR, ends_on=None).count() == 1


def test_a_link_pressed_twice_makes_one_account(own_database: str) -> None:
    place = a_place()
    with acting_as(place_wen := actor_of(place.wen)):
        _, secret = acts.invite(email="jo@example.org", name="Jo", organisation_id=place.council.pk, role=Role.TRAINER, by=place_wen)

    def accept() -> object:
        return acts.accept_invitation(secret, name="Jo", password="three brass kettles whistle", by=ANONYMOUS)

    outcomes = together(accept, accept)
    assert outcomes[-1] == "done"
    assert "cannot be used" in outcomes[0] or "There is an account" in outcomes[0]
    assert User.objects.filter(email="jo@example.org").count() == 1


def test_nobody_joins_a_team_for_an_organisation_that_is_leaving_it(own_database: str) -> None:
    """Sharing stops in one transaction that is still open; whoever adds a member meanwhile waits for it and is refused."""
    place = a_place()
    theirs, wen, team = an_administrator(place.charlie, place.trust), actor_of(place.wen), place.team
    with as_operator():
        Membership.objects.filter(user=place.priya).update(team=None, role=Role.TRAINER)
    left, outcomes = Event(), []

    def leave() -> None:
        try:
            with acting_as(ANONYMOUS):
                acts.stop_sharing_team(team.pk, with_id=place.trust.pk, by=wen)
                left.set()
                sleep(0.5)
        finally:
            connections.close_all()

    def join() -> None:
        left.wait(10)
        try:
            with acting_as(ANONYMOUS):
                acts.add_member(place.priya.pk, organisation_id=place.trust.pk, role=Role.PRACTITIONER, team_id=team.pk, by=theirs)
            outcomes.append("joined")
        except NotReady as error:
            outcomes.append(str(error))
        finally:
            connections.close_all()

    threads = [Thread(target=leave), Thread(target=join)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert outcomes == ["This team does not belong to the organisation."]
    assert not Membership.objects.filter(organisation=place.trust, team=team, ends_on=None).exists()
