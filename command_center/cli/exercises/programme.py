"""`command-center programme`: shows the year's hidden drill windows and the legal countdown."""

import secrets
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from command_center.cli.speaking import end, lang, say, tell
from command_center.clock import Clock
from command_center.domain.quantities import LARGEST_SEED
from command_center.domain.scenarios.year.legal import Countdown, countdown
from command_center.words import spoken

DAY = ["%Y-%m-%d"]
SEED_BITS = 52


def programme(
    site: Annotated[Path, typer.Argument()],
    year: Annotated[int | None, typer.Option(min=2000, max=2099)] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=LARGEST_SEED)] = None,
    last: Annotated[datetime | None, typer.Option(formats=DAY)] = None,
    calendar: Annotated[Path | None, typer.Option()] = None,
    reveal: Annotated[bool, typer.Option("--reveal")] = False,
) -> None:
    """Draw a year of drills. What the windows hide is shown only with `--reveal`."""
    from command_center.site_file import SiteFileError, load
    from simulations.scenarios import library
    from simulations.surprise import exported
    from simulations.surprise import year as drawn_year

    now = Clock().now()
    today = datetime.fromtimestamp(now / 1000).astimezone().date()
    try:
        plant = load(site)
    except SiteFileError as error:
        end(error.sentence(lang()))
    number = year or today.year
    secret = secrets.randbits(SEED_BITS) if seed is None else seed
    day = last.date() if last is not None else None
    drawn = drawn_year(plant, library(), number, secret, last=day)
    tell(_duty(countdown(day, today)))
    for window in drawn.windows:
        typer.echo(say("cli.programme.window", opens=window.opens, closes=window.closes))
        if reveal:
            hidden = drawn.hidden_of(window.id)
            name = spoken(lang(), library()[hidden.scenario].name)
            typer.echo(
                say("cli.programme.hidden", day=hidden.day, time=hidden.time, name=name,
                    scenario=hidden.scenario, seed=str(hidden.seed))
            )  # fmt: skip
    if seed is None:
        tell(say("cli.programme.seed_drawn", seed=str(secret)), style="yellow")
    if calendar is not None:
        try:
            calendar.write_text(exported(drawn, lang(), now), encoding="utf-8", newline="")
        except OSError as error:
            end(say("cli.os_error", why=f"{error.filename}: {error.strerror}"))
        tell(say("cli.programme.written", file=str(calendar)))


def _duty(duty: Countdown) -> str:
    """How the legal duty stands, in one line."""
    if duty.due is None or duty.days_left is None:
        return say("cli.programme.never")
    key = "cli.programme.overdue" if duty.overdue else "cli.programme.due"
    return say(key, last=_iso(duty.last), due=_iso(duty.due), days=abs(duty.days_left))


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else "-"


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("programme")(programme)
