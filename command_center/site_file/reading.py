"""Reads a site from a path: reads, merges and checks it, and gives each mistake its position in the file.

`examined` does this for any description that is a `Part`; it also reads drill scenarios.
"""

from collections.abc import Mapping as Named
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from command_center.clock import Clock
from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import broken_references
from command_center.site_file.merging import read_with_base
from command_center.site_file.problem import Mark, Problem, SiteFileError
from command_center.site_file.sentences import from_broken, from_error
from command_center.site_file.tree import Mapping, plain

FILE_NAME = "site.yaml"
BROKEN = frozenset({"broken_site", "broken_parts"})
"""Error types by which a whole tells that its parts do not fit; `ctx["broken"]` lists how."""

P = TypeVar("P", bound=Part)


def load(path: str | Path, today: date | None = None, clock: Clock | None = None) -> Site:
    """Return the site described at `path`, a file or a folder with a `site.yaml`.

    `today` is the day from which relative dates (`-412 d`) count, by default the site's own today by `clock`. Raises
    SiteFileError with every problem found.
    """
    site, problems = _site(Path(path), today, clock)
    if site is None or problems:
        raise SiteFileError(problems)
    return site


def check(path: str | Path, today: date | None = None) -> list[Problem]:
    """Return everything wrong with the site file at `path`, in file order; empty if it is correct."""
    return _site(Path(path), today)[1]


def _site(
    path: Path, today: date | None, clock: Clock | None = None
) -> tuple[Site | None, list[Problem]]:
    file = path / FILE_NAME if path.is_dir() else path
    tree, problems = read_with_base(file, Site)
    if tree is None:
        return None, problems
    if not isinstance(tree, Mapping):
        return None, [*problems, Problem(tree.mark, "", "not_a_site")]
    zone = plain(tree).get("time_zone")
    return examined(tree, problems, Site, {"today": today or _today(zone, clock or Clock())})


def examined(
    tree: Mapping, problems: list[Problem], model: type[P], context: Named[str, Any] | None = None
) -> tuple[P | None, list[Problem]]:
    """Return what a parsed file describes, and everything wrong with it, in file order."""
    data = plain(tree)
    described: P | None = None
    found = list(problems)
    broken = list(broken_references(data, model))
    try:
        described = model.model_validate(data, context=dict(context or {}))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            if item["type"] in BROKEN:
                broken += [b for b in item["ctx"]["broken"] if b not in broken]
            else:
                found.append(from_error(tree, item, model))
    found += [from_broken(tree, b) for b in broken]
    return described, _in_order(found)


def _in_order(problems: list[Problem]) -> list[Problem]:
    once: dict[tuple[Mark, str, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.mark, problem.key, problem.code), problem)
    return sorted(once.values(), key=lambda p: p.mark)


def _today(time_zone: object, clock: Clock) -> date:
    now = datetime.fromtimestamp(clock.now() / 1000, UTC)
    try:
        return now.astimezone(ZoneInfo(str(time_zone))).date()
    except (KeyError, ValueError, OSError):
        return now.date()
