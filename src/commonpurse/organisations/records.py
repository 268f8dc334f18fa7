from commonpurse.access.registry import Record, Shared

STAFF = "about staff and where they work, not about people served; read to find out who is acting"

records: list[Record] = [
    Shared("organisations_organisation", STAFF, "change"),
    Shared("organisations_team", STAFF, "change"),
    Shared("organisations_team_organisations", STAFF, "remove"),
    Shared("organisations_membership", STAFF, "change"),
    Shared("organisations_invitation", STAFF, "change"),
]
