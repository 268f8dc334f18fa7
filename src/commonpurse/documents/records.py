from commonpurse.access.registry import Personal, Record, Section
from commonpurse.access.row_security import own_record_of, works_on_case_of

KEPT = "8 years after care ends"
DOCUMENT, GIVING = "documents_keptdocument", "documents_giving"

# A letter is between the person and those who work on their case: nobody whom they let see a part of it reads the paper itself.
SHUT_PARTS = f"select 1 from unnest({DOCUMENT}.sections) part where not access_opens({DOCUMENT}.person_id, part)"  # noqa: S608
THEIRS = f"not {DOCUMENT}.for_staff and {own_record_of(f'{DOCUMENT}.person_id')}"
READ = f"not exists ({SHUT_PARTS}) and ({works_on_case_of(f'{DOCUMENT}.person_id')} or ({THEIRS}))"

# The look at the document is made as the reader, so that a giving is seen by whoever sees what was given.
OF_A_DOCUMENT = f"exists (select 1 from {DOCUMENT} d where d.id = {GIVING}.kept_id and d.person_id = {GIVING}.person_id)"  # noqa: S608

records: list[Record] = [
    Personal(DOCUMENT, Section.PLAN, "append", KEPT, policy=READ, check=f"{READ} and {DOCUMENT}.made_by_id = (select app_actor())"),
    Personal(
        GIVING, Section.PLAN, "append", KEPT, policy=OF_A_DOCUMENT, check=f"{OF_A_DOCUMENT} and {GIVING}.by_id = (select app_actor())"
    ),
]
