"""Who is in the demonstration, and how far each has come. Dates count from today; names and figures are made up."""

from collections.abc import Callable
from datetime import timedelta

from commonpurse.allocation.rules import CostingLine
from commonpurse.demonstration import others, ways
from commonpurse.demonstration.answers import (
    A_LITTLE_HELP,
    AWAKE_AT_NIGHT,
    DISTRESS,
    GOOD_AND_BAD_WEEKS,
    LONGER,
    everything,
    some,
)
from commonpurse.demonstration.organisations import Place
from commonpurse.demonstration.road import Road, years_old
from commonpurse.demonstration.ways import Somebody
from commonpurse.foundation.clock import today
from commonpurse.plans.models import LegalBasis, Period

TOM = Somebody("Tom", "Ashdown", (27, 9, 30), worker="priya")
GRACE = Somebody("Grace", "Mbeki", (58, 1, 17), "9990345678")
LEON = Somebody(
    "Leon",
    "Fraser",
    (45, 11, 2),
    "9990456798",
    unable="ghi",
    reasons="Leon cannot keep in touch, work or get out without prompting, and in his hard weeks stops eating.",
)
ARTHUR, HANA, BEA = (
    Somebody(
        first_name,
        last_name,
        old,
        nhs_number,
        unable="abdf",
        reasons=f"{first_name} needs somebody there to wash and dress, and the home is not kept without help.",
    )
    for first_name, last_name, old, nhs_number in (
        ("Arthur", "Penrose", (72, 2, 27), "9990890927"),
        ("Hana", "Yusuf", (41, 10, 11), "9991012346"),
        ("Bea", "Lindqvist", (33, 7, 3), "9991123458"),
    )
)


def daniel(place: Place) -> None:
    road = Road(place).on(1).starts("Daniel", "Okafor", born=years_old(34, 3, 4), nhs_number="9990123454")
    road.may_sign_in("daniel").has_section_117(today() - timedelta(days=400))
    road.is_never_seen_by("fiona", "Daniel rang me. Fiona lives next door to him, and he does not want her to know about his illness.")


def margaret(place: Place) -> None:
    road = Road(place).on(2).starts("Margaret", "Ellis", born=years_old(84, 6, 12), nhs_number="9990234566")
    road.has_close("Ruth Ellis", "daughter", gives_unpaid_help=True)
    road.has_carer("Ruth", "Ellis", "daughter", sign_in_name="ruth")


def two_journeys(place: Place) -> None:
    """Maya has support of her own and looks after her father: two journeys on one record.

    Owen has no account. He lets her see where his journey stands.
    """
    road = Road(place, worker="priya").on(12).starts("Owen", "Brennan", born=years_old(81, 2, 8), nhs_number="")
    road.has_close("Maya Brennan", "daughter", gives_unpaid_help=True)
    road.has_carer("Maya", "Brennan", "daughter", sign_in_name="maya").on(7).says_as_carer("maya", "eating", quarters=2)
    own = road.on(9).of_the_carer("maya").is_prepared()
    road.on(8).is_helped_by("maya", name="Maya Brennan", relationship="daughter").lets_see_where_it_stands(
        "maya",
        how="At his table, with the picture of the road in front of him. He pointed at it, then at Maya's photograph, and said: her too.",
    )
    own.on(6).answers({name: A_LITTLE_HELP[name] for name in ("eating", "washing", "getting-about")})
    own.tells_only_the_worker("maya", "people", some(2, DISTRESS, words="I have nobody to tell when I am tired of it."))
    own.on(5).two_write_at_once(
        "home",
        some(1, LONGER, words="It takes me the whole weekend."),
        some(2, words="Dad's room gets done. Mine does not."),
        colleague="sam",
    )
    own.on(4).asks_to_read("maya", "priya")


def answering(place: Place) -> None:
    for one in (TOM, *others.LIKE_TOM):
        ways.answers_some(place, one)


def checking(place: Place) -> None:
    for one in (GRACE, *others.LIKE_GRACE):
        ways.sends_answers(place, one)


