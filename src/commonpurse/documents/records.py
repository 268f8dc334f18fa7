from commonpurse.access.registry import CASE, OWN_RECORD, READ, WRITE, Opens, Personal, Record
from commonpurse.access.rules_in_sql import holds, own_record_of, works_on_case_of
from commonpurse.documents.sections import DocumentSection

KEPT = "8 years after care ends"
DOCUMENT, GIVING = "documents_keptdocument", "documents_giving"

opens: list[Opens] = [
    Opens(CASE, DocumentSection.PAPERS, (READ, WRITE)),
    Opens(OWN_RECORD, DocumentSection.PAPERS, (READ, WRITE)),  # whoever takes a copy of their own writes down that they have it
]

# A letter is between the person and those who work on their case: nobody whom they let see a part of it reads the paper itself.
SHUT_PARTS = f"select 1 from unnest({DOCUMENT}.sections) part where not access_opens({DOCUMENT}.person_id, part)"
THEIRS = f"not {DOCUMENT}.for_staff and {own_record_of(f'{DOCUMENT}.person_id')}"
MAY_BE_READ = (
    f"{holds(f'{DOCUMENT}.person_id', DocumentSection.PAPERS)} and not exists ({SHUT_PARTS})"
    f" and ({works_on_case_of(f'{DOCUMENT}.person_id')} or ({THEIRS}))"
)

# The look at the document is made as the reader, so that a giving is seen by whoever sees what was given.
OF_A_DOCUMENT = f"exists (select 1 from {DOCUMENT} d where d.id = {GIVING}.kept_id and d.person_id = {GIVING}.person_id)"

records: list[Record] = [
    Personal(DOCUMENT, DocumentSection.PAPERS, "append", KEPT, author="made_by_id", reads=MAY_BE_READ, also_added=MAY_BE_READ),
    Personal(GIVING, DocumentSection.PAPERS, "append", KEPT, author="by_id", said=True, reads=OF_A_DOCUMENT, also_added=OF_A_DOCUMENT),
]
