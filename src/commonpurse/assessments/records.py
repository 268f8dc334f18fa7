from commonpurse.access.registry import (
    CASE,
    DECIDE,
    OWN_RECORD,
    READ,
    SHARED,
    WRITE,
    AccessSection,
    Definer,
    Ground,
    Held,
    Opens,
    Personal,
    Record,
    Shared,
)
from commonpurse.access.rules_in_sql import ACTOR, holds, may_be_shown, own_record_of, works_on_case_of
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.grounds import HELPING, READING
from commonpurse.journeys.sections import JourneySection
from commonpurse.people.sections import PeopleSection

KEPT = "8 years after care ends"

ANSWERS_FOR_THE_RECORD = holds("access_grant.person_id", AccessSection.ACCESS, verb=WRITE)
NOTED_AS_HELPER = (
    "exists (select 1 from assessments_helper h where h.person_id = access_grant.person_id and h.user_id = access_grant.holder_id"
    " and h.ended_at is null)"
)
ASKED_BY_THE_PERSON = (
    "exists (select 1 from assessments_secondreader r where r.person_id = access_grant.person_id and r.ended_at is null"
    " and ((access_grant.holder_kind = 'user' and r.reader_id = access_grant.holder_id) or (access_grant.holder_kind = 'member'"
    " and exists (select 1 from organisations_membership m where m.id = access_grant.holder_id and m.user_id = r.reader_id))))"
)
SAID_BY_THE_PERSON = (
    f"({own_record_of('access_grant.person_id')} or exists (select 1 from assessments_sharingsaid s"
    f" where s.person_id = access_grant.person_id and s.holder_id = access_grant.holder_id and s.by_id = {ACTOR} and s.lets))"
)

grounds: list[Ground] = [
    Ground(HELPING, f"holder_kind = 'user' and {ANSWERS_FOR_THE_RECORD} and {NOTED_AS_HELPER}", "helper"),
    Ground(READING, f"{ANSWERS_FOR_THE_RECORD} and {ASKED_BY_THE_PERSON}", "helper"),
    Ground(SHARED, f"holder_kind in ('user', 'person') and {ANSWERS_FOR_THE_RECORD} and {SAID_BY_THE_PERSON}", "shown", in_parts=True),
]
opens: list[Opens] = [
    Opens(CASE, AssessmentSection.ASSESSMENT, (READ, WRITE, DECIDE)),
    Opens(OWN_RECORD, AssessmentSection.ASSESSMENT),
    Opens(OWN_RECORD, AssessmentSection.OWN_ANSWERS, (WRITE,)),
    Opens(HELPING, PeopleSection.NAME),
    Opens(HELPING, PeopleSection.HELPS),
    Opens(HELPING, JourneySection.COURSE),
    Opens(HELPING, AssessmentSection.OWN_WORDS, (READ, WRITE)),
    Opens(READING, PeopleSection.NAME),
    Opens(READING, JourneySection.COURSE),
    Opens(READING, AssessmentSection.SECOND_EYES, (READ, WRITE)),
    Opens(SHARED, JourneySection.STAGE),
    Opens(SHARED, AssessmentSection.SHOWN_ANSWERS),
]

EVENT, LINK, READER, NOTE = "assessments_answerevent", "assessments_accountlink", "assessments_secondreader", "assessments_readersnote"

# "Tell only my worker" holds for a speaker's answer to one question from its first word: what was saved before the tick, too.
TOLD_ONLY = Definer(
    "assessments_told_only(bigint, uuid, text, text, text)",
    """
create or replace function assessments_told_only(since bigint, of_assessment uuid, about text, in_voice text, by_name text)
  returns boolean language sql stable security definer as $$
  select exists (select 1 from public.assessments_answerevent later where later.assessment_id = of_assessment
    and later.question = about and later.voice = in_voice and later.id >= since and later.only_worker
    and (in_voice <> 'carer' or later.said_by = by_name)) $$;
""",
)
MAY_BE_TOLD = (
    f"{EVENT}.said_by_id = {ACTOR}"
    f" or ({EVENT}.voice = 'person' and {own_record_of(f'{EVENT}.person_id')})"
    f" or {works_on_case_of(f'{EVENT}.person_id')}"
    f" or not ({EVENT}.only_worker or assessments_told_only({EVENT}.id, {EVENT}.assessment_id, {EVENT}.question, {EVENT}.voice,"
    f" {EVENT}.said_by))"
)

SHOWN_SECRET = "app.secret_hash"  # noqa: S105 - the name of a setting, for the length of a transaction: what somebody's link carried
HOLDS_THE_SECRET = f"{LINK}.secret_hash = nullif(current_setting('{SHOWN_SECRET}', true), '')"
ASKED_TO_READ = f"exists (select 1 from {READER} r where r.assessment_id = {{answers}} and r.reader_id = {ACTOR} and r.ended_at is null)"

# Whom the person lets see the answers gets the last word to each question in the latest assessment of that journey, and reaches no
# row: what was said before it, in former rounds too, who wrote it down and who helped stay shut. What was told only to the worker is
# in it for nobody. `queries.sharing.own_answers` is its reader.
SHOWN_ANSWERS = Definer(
    "assessments_shown_answers(uuid)",
    f"""
create or replace function assessments_shown_answers(of_journey uuid) returns table (questionnaire_id uuid, question varchar, value jsonb)
  language sql stable security definer as $$
  select a.questionnaire_id, last.question, last.value
  from (select * from public.assessments_assessment where journey_id = of_journey order by begun_at desc limit 1) a
  cross join lateral (select distinct on (e.question) e.question, e.value, e.only_worker from public.assessments_answerevent e
    where e.assessment_id = a.id and e.voice = 'person' order by e.question, e.id desc) last
  where not last.only_worker
    and {may_be_shown(AssessmentSection.ASSESSMENT, AssessmentSection.SHOWN_ANSWERS, person="a.person_id", journey="of_journey")} $$;
""",
    reads=(EVENT,),
)