def waiting_for_a_budget(place: Place) -> None:
    for one in (LEON, *others.LIKE_LEON):
        ways.gets_a_budget(place, one)


def two_figures(place: Place) -> None:
    road = Road(place).on(30).starts("Iris", "Whitlock", born=years_old(67, 5, 21), nhs_number="9990567794")
    nights = some(1, ticks=("worry",), words="I lie awake most nights.")
    answers = A_LITTLE_HELP | {"nights": some(2, DISTRESS, ticks=("worry",), words="I lie awake most nights.")}
    road.is_prepared().on(18).answers(answers).sends_answers()
    road.on(6).is_checked(answers, differing={"nights": (nights, "Iris says most nights. The night diary shows some nights.")})
    road.is_eligible("abdf", "Iris needs somebody with her to wash and dress, and her home is not kept without help.").gets_a_budget()
    road.on(3).plans(
        ["Sleep better", "Be clean and dressed before the morning is gone"],
        [
            (
                "Help with washing and dressing",
                "Bright Mornings",
                "Every morning, 40 minutes",
                14_000,
                Period.WEEK,
                LegalBasis.CARE_ACT,
                None,
            ),
            ("A weighted blanket", "Any shop", "Once", 5_200, Period.ONCE, LegalBasis.CARE_ACT, None),
        ],
        [("Morning visits", "The council's home care", 17_200)],
    )
    road.on(2).says_of_plan(
        agrees=False,
        words="Somebody different every morning is no help. I want to know who comes.",
        how="On the telephone, after the plan was read to her line by line.",
    )


def two_figures_to_agree(place: Place) -> None:
    """Two answers that differ, a plan that fits the higher figure: the manager chooses, with reasons."""
    road = Road(place, worker="priya").on(42).starts("Victor", "Amadi", born=years_old(62, 9, 5), nhs_number="9991456783")
    theirs = some(2, words="I need somebody with me for every meal.")
    answers = A_LITTLE_HELP | {"eating": theirs}
    road.is_prepared().on(31).answers(answers).sends_answers()
    road.on(19).is_checked(answers, differing={"eating": (some(1), "On both visits Victor had cooked for himself, with a reminder.")})
    road.is_eligible("abdf", "Victor needs somebody with him to wash and dress and to eat, and his home is not kept without help.")
    road.gets_a_budget().on(9).plans(
        ["Eat with somebody again", "Be washed and dressed before noon"],
        [
            (
                "Help with washing and dressing",
                "A personal assistant whom Victor chooses",
                "every morning, 45 minutes",
                13_300,
                Period.WEEK,
                LegalBasis.CARE_ACT,
                None,
            ),
            ("Lunch at the community kitchen", "Open Door Northmere", "three days a week", 5_725, Period.WEEK, LegalBasis.CARE_ACT, None),
            ("A lift there and back", "Northmere Dial-a-Ride", "each time", 54_600, Period.YEAR, LegalBasis.CARE_ACT, None),
        ],
        [("Home care", "Northmere Council", 15_750)],
    )
    road.on(6).says_of_plan(agrees=True, how="At home, after he had read every line aloud.").on(5).sends_plan()


def planning(place: Place) -> None:
    road = Road(place, worker="priya").on(40).starts("Yusuf", "Karim", born=years_old(38, 8, 8), nhs_number="9990678804")
    road.has_section_117(today() - timedelta(days=700))
    road.is_prepared().on(30).answers(GOOD_AND_BAD_WEEKS).sends_answers().on(20).is_checked(GOOD_AND_BAD_WEEKS)
    road.is_eligible("ghi", "Without somebody alongside, Yusuf does not see people, does not get out and loses his course.").gets_a_budget()
    road.on(10).plans(
        ["Finish my printing course", "See my brother every week, also in the hard weeks"],
        [("A night at the print studio", "Inkwell Studio", "Every Tuesday evening", 4_500, Period.WEEK, LegalBasis.SECTION_117, 60)],
        [("Day centre", "Northmere Council", 9_800)],
    )
    road.on(6).sends_plan().on(4).is_sent_back(
        "The studio is a good idea. What happens in Yusuf's hard weeks, when he does not leave the house? Please write that line with him."
    )


