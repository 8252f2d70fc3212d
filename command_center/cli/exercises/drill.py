"""`command-center drill`: plays a whole drill without people, verifies a seal, and compares two drills."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, NoReturn, cast, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from command_center import log
from command_center.boot.drills.drill_composers import drawn_from
from command_center.boot.drills.shelf import SiteShelf
from command_center.cli.exercises.drill_result import (
    NoResult,
    ending_of,
    must_be_writable,
    read_result,
    result_of,
    states,
    timing_table,
    write_report,
)
from command_center.cli.exercises.headless import run_headless
from command_center.cli.exercises.turned_center import CenterFailed
from command_center.cli.journal import site_of
from command_center.cli.speaking import end, lang, refuse, say, tell
from command_center.clock import Clock
from command_center.data_files import data_folder
from command_center.domain.quantities import LARGEST_SEED
from command_center.domain.registry import FACTS
from command_center.domain.scenarios.bias import UNBIASED
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Unresolvable
from command_center.domain.scenarios.sealed import unsealed
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.reports.export.outline import Outline
from command_center.scenario_file import ScenarioFileError
from command_center.scenario_file import load as load_scenario_file
from command_center.settings import Settings
from command_center.site_file import SiteFileError
from command_center.site_file import load as load_site
from command_center.store.database.databases import databases
from command_center.store.journal.journal import Journal
from command_center.store.journal.verify import BrokenChain, verify
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.words import spoken
from command_center.words.system import why
from simulations.derived import of_plant
from simulations.doors.http import Unreachable
from simulations.scenario import UnknownIds
from simulations.scenarios import library
from simulations.surprise import Drawn, played

CHUNK = 1_000
KINDS = frozenset({"scenario.saved", "scenario.retired"})

MOST_REASONS = 12
STATES = {
    "met": "cli.drill.said.met",
    "late": "cli.drill.said.late",
    "missed": "cli.drill.said.missed",
    "moot": "cli.drill.said.moot",
    "not_reached": "cli.drill.said.not_reached",
    "open": "cli.drill.said.open_",
}
OutFile = Annotated[Path | None, typer.Option()]


def run(
    scenario: Annotated[str | None, typer.Argument()] = None,
    surprise: Annotated[bool, typer.Option("--surprise")] = False,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED)] = 7,
    speed: Annotated[float, typer.Option(min=0.1)] = 60.0,
    site: Annotated[Path | None, typer.Option()] = None,
    out: Annotated[Path | None, typer.Option("--json")] = None,
    report: Annotated[list[Path] | None, typer.Option("--report")] = None,
    outline: Annotated[str | None, typer.Option("--outline")] = None,
    keep: OutFile = None,
    own: Annotated[bool, typer.Option("--own")] = False,
) -> None:
    """Play a drill with virtual people, from sealing to reveal, on a server of its own."""
    if (scenario is None) == (not surprise):
        refuse(say("cli.drill.said.one_of"))
    if own and not surprise:
        refuse(say("cli.drill.said.own_draws"))
    if outline not in (None, *get_args(Outline)):
        refuse(say("cli.report.unknown_outline", known=get_args(Outline)))
    reports = report or []
    for one in reports:
        ending_of(one)
    must_be_writable([*reports, *([out] if out else [])])
    folder = site or data_folder("sites") / "demo"
    path = folder / "site.yaml" if folder.is_dir() else folder
    hidden = path.with_name("simulation.yaml")
    try:
        plant = load_site(path)
        truth = of_plant(hidden, plant)
        plan = _plan(plant, scenario, seed, own=own)
    except (SiteFileError, ScenarioFileError) as error:
        end(error.sentence(lang()))
    except OSError as error:
        end(say("cli.unreadable", file=str(error.filename), why=why(error)))
    except UnknownIds as error:
        end(str(error))
    if keep is not None and keep.is_dir() and any(keep.iterdir()):
        refuse(say("cli.drill.said.not_empty", folder=str(keep)))
    log.configure("error")  # what was not played is told at the end
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[clock]}"))
    try:
        with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
            name = getattr(plan.name, "zh" if lang().startswith("zh") else "en")
            task = bar.add_task(name, total=plan.max_s, clock="")

            def progress(t_s: float) -> None:
                bar.update(task, completed=t_s, clock=f"{int(t_s) // 60}:{int(t_s) % 60:02d}")

            outcome = run_headless(
                path, plant, truth, plan, speed=speed, progress=progress, folder=keep,
                reviewed=bool(reports),
            )  # fmt: skip
    except (CenterFailed, Unreachable) as error:
        end(say("cli.drill.said.failed", why=str(error)))
    result = result_of(outcome, plant)
    if out is not None:
        try:
            out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            end(say("cli.export.unwritable", file=str(out), why=why(error)))
    for one in reports:
        assert outcome.dossier is not None
        write_report(outcome.dossier, one, cast("Outline | None", outline))
    Console(width=None if sys.stdout.isatty() else 120).print(timing_table(result))
    for state, count in states(result).items():
        typer.echo(say(STATES[state], n=count))
    for undone in result["not_played"]:
        words = [undone["inject"], *(say(f"not_played.{n}.{undone[n]}") for n in ("act", "why"))]
        tell(say("cli.drill.said.undone", what=": ".join(words)), style="yellow")
    typer.echo(
        say("cli.drill.said.took", exercise=round(outcome.exercise_s), wall=round(outcome.wall_s))
    )
    typer.echo(result["projection_sha256"])


def _plan(site: Site, scenario: str | None, seed: int, *, own: bool) -> DrillPlan:
    known = library()
    if scenario is None:
        with shelf_of(site) if own else nullcontext() as shelf:
            if own and (shelf is None or not shelf.drawable()[1]):
                refuse(say("cli.drill.said.no_own", site=site.id))
            drawn = drawn_from(site, shelf, seed, UNBIASED)
        if isinstance(drawn, Drawn):
            return drawn.plan
        reasons = dict.fromkeys(spoken(lang(), p) for one in drawn.rejected for p in one.why)
        _impossible(list(reasons)[:MOST_REASONS])
    if scenario in known:
        found = known[scenario]
    elif Path(scenario).is_file():
        found = load_scenario_file(scenario)
    else:
        with shelf_of(site) as shelf:
            mine = shelf.scenario(scenario) if shelf else None
            owns = [one.id for one in shelf.known() if one.own] if shelf else []
        if mine is None:
            names = [*sorted(known), *owns]
            refuse(say("cli.drill.said.unknown_scenario", scenario=scenario, known=names))
        found = mine
    plan = played(found, site, seed)
    if isinstance(plan, Unresolvable):
        _impossible([spoken(lang(), one.why) for one in plan.lacking])
    return plan


def _impossible(reasons: list[str]) -> NoReturn:
    end("\n".join([say("cli.drill.said.no_drill"), *(f"- {one}" for one in reasons)]))


def verify_drill(
    drill: Annotated[str, typer.Argument()],
    site_id: Annotated[str | None, typer.Option("--site-id")] = None,
) -> None:
    """Verify the whole journal's hash chain, and that the revealed content of a drill is what was sealed."""
    with databases(Settings()) as stores:
        name = site_of(stores, site_id)
        try:
            head = verify(stores.journal, name)
        except BrokenChain as broken:
            end(say("cli.replay.broken", seq=broken.seq, why=broken.why))
        journal = Journal(stores.journal, name, Clock().now)
        told: dict[str, dict[str, object]] = {}
        read = 0
        while facts := journal.read(read, 1_000):
            told |= {f.kind: dict(f.data) for f in facts if f.drill == drill}
            read = facts[-1].seq
    if "drill.planned" not in told:
        end(say("cli.drill.said.unknown", drill=drill))
    if "drill.revealed" not in told:
        end(say("cli.drill.said.not_revealed", drill=drill))
    shown = told["drill.revealed"]
    commitment = str(told["drill.sealed"]["commitment"])
    content = unsealed(commitment, str(shown["content"]), str(shown["nonce"]))
    if content is None:
        end(say("cli.drill.said.seal_broken", drill=drill))
    answer = {
        "drill": drill, "commitment": commitment, "scenario": content.plan.scenario,
        "seed": content.plan.seed, "generator": content.plan.generator,
        "seq": head.seq, "hash": head.hash,
    }  # fmt: skip
    typer.echo(json.dumps(answer))


