"""The parts of a record that `assessments` keeps."""

from enum import StrEnum


class AssessmentSection(StrEnum):
    ASSESSMENT = "assessment"  # answers, checking, eligibility, capacity, advocacy, health basis
    OWN_ANSWERS = "own-answers"  # what a person says in their own words
    OWN_WORDS = "own-words"  # what a helper said themselves about the person, and nothing else
    SHOWN_ANSWERS = "shown-answers"  # the person's own last words in one journey, which they let somebody see, and no row of it
    SHOWN_BUDGET = "shown-budget"  # the one indicative figure of a journey, which its person lets somebody see, and no row of it
    SECOND_EYES = "second-eyes"  # the person's own answers, before they are sent, for somebody whom they asked to read them
