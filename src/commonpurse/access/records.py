from commonpurse.access.registry import Personal, Record, Section, Shared
from commonpurse.access.row_security import IN_FORCE

SIGN_IN = "read before anybody is known, to find out who is signing in"

# Whoever may see anything of somebody writes down their own looks, and reads no others.
LOOKS = (
    "exists (select 1 from access_grant g where g.holder_id = any ((select app_holders())::uuid[])"
    " and g.person_id = access_look.person_id"
    f" and ('access' = any (g.sections) or access_look.user_id = (select app_actor())) and {IN_FORCE})"
)

records: list[Record] = [
    Personal(
        "access_grant",
        Section.ACCESS,
        "change",
        "with the record",
        policy="access_grant.holder_id = any ((select app_holders())::uuid[]) or access_opens(access_grant.person_id, 'access')",
        check="access_opens(access_grant.person_id, 'access') or access_is_new(access_grant.person_id)",
    ),
    Personal(
        "access_never",
        Section.ACCESS,
        "append",
        "with the record",
        policy="access_never.user_id = (select app_actor()) or access_opens(access_never.person_id, 'access')",
        check="access_opens(access_never.person_id, 'access')",
    ),
    Personal("access_look", Section.ACCESS, "append", "8 years after the record ends", policy=LOOKS),
    Shared("access_user", SIGN_IN, "change"),
    Shared("access_refusal", "about staff and visitors, never about whose record it was", "append"),
    Shared("account_emailaddress", SIGN_IN, "remove"),
    Shared("account_emailconfirmation", SIGN_IN, "remove"),
    Shared("django_session", SIGN_IN, "remove"),
    Shared("foundation_place", "says whether this database is a demonstration", "append"),
    Shared("foundation_outbox", "names of what happened, and uuids; no page reads it", "change"),
    Shared("foundation_cache", "rate limits; holds no answers", "remove"),
    Shared("django_content_type", "Django's own list of tables"),
    Shared("django_migrations", "which migrations have run"),
    Shared("auth_group", "Django's own; unused: roles are memberships"),
    Shared("auth_group_permissions", "Django's own; unused"),
    Shared("auth_permission", "Django's own; unused"),
]
