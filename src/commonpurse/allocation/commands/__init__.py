"""The commands of this room: budgets from answers, schemes, frozen runs, calibration, populations."""

import click

from .allocate import allocate_command
from .calibrate import calibrate_command
from .population import population_group
from .replay import replay_command
from .schemes import scheme_group

commands: list[click.Command] = [allocate_command, scheme_group, replay_command, calibrate_command, population_group]
