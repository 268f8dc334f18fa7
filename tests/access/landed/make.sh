#!/bin/sh
# Makes landed.sql.gz and landed.json anew: a database of the version that was landed before the walls for writing (fef8454), as its own
# code wrote it. It has the demonstration, the people whom that version's tests add, and what happens where a place is used: looks,
# refusals, sessions, drafts, and access that ended in each of the ways in which it could end. Every person in it is made up.
#
#   git worktree add SOMEWHERE fef8454 && (cd SOMEWHERE && ./run test --collect-only -q) && tests/access/landed/make.sh SOMEWHERE
#
# Dates count from the day on which it is run, and ids are new: the test asks for neither. COMMONPURSE_SECRET is the tests' own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?the checkout of fef8454, set up}"
case $(git rev-parse HEAD) in fef8454*) ;; *) echo "This checkout is not fef8454." >&2; exit 2 ;; esac
export COMMONPURSE_PLACE=demonstration COMMONPURSE_SECRET="a secret of the tests, which opens nothing else"

.venv/bin/python - "$here/landed.json" <<'PYTHON'
import json
import re
import sys
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

from commonpurse.foundation import ready

ready.drop_embedded_database("commonpurse_demonstration")
ready.database()
ready.migrated()
ready.django()

from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.actors import Role
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.acts.preparation import open_own_words
from commonpurse.assessments.acts.screen import say_who_sees_the_screen
from commonpurse.assessments.acts.second_eyes import ask_to_read, note_on_answer
from commonpurse.assessments.models import Assessment, Helper, SecondReader
from commonpurse.assessments.screen import Seen
from commonpurse.demonstration.answers import A_LITTLE_HELP
from commonpurse.demonstration.organisations import TEAM
from commonpurse.foundation.clock import today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.organisations.acts import change_membership, end_membership
from commonpurse.organisations.models import Membership, Organisation, Team
from commonpurse.people import acts as people
from commonpurse.people.acts import give_sign_in
from commonpurse.plans.models import Agreement
from tests.a_demonstration import build_world
from tests.pages.test_drafts import window

setup_test_environment()
world = build_world()
team, council = Team.objects.get(name=TEAM), Organisation.objects.get(name="Northmere Council")
PASSPHRASE = "four words of the tests"


def by(name):
    return acting_as(actor_for(User.objects.get(sign_in_name=name)))


def works(user, in_team, *, since=date(2020, 1, 6), until=None):
    made = Membership.objects.create(user=user, organisation=council, team=in_team, role=Role.PRACTITIONER, starts_on=since)
    if until:
        made.ends_on = until
        made.save()
    return made


def account(name):
    return access.make_account(sign_in_name=name.lower(), name=f"{name} Vale", email=f"{name.lower()}@example.org", password=None)


def may_sign_in_with_a_passphrase(name):
    user = User.objects.get(sign_in_name=name)
    user.set_password(PASSPHRASE)
    user.save(update_fields=["password"])


def a_journey(first_name, *, worker, in_team=team):
    with by(worker) as actor:
        person = people.add_person(first_name=first_name, last_name="Moss", seen_by=in_team.pk, by=actor)
        return journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=in_team.pk, by=actor)


def opened(journey, *, worker):
    with by(worker) as actor:
        assessment = assessments.begin_assessment(journey, by=actor)
        assessments.note_explained(assessment, by=actor)
        assessments.note_nobody_helps(assessment, by=actor)
        assessments.decide_advocacy(assessment, very_hard_alone=False, offer="not_needed", by=actor)
        assessments.decide_capacity_to_take_part(assessment, has_capacity=True, support_given="Time.", by=actor)
        assessments.open_questions(assessment, by=actor)
    return assessment


def helped_by(assessment, name, *, worker, sign_in_name):
    with by(worker) as actor:
        helper = assessments.note_helper(
            assessment, name=name, relationship="friend", footing=Helper.Footing.OWN_WORDS, by=actor
        )
        assessments.let_helper_sign_in(helper, sign_in_name, by=actor)
    return helper


for name in ("daniel", "sam"):
    may_sign_in_with_a_passphrase(name)

# Workers: Lena left while somebody's answers were open to her; Otto left long ago and helps a friend today; Priya came back after years.
lena, otto = account("Lena"), account("Otto")
lenas = works(lena, team)
works(otto, team, until=date(2022, 3, 1))
works(User.objects.get(sign_in_name="priya"), team, since=date(2015, 1, 5), until=date(2016, 1, 5))

ida = a_journey("Ida", worker="lena")
with by("lena") as actor:
    give_sign_in(ida.person, sign_in_name="ida", by=actor)
idas = opened(ida, worker="lena")
with by("lena") as actor:
    helper = assessments.note_helper(idas, name="Otto Vale", relationship="friend", footing=Helper.Footing.OWN_WORDS, by=actor)
    open_own_words(Helper.objects.select_related("assessment").get(pk=helper.pk), otto, by=actor)
    kit = assessments.note_helper(idas, name="Kit Moss", relationship="cousin", footing=Helper.Footing.OWN_WORDS, by=actor)
    assessments.make_link(kit, by=actor)
