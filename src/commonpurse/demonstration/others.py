"""Those whose way is a copy of somebody's in the stories: who they are, what each answered and planned. All of it is made up."""

from commonpurse.demonstration.answers import DISTRESS, FINE, LONGER, UNSAFE, some
from commonpurse.demonstration.copies import Like
from commonpurse.demonstration.own import Own, OwnPlan
from commonpurse.demonstration.road import years_old


def like_hana() -> list[Like]:
    """With an agreed plan, and support that has begun."""
    return [
        Like("Clive", "Osborne", years_old(69, 4, 14), "sam", CLIVE, 3, 2, "9992013001"),
        Like("Amina", "Hussain", years_old(36, 11, 23), "priya", AMINA, 8, 5, "9992024178"),
        Like("Rosalind", "Peake", years_old(77, 1, 30), "sam", ROSALIND, 15, 0, "9992035455"),
        Like("Gareth", "Llewellyn", years_old(52, 7, 19), "priya", GARETH, 21, 9, "9992046511"),
        Like("Mei", "Tang", years_old(44, 9, 2), "priya", MEI, 30, 4, "9992057688"),
        Like("Bronwen", "Addo", years_old(58, 5, 27), "sam", BRONWEN, 38, 14, "9992068965"),
        Like("Stanley", "Kowalczyk-Featherstonehaugh", years_old(81, 12, 6), "priya", STANLEY, 47, 7, "9992080027"),
    ]


def like_arthur() -> list[Like]:
    """With an agreed plan, and support that is being set up."""
    return [
        Like("Ivor", "Pritchard", years_old(74, 8, 11), "priya", IVOR, -22, nhs_number="9992091193"),
        Like("Nadine", "Achebe", years_old(63, 3, 5), "sam", NADINE, 11, nhs_number="9992102365"),
    ]


def like_leon() -> list[Like]:
    """With an indicative budget, and no plan yet."""
    return [Like("Kofi", "Boateng", years_old(39, 10, 28), "priya", KOFI, -3, nhs_number="9992113537")]


def like_grace() -> list[Like]:
    """With answers that wait to be checked together."""
    return [Like("Petra", "Novak", years_old(55, 6, 16), "priya", PETRA, -8, nhs_number="9992124709")]


def like_tom() -> list[Like]:
    """In the midst of the questions."""
    return [
        Like("Elsie", "Dunmore", years_old(70, 2, 21), "sam", ELSIE, 3),
        Like("Ravi", "Menon", years_old(31, 12, 18), "priya", RAVI, -4, nhs_number="9992135875"),
    ]


