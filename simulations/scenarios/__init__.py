"""The scenario library: one YAML file each, read by `command_center.scenario_file`."""

from functools import cache
from pathlib import Path

from command_center import scenario_file
from command_center.domain.scenarios.scenario import Scenario

FOLDER = Path(__file__).resolve().parent


@cache
def library() -> dict[str, Scenario]:
    """The scenarios that come with the program, by id."""
    return scenario_file.library(FOLDER)
