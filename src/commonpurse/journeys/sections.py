"""The parts of a record that `journeys` keeps."""

from enum import StrEnum


class JourneySection(StrEnum):
    JOURNEY = "journey"  # stages, what happened, who holds it
    OWN_STEPS = "own-steps"  # asking, pausing, stopping and sending on: what a person does on their own journey
    COURSE = "course"  # the bare row of a journey, for whoever helps with it
    STAGE = "stage"  # where one journey stands and who has the next move, and no row of it
