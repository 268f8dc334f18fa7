"""Questionnaires, what must stand before the questions, answers and whose they are, checking together, eligibility, health basis."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commonpurse.access.models import Said, append_only
from commonpurse.assessments.screen import Seen
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.models import Journey
from commonpurse.people.models import Person


class Voice(models.TextChoices):
    """Whose words an answer is."""

    PERSON = "person", "The person's own words"
    CARER = "carer", "The carer's words"
    PRACTITIONER = "practitioner", "The practitioner's view"
    PROXY = "proxy", "Somebody with authority to answer"
    OBSERVED = "observed", "What we have seen and been shown"


class Questionnaire(models.Model):
    """One published version of the words around a scheme's questions, with the scheme's own titles and levels. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    scheme_code = models.CharField(max_length=60)
    scheme_version = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)  # adult or carer
    demonstration = models.BooleanField(default=False)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)
    content: "models.JSONField[Any, Any]" = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "version", "scheme_version"],
                name="questionnaire_version_once",
                violation_error_message="This version is published already. A change needs a new version.",
            ),
        ]


class Assessment(models.Model):
    """One set of answers on a journey; the questionnaire, and with it the scheme, is pinned when it begins."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="assessments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    begun_by_id = models.UUIDField()
    begun_at = models.DateTimeField(default=now)


class Preparation(Said):
    """One of the short steps before the questions was done. Append-only."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="preparations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    step = models.CharField(max_length=20)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]


class Helper(models.Model):
    """Who helps with an assessment, and on what footing. Their own words are theirs, never the person's."""

    class Footing(models.TextChoices):
        BESIDE = "beside", "Sits beside and encourages; the answers are the person's own"
        OWN_WORDS = "own_words", "Says what they see, in their own words"
        INTERPRETER = "interpreter", "Interprets, or helps with speaking and understanding"
        ADVOCATE = "advocate", "Independent advocate"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="helpers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=60)
    footing = models.CharField(max_length=20, choices=Footing.choices)
    user_id = models.UUIDField(null=True)
    noted_by_id = models.UUIDField()
    noted_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)


class AccountLink(models.Model):
    """A link, good for seven days and once, by which a helper says which account is theirs, where nobody here gave it to them.

    Whoever opens it learns whose worker made it and no more; the worker learns the account's name, and only after its owner agreed.
    Only a hash of the secret is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    team = models.ForeignKey("organisations.Team", models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    account_id = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account_id=None, agreed_at=None, joined_at=None) | Q(account_id__isnull=False, agreed_at__isnull=False),
                name="an_account_is_joined_when_its_owner_agreed",
                violation_error_message="The owner of the account has not agreed.",
            ),
        ]


class AdvocacyDecision(Said):
    """Whether taking part would be very hard without someone, whether there is someone right, and what was offered. Append-only.

    Source: Care Act 2014, sections 67 and 68. A paid worker, or someone whom the person does not want, is not "someone right".
    """

    class Offer(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed"
        WAITING = "waiting", "Offered, waiting for an answer"
        ACCEPTED = "accepted", "Offered and accepted"
        DECLINED = "declined", "Offered and declined"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="advocacy_decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    very_hard_alone = models.BooleanField()
    hard_with = ArrayField(models.CharField(max_length=20), default=list)  # understand, remember, weigh, say
    someone_right = models.CharField(max_length=120, blank=True)  # who, when there is somebody
    offer = models.CharField(max_length=20, choices=Offer.choices)
    advocate = models.CharField(max_length=120, blank=True)
    decided_by_id = models.UUIDField()
    decided_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]


class AnswerEvent(Said):
    """One answer to one question in one voice, as it stood when it was saved. Append-only; `assessments.standing` says which hold.

    `value` is what `assessments.answers.Value` reads; `base` is the event that the writer had on the screen; `over` names what else
    it knowingly replaces: the sides of a conflict that were chosen between, and saves of the same page whose answer never came.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True)  # made by the client: the same save sent twice is one
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    voice = models.CharField(max_length=20, choices=Voice.choices)
    value: "models.JSONField[Any, Any]" = models.JSONField()
    base = models.UUIDField(null=True)
    over = ArrayField(models.UUIDField(), default=list)
    said_by = models.CharField(max_length=120)  # whose words, by name
    said_by_id = models.UUIDField(null=True)  # their account, where they have one
    written_by_id = models.UUIDField()
    helped_by = models.ForeignKey(Helper, models.PROTECT, null=True, related_name="+")
    only_worker = models.BooleanField(default=False)  # told to nobody but the workers of the case
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        indexes: ClassVar = [models.Index(fields=["assessment", "question", "voice", "-id"])]