def compare(
    one: Annotated[Path, typer.Argument()], other: Annotated[Path, typer.Argument()]
) -> None:
    """Show two results side by side. Status 0: the drills are equal fact for fact; 1: they differ."""
    try:
        results = [read_result(one), read_result(other)]
    except OSError as error:
        refuse(say("cli.unreadable", file=str(error.filename), why=why(error)))
    except NoResult as error:
        refuse(say("cli.drill.said.no_result", file=str(error)))
    Console(width=None if sys.stdout.isatty() else 120).print(timing_table(*results))
    if results[0]["projection_sha256"] == results[1]["projection_sha256"]:
        typer.echo(say("cli.drill.said.same"))
        return
    typer.echo(say("cli.drill.said.differ"))
    raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Add this group to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("run")(run)
    group.command("verify")(verify_drill)
    group.command("compare")(compare)
    app.add_typer(group, name="drill")


@contextmanager
def shelf_of(site: Site) -> Iterator[SiteShelf | None]:
    """Yield the scenarios of the library and the site's own; None if the settings name no existing database. Playing
    a drill must not create one.
    """
    settings = Settings()
    if settings.database_url is None and not (settings.data_dir / "journal.db").exists():
        yield None
        return
    with databases(settings, reading=True) as stores:
        journal = Journal(stores.journal, site.id, Clock().now)
        state, read = State(), 0
        while facts := journal.read(read, CHUNK):
            for fact in facts:
                if fact.kind in KINDS:
                    FACTS[fact.kind].apply(state, fact)
            read = facts[-1].seq
        texts = ScenarioTexts(stores.journal, site.id)
        yield SiteShelf(site, lambda: state.own_scenarios, texts)