OF_SOMEBODY_ELSE = f"{EVENT}.said_by_id is distinct from {ACTOR}"
WORKERS, DECIDES = Held(AssessmentSection.ASSESSMENT, WRITE), Held(AssessmentSection.ASSESSMENT, DECIDE)
OWN = Held(AssessmentSection.OWN_ANSWERS, WRITE)

records: list[Record] = [
    Shared("assessments_questionnaire", "published words, about nobody", "append", proved="rules"),
    Personal(
        "assessments_assessment",
        AssessmentSection.ASSESSMENT,
        "append",
        KEPT,
        author="begun_by_id",
        also=(AssessmentSection.OWN_WORDS, AssessmentSection.SECOND_EYES),
        definer=SHOWN_ANSWERS,
    ),
    Personal(
        "assessments_preparation",
        AssessmentSection.ASSESSMENT,
        "append",
        KEPT,
        author="by_id",
        said=True,
        adds=(
            WORKERS,
            Held(AssessmentSection.OWN_ANSWERS, WRITE, when="assessments_preparation.step in ('explained', 'wants advocate')"),
        ),
    ),
    Personal(
        "assessments_helper",
        AssessmentSection.ASSESSMENT,
        "change",
        KEPT,
        author="noted_by_id",
        own="user_id",
        own_section=AssessmentSection.OWN_WORDS,
        changes={"user_id": (), "ended_at": ()},
    ),
    Personal(  # whoever holds the secret reaches that one row: it is all that tells them anything
        LINK,
        AssessmentSection.ASSESSMENT,
        "change",
        KEPT,
        author="made_by_id",
        reads=f"{holds(f'{LINK}.person_id', AssessmentSection.ASSESSMENT, verb=WRITE)} or {HOLDS_THE_SECRET}",
        changed_by=f"{holds(f'{LINK}.person_id', AssessmentSection.ASSESSMENT, verb=WRITE)} or {HOLDS_THE_SECRET}",
        changes={"account_id": (), "agreed_at": (), "joined_at": (WORKERS,), "withdrawn_at": (WORKERS,)},
        guard="""  if new.account_id is distinct from old.account_id and (old.account_id is not null or new.account_id <> app_actor())
  then perform access_refuse('only its owner says which account it is, and says it once'); end if;
""",
        redact=("secret_hash",),
    ),
    Personal(
        "assessments_advocacydecision",
        AssessmentSection.ASSESSMENT,
        "append",
        KEPT,
        author="decided_by_id",
        said=True,
        adds=(DECIDES,),
    ),
    Personal(
        EVENT,
        AssessmentSection.ASSESSMENT,
        "append",
        KEPT,
        author="written_by_id",
        said=True,
        adds=(  # a worker writes down what others say, and under their own name only what they see and think themselves
            Held(AssessmentSection.ASSESSMENT, WRITE, when=f"{EVENT}.voice not in ('person', 'carer') or {OF_SOMEBODY_ELSE}"),
            Held(AssessmentSection.OWN_ANSWERS, WRITE, when=f"{EVENT}.voice = 'person' and {EVENT}.said_by_id = {ACTOR}"),
            Held(AssessmentSection.OWN_WORDS, WRITE, when=f"{EVENT}.voice = 'carer' and {EVENT}.said_by_id = {ACTOR}"),
        ),
        own="said_by_id",
        own_section=AssessmentSection.OWN_WORDS,
        also=(AssessmentSection.SECOND_EYES,),
        also_when=f"{EVENT}.voice = 'person' and {ASKED_TO_READ.format(answers=f'{EVENT}.assessment_id')}",
        only_if=MAY_BE_TOLD,
        definer=TOLD_ONLY,
    ),
    Personal(
        READER,
        AssessmentSection.ASSESSMENT,
        "change",
        KEPT,
        reads=f"{holds(f'{READER}.person_id', AssessmentSection.ASSESSMENT)} or {READER}.reader_id = {ACTOR}",
        adds=(OWN,),
        changes={"ended_at": (OWN, WORKERS)},
    ),
    Personal(  # between the reader and the person: no worker reads over their shoulder
        NOTE,
        AssessmentSection.SECOND_EYES,
        "append",
        KEPT,
        author="by_id",
        said=True,
        reads=f"{NOTE}.by_id = {ACTOR} or {own_record_of(f'{NOTE}.person_id')}",
        also_added=ASKED_TO_READ.format(answers=f"{NOTE}.assessment_id"),
    ),
    Personal(  # nobody says for whoever has an account what they let others see
        "assessments_sharingsaid",
        AccessSection.ACCESS,
        "append",
        KEPT,
        author="by_id",
        said=True,
        adds=(Held(AccessSection.ACCESS, DECIDE),),
        also_added="not exists (select 1 from access_user u where u.person_id = assessments_sharingsaid.person_id)",
        redact=("how",),
    ),
    Personal("assessments_seenby", AssessmentSection.ASSESSMENT, "append", KEPT, author="by_id", said=True),
    Personal("assessments_checkevent", AssessmentSection.ASSESSMENT, "append", KEPT, author="by_id", said=True, adds=(DECIDES,)),
    Personal(
        "assessments_eligibilitydecision",
        AssessmentSection.ASSESSMENT,
        "append",
        KEPT,
        author="decided_by_id",
        said=True,
        adds=(DECIDES,),
    ),
    Personal(
        "assessments_healthbasis",
        AssessmentSection.ASSESSMENT,
        "change",
        KEPT,
        author="recorded_by_id",
        said=True,
        changes={"until": ()},
    ),
]
