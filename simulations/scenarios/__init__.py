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


@cache
def texts() -> dict[str, str]:
    """Return their texts by id, from which a person can write their own."""
    files = sorted(FOLDER.glob("*.yaml"))  # one scenario each, in the library's own order
    return {id: file.read_text(encoding="utf-8") for id, file in zip(library(), files, strict=True)}