CLIVE = Own(
    {"eating": some(2), "home": some(3, LONGER), "people": some(1, DISTRESS, words="Since my wife died the telephone does not ring.")},
    "abdfg",
    "Clive needs somebody there to wash and dress. He does not cook for himself, and he sees nobody from one week to the next.",
    OwnPlan(
        ("Be up and dressed when my friends meet", "See somebody every day"),
        (
            ("Help in the morning and at supper", "An assistant whom Clive chooses", "Every day, an hour and a half", 22_300),
            ("A lift to the repair workshop and back", "Northmere Dial-a-Ride", "Twice a week", 3_000),
        ),
        ("Home care", "Northmere Council", 21_400),
    ),
)
AMINA = Own(
    {
        "eating": FINE,
        "washing": some(2, DISTRESS, ticks=("washing",)),
        "home": some(1),
        "people": some(2, DISTRESS, hard=(3, 8), words="When it is bad I switch the light off and do not open."),
        "work": some(2, words="I sewed for a living. I want to again."),
    },
    "bgh",
    "In her hard weeks Amina does not wash, and opens to nobody. Without somebody alongside she cannot keep work or friends.",
    OwnPlan(
        ("Sew again, for money", "Open the door, also in the hard weeks"),
        (
            ("Somebody to go out with", "A personal assistant whom Amina chooses", "Three afternoons a week", 13_500),
            ("A place at the sewing workshop", "Open Door Northmere", "Every Thursday", 4_200),
        ),
        ("Day centre", "Northmere Council", 14_800),
    ),
)
ROSALIND = Own(
    {"washing": some(3, LONGER, ticks=("washing", "dressing")), "getting-about": some(2, UNSAFE, words="I fell twice on the stairs.")},
    "abdef",
    "Rosalind needs somebody there to wash, dress and use the stairs. Alone she has fallen twice.",
    OwnPlan(
        ("Have a bath without fear", "Stay in my own house"),
        (
            ("Help in the morning and at bedtime", "Bright Mornings", "Every day, an hour", 16_800),
            ("Shopping and a hot meal, together", "The same agency", "Two afternoons a week", 5_500),
        ),
        ("Home care", "Northmere Council", 19_250),
    ),
)
GARETH = Own(
    {
        "washing": FINE,
        "organising": some(3, words="There are two carrier bags of letters. I cannot look at them."),
        "staying-well": some(2, UNSAFE, hard=(3, 6)),
    },
    "afg",
    "Letters and bills undo what Gareth manages by himself; when they pile up he stops eating and loses touch with everybody.",
    OwnPlan(
        ("No bailiff at the door any more", "Know what to do when it gets bad"),
        (
            ("Somebody to sort letters and money with", "A support worker", "Two mornings a week", 10_400),
            ("A group on staying well, and a call between", "Open Door Northmere", "Weekly", 6_900),
        ),
        ("Visits of a support worker", "Northmere NHS Trust", 9_300),
    ),
)
MEI = Own(
    {
        "washing": some(1, ticks=("dressing",)),
        "home": some(1),
        "work": some(2, words="I was a good bookkeeper."),
        "out-and-about": some(2, DISTRESS),
    },
    "dhi",
    "Mei dresses and leaves the house only when somebody comes for her. Without that she cannot work or use the town.",
    OwnPlan(
        ("Two mornings of paid work by the summer", "Take the bus by myself"),
        (
            ("Somebody beside me on the bus and at the start", "A job coach whom Mei knows", "Two mornings a week", 9_600),
            ("Cooking and cleaning together", "A neighbour, as an assistant", "One evening a week", 3_650),
        ),
        ("Day centre", "Northmere Council", 12_600),
    ),
)
BRONWEN = Own(
    {
        "washing": some(2, ticks=("washing", "dressing")),
        "organising": some(2),
        "people": some(1, DISTRESS, words="I miss the chapel."),
    },
    "abdg",
    "Bronwen does not wash, dress or eat without somebody who reminds and helps her, and has lost touch with her friends.",
    OwnPlan(
        ("Sing on Sundays again", "Pay my bills on the day"),
        (
            ("Help in the morning, and with letters", "A personal assistant", "Five mornings a week", 15_750),
            ("A lift to chapel and somebody to sit with", "A friend from the choir, paid by the hour", "Every Sunday", 3_300),
        ),
        ("Home care", "Northmere Council", 16_200),
    ),
)
STANLEY = Own(
    {
        "eating": some(3),
        "getting-about": some(2, UNSAFE),
        "home": some(3),
        "nights": some(1, DISTRESS, ticks=("worry",), words="At night I think of the war."),
    },
    "abdef",
    "Stanley needs somebody with him to eat, to wash and dress and to move about the flat, and is not safe by himself for long.",
    OwnPlan(
        ("Eat at a table, with somebody", "Speak Polish once a week"),
        (
            ("Help three times a day", "A small agency that speaks Polish", "Every day, two hours", 31_500),
            ("Lunch at the Polish club", "The club, with a lift", "Every Wednesday", 2_400),
        ),
        ("Home care and meals", "Northmere Council", 29_400),
    ),
)
IVOR = Own(
    {"eating": some(2), "washing": some(2, LONGER, ticks=("washing",)), "getting-about": some(1, UNSAFE)},
    "abf",
    "Ivor takes most of the day to wash and eats cold food from the tin, and his home is not kept without help.",
    OwnPlan(
        ("A hot dinner", "My workshop tidy enough to use"),
        (
            ("Help with a shower, and dinner", "An assistant whom Ivor chooses", "Five days a week", 12_250),
            ("An hour in the workshop together", "The same assistant", "Twice a week", 3_500),
        ),
        ("Meals brought to the door", "Northmere Council", 6_300),
    ),
)
NADINE = Own(
    {"washing": some(1, ticks=("dressing",)), "organising": some(2), "staying-well": some(1, UNSAFE, words="I forget the tablets.")},
    "adf",
    "Nadine forgets meals and tablets, does not dress when nobody comes, and cannot keep her home without help.",
    OwnPlan(
        ("Stay out of hospital this winter", "Have my grandchildren to tea"),
        (
            ("Somebody to start the day with", "A personal assistant", "Every morning, half an hour", 9_100),
            ("Help with letters and the flat", "The same assistant", "One afternoon a week", 5_200),
        ),
        ("Home care", "Northmere Council", 11_700),
    ),
)
KOFI = Own(
    {
        "home": some(2),
        "people": some(2, DISTRESS, hard=(3, 6), words="My church would come. I do not ring them."),
        "work": some(1, words="I want to drive a bus again."),
        "organising": some(2, hard=(3, 6)),
    },
    "fghi",
    "Kofi cannot keep his flat, see people or get out without prompting, and in his hard weeks does none of it.",
)
PETRA = Own({"eating": some(2, words="Toast. Mostly toast."), "washing": some(2, ticks=("washing",)), "organising": some(1)})
ELSIE = Own({"eating": FINE, "washing": some(1, LONGER, ticks=("washing",)), "home": some(3, LONGER)})
RAVI = Own({"eating": some(2, DISTRESS, words="I eat when my brother is here."), "washing": FINE, "home": some(1)})
