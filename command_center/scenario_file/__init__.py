"""Reads a drill's scenario from YAML, and reports every mistake with file, line and key.

It uses the machinery of `site_file`, so a misspelt scenario key is found and reported like one of a site.
`docs/scenarios.md` describes the format.
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
