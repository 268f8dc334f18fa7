"""Those who came the way of somebody in the stories: who they are, what each answered and planned. All of it is made up."""

from commonpurse.demonstration.answers import DISTRESS, FINE, LONGER, UNSAFE, some
from commonpurse.demonstration.ways import SimplePlan, Somebody

CLIVE = Somebody(
    "Clive",
    "Osborne",
    (69, 4, 14),
    "9992013001",
    worker="sam",
    sooner=3,
    slower=2,
    answers={
        "eating": some(2),
        "home": some(3, LONGER),
        "people": some(1, DISTRESS, words="Since my wife died the telephone does not ring."),
    },
    unable="abdfg",
    reasons="Clive needs somebody there to wash and dress. He does not cook for himself, and he sees nobody from one week to the next.",
    plan=SimplePlan(
        ("Be up and dressed when my friends meet", "See somebody every day"),
        (
            ("Help in the morning and at supper", "An assistant whom Clive chooses", "Every day, an hour and a half", 22_300),
            ("A lift to the repair workshop and back", "Northmere Dial-a-Ride", "Twice a week", 3_000),
        ),
        ("Home care", "Northmere Council", 21_400),
    ),
)
AMINA = Somebody(
    "Amina",
    "Hussain",
    (36, 11, 23),
    "9992024178",
    worker="priya",
    sooner=8,
    slower=5,
    answers={
        "eating": FINE,
        "washing": some(2, DISTRESS, ticks=("washing",)),
        "home": some(1),
        "people": some(2, DISTRESS, hard=(3, 8), words="When it is bad I switch the light off and do not open."),
        "work": some(2, words="I sewed for a living. I want to again."),
    },
    unable="bgh",
    reasons="In her hard weeks Amina does not wash, and opens to nobody. Without somebody alongside she cannot keep work or friends.",
    plan=SimplePlan(
        ("Sew again, for money", "Open the door, also in the hard weeks"),
        (
            ("Somebody to go out with", "A personal assistant whom Amina chooses", "Three afternoons a week", 13_500),
            ("A place at the sewing workshop", "Open Door Northmere", "Every Thursday", 4_200),
        ),
        ("Day centre", "Northmere Council", 14_800),
    ),
)
ROSALIND = Somebody(
    "Rosalind",
    "Peake",
    (77, 1, 30),
    "9992035455",
    worker="sam",
    sooner=15,
    answers={
        "washing": some(3, LONGER, ticks=("washing", "dressing")),
        "getting-about": some(2, UNSAFE, words="I fell twice on the stairs."),
    },
    unable="abdef",
    reasons="Rosalind needs somebody there to wash, dress and use the stairs. Alone she has fallen twice.",
    plan=SimplePlan(
        ("Have a bath without fear", "Stay in my own house"),
        (
            ("Help in the morning and at bedtime", "Bright Mornings", "Every day, an hour", 16_800),
            ("Shopping and a hot meal, together", "The same agency", "Two afternoons a week", 5_500),
        ),
        ("Home care", "Northmere Council", 19_250),
    ),
)
GARETH = Somebody(
    "Gareth",
    "Llewellyn",
    (52, 7, 19),
    "9992046511",
    worker="priya",
    sooner=21,
    slower=9,
    answers={
        "washing": FINE,
        "organising": some(3, words="There are two carrier bags of letters. I cannot look at them."),
        "staying-well": some(2, UNSAFE, hard=(3, 6)),
    },
    unable="afg",
    reasons="Letters and bills undo what Gareth manages by himself; when they pile up he stops eating and loses touch with everybody.",
    plan=SimplePlan(
        ("No bailiff at the door any more", "Know what to do when it gets bad"),
        (
            ("Somebody to sort letters and money with", "A support worker", "Two mornings a week", 10_400),
            ("A group on staying well, and a call between", "Open Door Northmere", "Weekly", 6_900),
        ),
        ("Visits of a support worker", "Northmere NHS Trust", 9_300),
    ),
)
MEI = Somebody(
    "Mei",
    "Tang",
    (44, 9, 2),
    "9992057688",
    worker="priya",
    sooner=30,
    slower=4,
    answers={
        "washing": some(1, ticks=("dressing",)),
        "home": some(1),
        "work": some(2, words="I was a good bookkeeper."),
        "out-and-about": some(2, DISTRESS),
    },
    unable="dhi",
    reasons="Mei dresses and leaves the house only when somebody comes for her. Without that she cannot work or use the town.",
    plan=SimplePlan(
        ("Two mornings of paid work by the summer", "Take the bus by myself"),
        (
            ("Somebody beside me on the bus and at the start", "A job coach whom Mei knows", "Two mornings a week", 9_600),
            ("Cooking and cleaning together", "A neighbour, as an assistant", "One evening a week", 3_650),
        ),
        ("Day centre", "Northmere Council", 12_600),
    ),
)
BRONWEN = Somebody(
    "Bronwen",
    "Addo",
    (58, 5, 27),
    "9992068965",
    worker="sam",
    sooner=38,
    slower=14,
    answers={
        "washing": some(2, ticks=("washing", "dressing")),
        "organising": some(2),
        "people": some(1, DISTRESS, words="I miss the chapel."),
    },
    unable="abdg",
    reasons="Bronwen does not wash, dress or eat without somebody who reminds and helps her, and has lost touch with her friends.",
    plan=SimplePlan(
        ("Sing on Sundays again", "Pay my bills on the day"),
        (
            ("Help in the morning, and with letters", "A personal assistant", "Five mornings a week", 15_750),
            ("A lift to chapel and somebody to sit with", "A friend from the choir, paid by the hour", "Every Sunday", 3_300),
        ),
        ("Home care", "Northmere Council", 16_200),
    ),
)
STANLEY = Somebody(
    "Stanley",
    "Kowalczyk-Featherstonehaugh",
    (81, 12, 6),
    "9992080027",
    worker="priya",
    sooner=47,
    slower=7,
    answers={
        "eating": some(3),
        "getting-about": some(2, UNSAFE),
        "home": some(3),
        "nights": some(1, DISTRESS, ticks=("worry",), words="At night I think of the war."),
    },
    unable="abdef",
    reasons="Stanley needs somebody with him to eat, to wash and dress and to move about the flat, and is not safe by himself for long.",
    plan=SimplePlan(
        ("Eat at a table, with somebody", "Speak Polish once a week"),
        (
            ("Help three times a day", "A small agency that speaks Polish", "Every day, two hours", 31_500),
            ("Lunch at the Polish club", "The club, with a lift", "Every Wednesday", 2_400),
        ),
        ("Home care and meals", "Northmere Council", 29_400),
    ),
)
IVOR = Somebody(
    "Ivor",
    "Pritchard",
    (74, 8, 11),
    "9992091193",
    worker="priya",
    sooner=-22,
    answers={"eating": some(2), "washing": some(2, LONGER, ticks=("washing",)), "getting-about": some(1, UNSAFE)},
    unable="abf",
    reasons="Ivor takes most of the day to wash and eats cold food from the tin, and his home is not kept without help.",
    plan=SimplePlan(
        ("A hot dinner", "My workshop tidy enough to use"),
        (
            ("Help with a shower, and dinner", "An assistant whom Ivor chooses", "Five days a week", 12_250),
            ("An hour in the workshop together", "The same assistant", "Twice a week", 3_500),
        ),
        ("Meals brought to the door", "Northmere Council", 6_300),
    ),
)
NADINE = Somebody(
    "Nadine",
    "Achebe",
    (63, 3, 5),
    "9992102365",
    worker="sam",
    sooner=11,
    answers={
        "washing": some(1, ticks=("dressing",)),
        "organising": some(2),
        "staying-well": some(1, UNSAFE, words="I forget the tablets."),
    },
    unable="adf",
    reasons="Nadine forgets meals and tablets, does not dress when nobody comes, and cannot keep her home without help.",
    plan=SimplePlan(
        ("Stay out of hospital this winter", "Have my grandchildren to tea"),
        (
            ("Somebody to start the day with", "A personal assistant", "Every morning, half an hour", 9_100),
            ("Help with letters and the flat", "The same assistant", "One afternoon a week", 5_200),
        ),
        ("Home care", "Northmere Council", 11_700),
    ),
)
KOFI = Somebody(
    "Kofi",
    "Boateng",
    (39, 10, 28),
    "9992113537",
    worker="priya",
    sooner=-3,
    answers={
        "home": some(2),
        "people": some(2, DISTRESS, hard=(3, 6), words="My church would come. I do not ring them."),
        "work": some(1, words="I want to drive a bus again."),
        "organising": some(2, hard=(3, 6)),
    },
    unable="fghi",
    reasons="Kofi cannot keep his flat, see people or get out without prompting, and in his hard weeks does none of it.",
)
PETRA = Somebody(
    "Petra",
    "Novak",
    (55, 6, 16),
    "9992124709",
    worker="priya",
    sooner=-8,
    answers={"eating": some(2, words="Toast. Mostly toast."), "washing": some(2, ticks=("washing",)), "organising": some(1)},
)
ELSIE = Somebody(
    "Elsie",
    "Dunmore",
    (70, 2, 21),
    worker="sam",
    sooner=3,
    answers={"eating": FINE, "washing": some(1, LONGER, ticks=("washing",)), "home": some(3, LONGER)},
)
RAVI = Somebody(
    "Ravi",
    "Menon",
    (31, 12, 18),
    "9992135875",
    worker="priya",
    sooner=-4,
    answers={"eating": some(2, DISTRESS, words="I eat when my brother is here."), "washing": FINE, "home": some(1)},
)

LIKE_HANA = (CLIVE, AMINA, ROSALIND, GARETH, MEI, BRONWEN, STANLEY)
LIKE_ARTHUR = (IVOR, NADINE)
LIKE_LEON = (KOFI,)
LIKE_GRACE = (PETRA,)
LIKE_TOM = (ELSIE, RAVI)
