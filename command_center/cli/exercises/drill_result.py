"""The results of `drill run`: `out.json`, the timing table on the terminal, the comparison of two results, and
the files of its review.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from command_center.cli.exercises.headless import Outcome
from command_center.cli.speaking import end, lang, refuse, say
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.whole import draft_of
from command_center.domain.site.model import Site
from command_center.domain.text import Text
from command_center.reports.export.dossier import Dossier
from command_center.reports.export.file import ENDINGS, Ending, make
from command_center.reports.export.outline import Outline
from command_center.words import has, spoken
from command_center.words.system import why

FORMAT = 1
WHOSE = ("post", "person", "team", "kit", "store", "target")
"""What of a row's `about` is said by its name; the others tell rows apart."""


class NoResult(ValueError):
    """The file does not hold what `drill run --json` writes."""


def result_of(outcome: Outcome, site: Site) -> dict[str, Any]:
    """Return a drill's result as JSON: its projection's hash, timing, expectations, problems, and what could not be
    played.
    """
    draft = draft_of(outcome.facts, outcome.drill, site)
    plan = outcome.plan
    return {
        "format": FORMAT,
        "scenario": plan.scenario,
        "generator": plan.generator,
        "seed": plan.seed,
        "site": plan.site,
        "site_version": plan.site_version,
        "projection_sha256": outcome.sha256,
        "exercise_s": outcome.exercise_s,
        "wall_s": round(outcome.wall_s, 1),
        "timing": [_timed(row.as_row(), Names(site)) for row in draft.timing],
        "expectations": [_expected(row) for row in draft.expectations],
        "problems": [
            {"kind": one.kind, "key": one.key, "facts": one.facts} for one in draft.problems
        ],
        "plant_m3": outcome.losses,
        "not_played": [
            {"inject": inject, "act": act, "why": why} for inject, act, why in outcome.undone
        ],
    }


def _timed(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    kept = ("row", "about", "start_seq", "stop_seq", "seconds", "open_s", "outcome", "verdict")
    named = {name: row[name] for name in kept}
    whose = [names.of(one) for what, one in row["about"].items() if what in WHOSE]
    told = [one.model_dump() if isinstance(one, Text) else one for one in whose]
    return named | {"paused_s": row["paused_s"], "target_s": row["target_s"], "whose": told}


def _expected(row: Mapping[str, Any]) -> dict[str, Any]:
    opened = row.get("opened", {})
    told = {name: opened[name] for name in ("inject", "text") if name in opened}
    return {"expectation": row["expectation"], "state": row["state"], "facts": row["facts"], **told}


def read_result(path: Path) -> dict[str, Any]:
    """Read a result file. Raises OSError, NoResult."""
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise NoResult(str(path)) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or "timing" not in found:
        raise NoResult(str(path))
    return found


def timing_table(*results: Mapping[str, Any]) -> Table:
    """Return a table of one or two results side by side, in minutes and seconds."""
    table = Table(box=None, pad_edge=False)
    table.add_column(say("cli.drill.said.row"))
    for result in results:
        head = say("cli.drill.said.of", site=result["site"], seed=str(result["seed"]))
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column(say("cli.drill.said.target"), justify="right")
    found = [{_key(row): row for row in result["timing"]} for result in results]
    keys = list(dict.fromkeys(key for rows in found for key in rows))
    for key in keys:
        rows = [one.get(key) for one in found]
        target = next((row["target_s"] for row in rows if row is not None), None)
        whose = next(row.get("whose", key[1:]) for row in rows if row is not None)
        name = " · ".join([say(f"timing.{key[0]}"), *(spoken(lang(), one) for one in whose)])
        table.add_row(name, *(_cell(row) for row in rows), _span(target))
    return table


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["row"], *(str(one) for one in row["about"].values()))


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "–"
    if row["seconds"] is not None:
        return _span(row["seconds"])
    if row["open_s"] is not None:
        return say("cli.drill.said.open", at_least=_span(row["open_s"]))
    key = f"timing.outcome.{row['outcome']}"
    return say(key) if has(key) else "–"


def _span(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(abs(seconds)), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02d}"


def states(result: Mapping[str, Any]) -> dict[str, int]:
    """Count the expectations in each final state."""
    found: dict[str, int] = {}
    for row in result["expectations"]:
        found[row["state"]] = found.get(row["state"], 0) + 1
    return found


def ending_of(path: Path) -> Ending:
    """Return the file type for a path's ending; refuse other endings."""
    found = next((one for one in ENDINGS if path.suffix.lower() == f".{one}"), None)
    if found is None:
        refuse(
            say("cli.report.unknown_ending", file=str(path), known=[f".{one}" for one in ENDINGS])
        )
    return found


def must_be_writable(paths: Iterable[Path]) -> None:
    """Refuse paths that cannot be written now, so that nobody plays a whole drill only to learn that a folder is
    missing.
    """
    for path in paths:
        new = not path.exists()
        try:
            with path.open("ab"):
                pass
            if new:
                path.unlink()
        except OSError as error:
            refuse(say("cli.export.unwritable", file=str(path), why=why(error)))


def write_report(dossier: Dossier, path: Path, outline: Outline | None) -> None:
    """Write the review in the format that the file's ending asks for, in the terminal's language."""
    content = make(dossier, ending_of(path), lang(), outline=outline)
    try:
        path.write_bytes(content)
    except OSError as error:
        end(say("cli.export.unwritable", file=str(path), why=why(error)))
