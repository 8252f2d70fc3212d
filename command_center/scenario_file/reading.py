"""From a path to a scenario, and from a folder to a library of them."""

from dataclasses import replace
from pathlib import Path

from command_center.domain.scenarios.scenario import Scenario
from command_center.site_file.merging import read_with_base
from command_center.site_file.problem import DescriptionError, Problem
from command_center.site_file.reading import examined
from command_center.site_file.tree import Mapping, read

OWN_KEYS = frozenset({"objectives", "injects", "expectations"})
"""Keys that a scenario has and a site has not."""


class ScenarioFileError(DescriptionError):
    """A scenario file cannot be used."""


def load(path: str | Path) -> Scenario:
    """The scenario at `path`. Raises ScenarioFileError with every problem found."""
    scenario, problems = _scenario(Path(path))
    if scenario is None or problems:
        raise ScenarioFileError(problems)
    return scenario


def check(path: str | Path) -> list[Problem]:
    """Everything that is wrong with a scenario file, in file order; empty when it is fine."""
    return _scenario(Path(path))[1]


def library(folder: str | Path) -> dict[str, Scenario]:
    """Every scenario of a folder by its id, in the order of the file names.

    Raises ScenarioFileError with the problems of all files, and of an id that two have.
    """
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for file in sorted(Path(folder).glob("*.yaml")):
        scenario, wrong = _scenario(file)
        problems += wrong
        if scenario is None:
            continue
        if scenario.id in found:
            tree, _ = read(file)
            mark = tree.entries["id"].mark if isinstance(tree, Mapping) else None
            if mark is not None:
                problems.append(Problem(mark, "id", "taken_twice", {"id": scenario.id}))
        found[scenario.id] = scenario
    if problems:
        raise ScenarioFileError(problems)
    return found


def is_scenario(path: str | Path) -> bool:
    """Whether a file looks like a scenario rather than a site: by its keys, however wrong it is."""
    file = Path(path)
    if file.is_dir():
        return False
    tree, _ = read(file)
    return isinstance(tree, Mapping) and bool(OWN_KEYS & set(tree.entries))


def _scenario(file: Path) -> tuple[Scenario | None, list[Problem]]:
    tree, problems = read_with_base(file, Scenario)
    if tree is None:
        return None, [_of_a_scenario(problem) for problem in problems]
    if not isinstance(tree, Mapping):
        return None, [*problems, Problem(tree.mark, "", "scenario.not_one")]
    return examined(tree, problems, Scenario)


def _of_a_scenario(problem: Problem) -> Problem:
    """An empty file is told what a scenario needs, not what a site does."""
    return replace(problem, code="scenario.empty") if problem.code == "empty" else problem
