from commonpurse.access.registry import Definer, Personal, Record, Section, Shared
from commonpurse.access.row_security import may_be_shown, own_record_of, works_on_case_of

KEPT = "8 years after care ends"

# "Tell only my worker" holds for a speaker's answer to one question from its first word: what was saved before the tick, too.
TOLD_ONLY = Definer(
    "assessments_told_only(bigint, uuid, text, text, text)",
    """
create or replace function assessments_told_only(since bigint, of_assessment uuid, about text, in_voice text, by_name text)
  returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.assessments_answerevent later where later.assessment_id = of_assessment
    and later.question = about and later.voice = in_voice and later.id >= since and later.only_worker
    and (in_voice <> 'carer' or later.said_by = by_name)) $$;
""",
)
EVENT = "assessments_answerevent"
MAY_BE_TOLD = (
    f"{EVENT}.said_by_id = (select app_actor())"
    f" or ({EVENT}.voice = 'person' and {own_record_of(f'{EVENT}.person_id')})"
    f" or {works_on_case_of(f'{EVENT}.person_id')}"
    f" or not ({EVENT}.only_worker or assessments_told_only({EVENT}.id, {EVENT}.assessment_id, {EVENT}.question, {EVENT}.voice,"
    f" {EVENT}.said_by))"
)

LINK = "assessments_accountlink"
SHOWN_SECRET = "app.secret_hash"  # noqa: S105 - the name of a setting, for the length of a transaction: what somebody's link carried

READER, NOTE = "assessments_secondreader", "assessments_readersnote"
ASKED_TO_READ = (
    "exists (select 1 from assessments_secondreader r where r.assessment_id = {answers}"
    " and r.reader_id = (select app_actor()) and r.ended_at is null)"
)

# Whom the person lets see the answers gets the last word to each question in the latest assessment of that journey, and reaches no
# row: what was said before it, in former rounds too, who wrote it down and who helped stay shut. What was told only to the worker is
# in it for nobody. `queries.sharing.own_answers` is its reader.
SHOWN_ANSWERS = Definer(
    "assessments_shown_answers(uuid)",
    f"""
create or replace function assessments_shown_answers(of_journey uuid) returns table (questionnaire_id uuid, question varchar, value jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select a.questionnaire_id, last.question, last.value
  from (select * from public.assessments_assessment where journey_id = of_journey order by begun_at desc limit 1) a
  cross join lateral (select distinct on (e.question) e.question, e.value, e.only_worker from public.assessments_answerevent e
    where e.assessment_id = a.id and e.voice = 'person' order by e.question, e.id desc) last
  where not last.only_worker
    and {may_be_shown(Section.ASSESSMENT, Section.SHOWN_ANSWERS, person="a.person_id", journey="of_journey")} $$;
""",  # noqa: S608 - of our own words only
    reads=(EVENT, "access_never"),
)

records: list[Record] = [
    Shared("assessments_questionnaire", "published words, about nobody", "append"),
    Personal(
        "assessments_assessment",
        Section.ASSESSMENT,
        "append",
        KEPT,
        also=(Section.OWN_WORDS, Section.SECOND_EYES),
        definer=SHOWN_ANSWERS,
    ),
    Personal("assessments_preparation", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_helper", Section.ASSESSMENT, "change", KEPT, own="user_id"),
    Personal(  # whoever holds the secret reaches that one row: it is all that tells them anything
        LINK,
        Section.ASSESSMENT,
        "change",
        KEPT,
        policy=f"access_opens({LINK}.person_id, 'access') and access_opens({LINK}.person_id, 'assessment')"
        f" or {LINK}.secret_hash = nullif(current_setting('{SHOWN_SECRET}', true), '')",
        redact=("secret_hash",),
    ),
    Personal("assessments_advocacydecision", Section.ASSESSMENT, "append", KEPT),
    Personal(
        EVENT,
        Section.ASSESSMENT,
        "append",
        KEPT,
        own="said_by_id",
        also=(Section.SECOND_EYES,),
        also_when=f"{EVENT}.voice = 'person' and {ASKED_TO_READ.format(answers=f'{EVENT}.assessment_id')}",
        only_if=MAY_BE_TOLD,
        definer=TOLD_ONLY,
    ),
    Personal(
        READER,
        Section.ASSESSMENT,
        "change",
        KEPT,
        policy=f"access_opens({READER}.person_id, 'assessment') or {READER}.reader_id = (select app_actor())",
        check=f"access_opens({READER}.person_id, 'assessment')",
    ),
    Personal(  # between the reader and the person: no worker reads over their shoulder
        NOTE,
        Section.SECOND_EYES,
        "append",
        KEPT,
        policy=f"{NOTE}.by_id = (select app_actor()) or {own_record_of(f'{NOTE}.person_id')}",
        check=f"{NOTE}.by_id = (select app_actor()) and {ASKED_TO_READ.format(answers=f'{NOTE}.assessment_id')}",
    ),
    Personal("assessments_sharingsaid", Section.ACCESS, "append", KEPT, redact=("how",)),
    Personal("assessments_seenby", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_checkevent", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_eligibilitydecision", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_healthbasis", Section.ASSESSMENT, "change", KEPT),
]
