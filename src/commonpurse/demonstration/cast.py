"""The fixed cast: who they are, and what to try as each of them."""

from dataclasses import dataclass, field

from commonpurse.access.actors import Role


@dataclass(frozen=True)
class Member:
    """One of the cast. `organisation` is a key of `organisations.NAMES`; somebody served has none."""

    key: str
    name: str
    who: str
    try_this: str
    role: Role | None = None
    organisation: str = ""
    in_team: bool = False
    approval_limit_pence: int = 0
    telephone: str = ""
    signs_in: bool = field(default=True)


PEOPLE = (
    Member(
        "daniel",
        "Daniel Okafor",
        "34. He has section 117 aftercare, and some weeks are very hard.",
        "See what happens next. When Sam has opened the questions, answer them on a phone.",
    ),
    Member(
        "margaret",
        "Margaret Ellis",
        "84. She has dementia. She has no account: a person never needs one.",
        "Meet her through Sam, with her daughter Ruth's help.",
        signs_in=False,
    ),
    Member(
        "ruth",
        "Ruth Ellis",
        "Margaret's daughter. She helps her mother every day, and has a journey of her own as a carer.",
        "See a journey of her own, beside her mother's. Say what she wants to do and is able to do, and what a yes would change.",
    ),
    Member(
        "maya",
        "Maya Brennan",
        "47. She has support of her own, and looks after her father Owen: two journeys, each in a room of its own.",
        "See that neither room shows the other. Her father has no account: he lets her see where his journey stands, and Priya wrote down "
        "how he said it. She said yes to half of Owen's meals, told one answer only to her worker, and asked "
        "Priya to read before she sends. Sam and Priya wrote down one answer at the same moment: both stand until somebody chooses.",
    ),
)

WORKERS = (
    Member(
        "sam",
        "Sam Reed",
        "Social worker in the mental health team.",
        "Start here. Open the caseload, take Daniel or Margaret, and press what comes next.",
        Role.PRACTITIONER,
        "council",
        in_team=True,
        telephone="01632 960117",
    ),
    Member(
        "priya",
        "Priya Nair",
        "Nurse and key worker in the same team, from the NHS trust.",
        "See that she has the same caseload: one team, two organisations. Open Owen, and who sees what of his.",
        Role.PRACTITIONER,
        "trust",
        in_team=True,
        telephone="01632 960118",
    ),
    Member(
        "helen",
        "Helen Marsh",
        "Manager of the team. She agrees plans up to £1,500 a week.",
        "Read a plan that waits, and agree it or send it back. Victor has two figures: choose one, and say why. See what journeys cost.",
        Role.MANAGER,
        "council",
        in_team=True,
        approval_limit_pence=150_000,
    ),
    Member(
        "wen",
        "Wen Li",
        "Administrator at the council.",
        "Invite a colleague. Change what a manager may agree.",
        Role.ADMINISTRATOR,
        "council",
    ),
    Member(
        "omar",
        "Omar Farouk",
        "Privacy officer at the trust.",
        "He opens nobody's record. See whom he shut out of Daniel's, at Daniel's wish. Shut somebody out of another one: you need the NHS "
        "number, or the name and the birthday. Then be Daniel, and see who looked.",
        Role.PRIVACY,
        "trust",
    ),
    Member(
        "charlie",
        "Charlie Stone",
        "A social worker somewhere else: a stranger to all of them.",
        "Look for Daniel. There is nobody.",
        Role.PRACTITIONER,
        "elsewhere",
        in_team=True,
    ),
)

LATER = (
    Member("jo", "Jo Baptiste", "Broker in a voluntary organisation.", "A room of her own comes later.", Role.BROKER, "voluntary"),
    Member(
        "lee",
        "Lee Grant",
        "Peer supporter in a voluntary organisation.",
        "A room of his own comes later.",
        Role.PEER_SUPPORTER,
        "voluntary",
    ),
    Member("ade", "Ade Bello", "Finance officer at the council.", "A room of his own comes later.", Role.FINANCE, "council"),
    Member("chris", "Chris Hale", "Commissioner.", "A room of their own comes later.", Role.COMMISSIONER, "council"),
    Member("fiona", "Fiona Kerr", "Trainer at the recovery college.", "A room of her own comes later.", Role.TRAINER, "trust"),
    Member(
        "nadia",
        "Nadia Haddad",
        "Night nurse at the trust.",
        "She sees nobody's record: she is in no team. What she may do at night comes later.",
        Role.PRACTITIONER,
        "trust",
    ),
)

ALL = (*PEOPLE, *WORKERS, *LATER)


def member(key: str) -> Member | None:
    return next((one for one in ALL if one.key == key), None)
