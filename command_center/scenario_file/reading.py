"""Reads a scenario from a path, or a library of them from a folder."""

from dataclasses import replace
from pathlib import Path

from command_center.domain.scenarios.scenario import Scenario
from command_center.site_file.merging import EXTENDS, read_with_base
from command_center.site_file.problem import DescriptionError, Problem
from command_center.site_file.reading import examined
from command_center.site_file.tree import Mapping, Tree, parsed, read

OWN_KEYS = frozenset({"objectives", "injects", "expectations"})
"""Keys that a scenario has and a site has not."""
LONGEST_TEXT = 60_000
"""Characters of a scenario that comes from a browser; the longest of the library has 11,000."""
MOST_NODES = 20_000


class ScenarioFileError(DescriptionError):
    """A scenario file cannot be used."""


def load(path: str | Path) -> Scenario:
    """The scenario at `path`. Raises ScenarioFileError with every problem found."""
    scenario, problems = _scenario(Path(path))
    if scenario is None or problems:
        raise ScenarioFileError(problems)
    return scenario


def check(path: str | Path) -> list[Problem]:
    """Return everything wrong with a scenario file, in file order; empty if it is correct."""
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


def read_text(text: str, name: str) -> tuple[Scenario | None, list[Problem]]:
    """Return a scenario typed by a person, and everything wrong with it by the rules of a file.

    It may not extend another: a text from a browser must never cause files of this machine to be read.
    """
    tree, problems = parsed(text, name, MOST_NODES)
    if isinstance(tree, Mapping) and EXTENDS in tree.entries:
        problems = [*problems, Problem(tree.keys[EXTENDS], EXTENDS, "scenario.extends_here")]
        rest = {key: value for key, value in tree.entries.items() if key != EXTENDS}
        tree = Mapping(tree.mark, rest, tree.keys)
    return _described(tree, problems)


def is_scenario(path: str | Path) -> bool:
    """Whether a file looks like a scenario rather than a site, judged by its keys, however wrong it is."""
    file = Path(path)
    if file.is_dir():
        return False
    tree, _ = read(file)
    return isinstance(tree, Mapping) and bool(OWN_KEYS & set(tree.entries))


def _scenario(file: Path) -> tuple[Scenario | None, list[Problem]]:
    return _described(*read_with_base(file, Scenario))


def _described(tree: Tree | None, problems: list[Problem]) -> tuple[Scenario | None, list[Problem]]:
    if tree is None:
        return None, [_of_a_scenario(problem) for problem in problems]
    if not isinstance(tree, Mapping):
        return None, [*problems, Problem(tree.mark, "", "scenario.not_one")]
    return examined(tree, problems, Scenario)


def _of_a_scenario(problem: Problem) -> Problem:
    """An empty file is told what a scenario needs, not what a site does."""
    return replace(problem, code="scenario.empty") if problem.code == "empty" else problem
