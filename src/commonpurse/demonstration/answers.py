"""What the people of the demonstration answer, made up: from a little help to somebody awake at night."""

from commonpurse.assessments.answers import Value

HELP, DISTRESS, UNSAFE, LONGER = "cannot", "distress", "unsafe", "longer"
FINE = Value(level=0)


def some(
    level: int, *limbs: str, words: str = "", ticks: tuple[str, ...] = (), hard: tuple[int, int] | None = None, unpaid: int | None = None
) -> Value:
    """An answer: level, in what ways, own words; `hard`: worst level and weeks a year; `unpaid`: quarters of unpaid help."""
    worst, weeks = hard or (None, None)
    return Value(
        level=level, worst_level=worst, worst_weeks=weeks, unpaid_quarters=unpaid, limbs=limbs or (HELP,), ticks=ticks, words=words
    )


def everything(**given: Value) -> dict[str, Value]:
    """All eleven adult questions, the ones not named at "without help"; `_` in a name stands for a hyphen."""
    ids = [
        "eating",
        "washing",
        "getting-about",
        "home",
        "people",
        "work",
        "out-and-about",
        "children",
        "organising",
        "staying-well",
        "nights",
    ]
    named = {name.replace("_", "-"): value for name, value in given.items()}
    return {name: named.get(name, FINE) for name in ids}


GOOD_AND_BAD_WEEKS = everything(
    eating=some(1),
    home=some(1),
    people=some(1, DISTRESS, hard=(3, 10), words="My sister rings on Sundays. When I am low I do not pick up."),
    work=some(2, words="I want to get back to the print studio."),
    out_and_about=some(1, DISTRESS, hard=(2, 10)),
    organising=some(1, hard=(3, 10)),
    staying_well=some(1, UNSAFE, hard=(3, 10)),
)
A_LITTLE_HELP = everything(eating=some(1), washing=some(3, ticks=("washing", "dressing")), home=some(2, LONGER))
A_LOT_OF_HELP = everything(
    eating=some(2, unpaid=2),
    washing=some(2, ticks=("washing", "dressing"), unpaid=1),
    getting_about=some(3, UNSAFE, unpaid=2),
    home=some(3, unpaid=4),
    people=some(2, unpaid=2),
    out_and_about=some(3, unpaid=2),
    organising=some(3, unpaid=3),
    staying_well=some(2),
    nights=some(2, UNSAFE, ticks=("safe",), unpaid=2),
)
AWAKE_AT_NIGHT = A_LOT_OF_HELP | {"nights": some(3, UNSAFE, ticks=("safe", "awake"))}
