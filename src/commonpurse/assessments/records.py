from commonpurse.access.registry import Definer, Personal, Record, Section, Shared
from commonpurse.access.row_security import own_record_of, works_on_case_of

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

records: list[Record] = [
    Shared("assessments_questionnaire", "published words, about nobody", "append"),
    Personal("assessments_assessment", Section.ASSESSMENT, "append", KEPT, also=(Section.OWN_WORDS,)),
    Personal("assessments_preparation", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_helper", Section.ASSESSMENT, "change", KEPT, own="user_id"),
    Personal("assessments_advocacydecision", Section.ASSESSMENT, "append", KEPT),
    Personal(EVENT, Section.ASSESSMENT, "append", KEPT, own="said_by_id", only_if=MAY_BE_TOLD, definer=TOLD_ONLY),
    Personal("assessments_seenby", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_checkevent", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_eligibilitydecision", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_healthbasis", Section.ASSESSMENT, "change", KEPT),
]
