"""Reads a drill's scenario from YAML, and names every mistake with file, line and key.

By the machinery of `site_file`, so a misspelt key of a scenario is found and said as one of a
site. The format is described in `docs/scenarios.md`.
"""

from command_center.scenario_file.reading import (
    LONGEST_TEXT,
    ScenarioFileError,
    check,
    is_scenario,
    library,
    load,
    read_text,
)

__all__ = [
    "LONGEST_TEXT",
    "ScenarioFileError",
    "check",
    "is_scenario",
    "library",
    "load",
    "read_text",
]