with by("ida") as actor:
    for reader in (lena, otto):
        ask_to_read(Assessment.objects.select_related("journey").get(pk=idas.pk), reader.pk, by=actor)
    assessments.let_see(ida, what="stage", holder_id=otto.pk, until=today() + timedelta(days=3650), by=actor)
    assessments.let_see(ida, what="answers", holder_id=otto.pk, by=actor)
    assessments.stop_letting_see(ida, what="answers", holder_id=otto.pk, by=actor)
    assessments.let_see(ida, what="budget", holder_id=otto.pk, by=actor)
with by("wen") as actor:
    end_membership(lenas.pk, by=actor)

# A team that nobody works in any more, and the case that it holds.
closed = Team.objects.create(name="Northmere team that was closed", founded_by=council)
closed.organisations.add(council)
nora = account("Nora")
noras = works(nora, closed)
bert = a_journey("Bert", worker="nora", in_team=closed)
with by("wen") as actor:
    end_membership(noras.pk, by=actor)

# A journey that ended, with a helper and what was let be seen; and a helper who was taken off.
cora = a_journey("Cora", worker="sam")
coras = opened(cora, worker="sam")
helped_by(coras, "Finn Moss", worker="sam", sign_in_name="finn")
gone = helped_by(coras, "Gil Moss", worker="sam", sign_in_name="gil")
with by("sam") as actor:
    how = "On the telephone."
    finn = User.objects.get(sign_in_name="finn")
    assessments.note_letting_see(cora, what="stage", holder_id=finn.pk, how=how, key=uuid4(), by=actor)
    assessments.remove_helper(Helper.objects.select_related("assessment__journey").get(pk=gone.pk), by=actor)
    journeys.end(Journey.objects.get(pk=cora.pk), reason="She moved away.", by=actor)

# Ruth lets her mother see where she stands: her mother is a person without an account.
with by("ruth") as actor:
    ruths = Journey.objects.get(pk=world.journeys["Ruth"])
    assessments.let_see(ruths, what="stage", holder_id=world.ids["holder_id"], by=actor)

# Somebody who must never see somebody; a note of a second reader; a worker who says who sees the screen; a limit that was changed.
with by("sam") as actor:
    tom = Assessment.objects.get(person__first_name="Tom")
    access.never_let_see(user_id=User.objects.get(sign_in_name="priya").pk, person_id=cora.person_id, by=actor)
    say_who_sees_the_screen(tom, Seen.TWO_OF_US, whose="person", by=actor)
with by("priya") as actor:
    reading = SecondReader.objects.select_related("assessment__questionnaire").get(reader_id=actor.user_id, person_id=tom.person_id)
    note_on_answer(reading, next(iter(A_LITTLE_HELP)), "Say how long it takes.", client_uuid=uuid4(), by=actor)
with by("wen") as actor:
    helens = Membership.objects.get(user__sign_in_name="helen")
    change_membership(helens.pk, role=Role.MANAGER, team_id=team.pk, approval_limit_pence=160_000, by=actor)


# And it is used, by browsers.
def signed_in(name):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(sign_in_name=name))
    return client


def shown(client, route, **where):
    answer = client.get(reverse(route, kwargs=where))
    assert answer.status_code == 200, (route, answer.status_code)
    return answer.content.decode()


daniel = Client()
assert daniel.post(reverse("account_login"), {"login": "daniel", "password": PASSPHRASE}).status_code == 302
shown(daniel, "person:home")
assert signed_in("charlie").get(reverse("practitioner:journey", kwargs={"journey_id": ida.pk})).status_code == 404
assert Client().post(reverse("account_login"), {"login": "daniel", "password": "not this one"}).status_code == 200
sam = signed_in("sam")
for journey_id in world.journeys.values():
    shown(sam, "practitioner:journey", journey_id=journey_id)
page = reverse("practitioner:plan_add_outcomes", kwargs={"journey_id": world.journeys["Iris"]})
assert window(sam, page).types(words="To sing in a choir again.").status_code == 200

# What its code says: whom a grant may name to reach each account, every figure of every letter, and with what Daniel is signed in.
letters = {}
with by("sam"):
    agreed = list(Agreement.objects.values_list("plan__journey_id", flat=True))
for journey_id in agreed:
    letter = shown(sam, "practitioner:letter", journey_id=journey_id)
    letters[str(journey_id)] = re.findall(r"£[\d,]+(?:\.\d\d)?", unescape(re.sub(r"<[^>]+>", " ", letter)))
assert letters and all(letters.values())
told = {
    "commit": "fef8454",
    "holders": {user.sign_in_name: list(map(str, actor_for(user).holders)) for user in User.objects.order_by("sign_in_name")},
    "letters": letters,
    "session": daniel.cookies["commonpurse"].value,
    "journeys": {name: str(uuid) for name, uuid in sorted({**world.journeys, "Ida": ida.pk, "Bert": bert.pk, "Cora": cora.pk}.items())},
}
with open(sys.argv[1], "w") as out:
    out.write(json.dumps(told, indent=1) + "\n")
PYTHON

# As the administrator, who alone reads past row-level security; without what only psql or the newest server understands, so that any
# connection can restore it: owners, policies, functions and privileges are in it.
set -- $(.venv/bin/python -c "
from commonpurse.foundation import embedded_postgres
cluster = embedded_postgres.start()
print(cluster.binaries, cluster.address(role='administrator', database='commonpurse_demonstration'))")
"$1/pg_dump" --rows-per-insert=500 "$2" | grep -v -E '^(\\(un)?restrict |SET transaction_timeout)' | gzip -9n >"$here/landed.sql.gz"
ls -l "$here/landed.sql.gz"