def to_agree(place: Place) -> None:
    road = Road(place, worker="priya").on(45).starts("Nell", "Corrigan", born=years_old(51, 12, 9), nhs_number="9990789819")
    road.has_section_117(today() - timedelta(days=300))
    road.is_prepared().on(33).answers(GOOD_AND_BAD_WEEKS).sends_answers().on(22).is_checked(GOOD_AND_BAD_WEEKS)
    road.is_eligible("ghi", "Nell cannot keep up friendships, work or use the town without support.").gets_a_budget().on(12)
    road.plans(
        ["Get out of the house three times a week", "Keep my garden plot"],
        [
            (
                "Somebody to go out with",
                "A personal assistant whom Nell chooses",
                "Three afternoons a week",
                14_400,
                Period.WEEK,
                LegalBasis.SECTION_117,
                41,
            ),
            ("Rent of the garden plot", "Northmere Allotments", "A year", 6_500, Period.YEAR, LegalBasis.CARE_ACT, None),
            (
                "More hours in the hard weeks",
                "The same assistant",
                "About ten weeks a year",
                234_000,
                Period.YEAR,
                LegalBasis.SECTION_117,
                75,
            ),
        ],
        [("Day centre", "Northmere Council", 19_600)],
    )
    road.on(3).says_of_plan(agrees=True, how="At the kitchen table, with the plan in her hand.").on(2).sends_plan()


def setting_up(place: Place) -> None:
    for one in (ARTHUR, *others.LIKE_ARTHUR):
        ways.gets_a_plan_agreed(place, one, began=60)


def live(place: Place) -> None:
    """Hana's support has begun, and so has that of others before her: enough journeys for the team's figures to be shown."""
    for one in (HANA, *others.LIKE_HANA):
        ways.gets_a_plan_agreed(place, one, began=120).after(50).goes_live()


def under_review(place: Place) -> None:
    way = ways.gets_a_plan_agreed(place, BEA, began=140)
    way.after(50).goes_live()
    way.after(136).is_reviewed()


def costed(place: Place) -> None:
    road = Road(place).on(50).starts("Walter", "Idris", born=years_old(79, 4, 14), nhs_number="9991234551")
    road.is_prepared().on(38).answers(AWAKE_AT_NIGHT).sends_answers().on(28).is_checked(AWAKE_AT_NIGHT)
    road.is_eligible("abdefgi", "Walter cannot be safe at night without somebody awake, and needs help through the day.").gets_a_budget()
    road.on(3).is_costed(
        [
            CostingLine("Somebody awake at night", 5_600, 1_650, "Eight hours, seven nights: he walks out at night."),
            CostingLine("Help through the day", 2_100, 2_250, "Three hours a day, by the support workers' rate."),
        ],
        "The points cannot say what a waking night costs. These are the demonstration's rates.",
    )


def paused(place: Place) -> None:
    road = Road(place, worker="priya").on(35).starts("Rory", "Blake", born=years_old(24, 6, 1), nhs_number="")
    road.is_prepared().on(30).is_paused("Rory is in hospital and wants to wait.")


def not_eligible(place: Place) -> None:
    answers = everything(home=some(1, LONGER))
    road = Road(place).on(55).starts("Sylvie", "Marsden", born=years_old(49, 3, 19), nhs_number="9991345663")
    road.is_prepared().on(44).answers(answers).sends_answers().on(36).is_checked(answers)
    road.is_not_eligible(
        "f",
        "Sylvie needs more time to keep her home, and manages. One outcome is hard; the others are not.",
        "The recovery college has a course on routines, free, on Thursdays. Open Door visits at home. Ask again if sleep or eating change.",
    )


ALL: tuple[Callable[[Place], object], ...] = (
    daniel,
    margaret,
    two_journeys,
    answering,
    checking,
    waiting_for_a_budget,
    two_figures,
    two_figures_to_agree,
    planning,
    to_agree,
    setting_up,
    live,
    under_review,
    costed,
    paused,
    not_eligible,
)