class SecondReader(models.Model):
    """Somebody whom the person asked to read their answers before they are sent. It ends when they are."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="second_readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reader_id = models.UUIDField()
    name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "reader_id"],
                condition=Q(ended_at=None),
                name="a_second_reader_is_asked_once",
                violation_error_message="You have asked them already.",
            ),
        ]


class ReadersNote(Said):
    """What a second reader said about one answer; without words, that it looks right to them. Append-only, the latest holds."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True)  # made by the client: the same note sent twice is one
    reader = models.ForeignKey(SecondReader, models.PROTECT, related_name="notes")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    words = models.TextField(blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]


class SharingSaid(Said):
    """What somebody without an account said about letting another see a part of their journey, as their worker noted it. Append-only.

    `lets`: that they let them see it, or that this ends. The grant beside it is what opens or shuts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder_id = models.UUIDField()
    what = models.CharField(max_length=10)  # a key of queries.sharing.SECTIONS
    lets = models.BooleanField()
    until = models.DateField(null=True)
    how = models.CharField(max_length=300)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(how=""),
                name="it_is_noted_how_sharing_was_said",
                violation_error_message="Write how they said it: when, where, in what way.",
            ),
        ]


class SeenBy(Said):
    """A worker said who sees the screen on which answers are looked at. Append-only: their latest word holds, for a visit."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seen = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Seen])
    present = ArrayField(models.CharField(max_length=120), default=list)  # who said yes to seeing the answers side by side, by name
    whose = models.CharField(max_length=40, blank=True)  # who sits there beside the worker, as `assessments.queries.speakers` names them
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        indexes: ClassVar = [models.Index(fields=["assessment", "by_id", "-id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(seen=Seen.ALL_AGREED) | Q(present__len__gt=0),
                name="all_who_agreed_are_named",
                violation_error_message="Say who is here, by name.",
            ),
        ]


class CheckEvent(Said):
    """What practitioner and person made of one answer together: agreed, or a difference with a note. Append-only, the latest holds."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="checks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    agreed = models.BooleanField()
    value: "models.JSONField[Any, Any]" = models.JSONField()  # the agreed answer, or the person's side of a difference
    practitioners_value: "models.JSONField[Any, Any]" = models.JSONField(null=True)  # only of a difference
    note = models.TextField(blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed=True, practitioners_value=None) | (Q(agreed=False, practitioners_value__isnull=False) & ~Q(note="")),
                name="a_difference_has_two_sides_and_a_note",
                violation_error_message="To record a difference, give both answers and say in a note what you each think.",
            ),
        ]


class EligibilityDecision(Said):
    """A named person's decision, with reasons. Points have no part in it. Append-only.

    Source: Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313), regulations 2 and 3.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="eligibility_decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    needs_arise = models.BooleanField()  # from impairment or illness; for a carer, from giving necessary care
    outcomes = ArrayField(models.CharField(max_length=6), default=list)
    significant_impact = models.BooleanField()
    eligible = models.BooleanField()
    reasons = models.TextField()
    advice = models.TextField(blank=True)
    decided_by_id = models.UUIDField()
    decided_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reasons=""), name="eligibility_has_reasons", violation_error_message="Write your reasons."),
            models.CheckConstraint(
                condition=Q(eligible=True) | ~Q(advice=""),
                name="not_eligible_has_advice",
                violation_error_message="When somebody is not eligible, write what advice and help there is instead.",
            ),
        ]


HELD_ALREADY = "This is recorded already. End that record first, if it has changed."


class HealthBasis(Said):
    """A recorded legal ground for the NHS to share in a person's budget. Without one, the NHS share is nothing."""

    class Kind(models.TextChoices):
        SECTION_117 = "s117", "Section 117 aftercare"
        CONTINUING_HEALTHCARE = "continuing_healthcare", "NHS continuing healthcare"
        PERSONAL_HEALTH_BUDGET = "personal_health_budget", "Personal health budget"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="health_bases")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    since = models.DateField(default=today)
    until = models.DateField(null=True)
    council = models.CharField(max_length=120, blank=True)  # section 117: the responsible council
    care_board = models.CharField(max_length=120, blank=True)  # the responsible integrated care board
    seen = models.CharField(max_length=200)  # what paper or record shows it
    recorded_by_id = models.UUIDField()
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="s117") | (~Q(council="") & ~Q(care_board="")),
                name="section_117_names_who_is_responsible",
                violation_error_message="Section 117 aftercare needs the responsible council and the responsible integrated care board.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="health_basis_ends_after_it_begins",
                violation_error_message="It cannot end before it began.",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until=None),
                name="health_basis_held_once",
                violation_error_message=HELD_ALREADY,
            ),
        ]
