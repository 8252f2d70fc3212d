"""The command line: every way to run, fill and examine a command center."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from command_center.data_files import data_folder
from command_center.settings import Settings, unknown_settings, wrong_settings

app = typer.Typer(
    name="command-center",
    help="The real-time emergency command board of an industrial plant.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(stderr=True, highlight=False)

SiteOption = Annotated[Path, typer.Option("--site", help="The plant: a folder or a YAML file.")]


def fail(sentence: str) -> typer.Exit:
    """Say what is wrong, in red, and end with status 1."""
    console.print(sentence, style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)


@app.callback()
def misspelt_settings() -> None:
    """Warn of CC_* variables that set nothing."""
    for name in unknown_settings():
        console.print(f"{name} is no setting of the command center; it is ignored.", style="yellow")


@app.command()
def serve(
    site: SiteOption,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Serve the board of a plant (one `web` process, set up by CC_*)."""
    os.environ["CC_SITE"] = str(site)
    if host is not None:
        os.environ["CC_HOST"] = host
    if port is not None:
        os.environ["CC_PORT"] = str(port)
    # A new program image, so that gevent can patch before anything else is imported.
    os.execv(sys.executable, [sys.executable, "-m", "command_center"])


@app.command()
def demo(
    leak: Annotated[bool, typer.Option("--leak", help="Start the night leak at once.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin a new night.")] = False,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8050,
    seed: Annotated[int, typer.Option(help="One seed, one night.")] = 7,
    site: Annotated[Path | None, typer.Option(help="Another simulated plant's folder.")] = None,
    data_dir: Annotated[Path, typer.Option(help="Where its data lies.")] = Path("var/demo"),
) -> None:
    """Run the simulated demo plant on this machine only."""
    from command_center.demo.supervisor import run_demo
    from command_center.ports import why_taken
    from command_center.site_file import SiteFileError
    from command_center.store.lock import DatabaseInUse

    taken = why_taken("127.0.0.1", port)
    if taken:
        raise fail(taken)
    settings = Settings(port=port, data_dir=data_dir, demo=True, log_level="warning")
    try:
        status = run_demo(
            settings,
            site or data_folder("sites") / "demo",
            seed=seed,
            leak=leak,
            fresh=fresh,
            say=lambda line: console.print(line, markup=False),
        )
    except (SiteFileError, DatabaseInUse) as error:
        raise fail(str(error)) from error
    raise typer.Exit(status)


@app.command()
def check(
    site: Annotated[Path, typer.Argument(help="A site folder or YAML file.")],
    lang: Annotated[
        str | None, typer.Option(help="zh-CN or en; else that of the terminal (LANG).")
    ] = None,
) -> None:
    """Check a plant's description; every mistake is named with file, line and key."""
    from command_center.site_file import check as problems_of

    problems = problems_of(site)
    for problem in problems:
        # One mistake a line however narrow the terminal: editors and grep read `file:line:`.
        console.print(problem.line(_language(lang)), style="red", markup=False, soft_wrap=True)
    if problems:
        raise fail(f"{len(problems)} problem(s).")
    console.print(f"{site} describes a plant without mistakes.", markup=False, soft_wrap=True)


@app.command()
def migrate() -> None:
    """Bring the database (CC_DATABASE_URL, else the embedded one) to today's schema."""
    from command_center.databases import databases

    with databases(Settings(), migrating=True):
        console.print("The database has today's schema.")


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("command-center"))


def _language(given: str | None) -> str:
    """The language asked for, else the terminal's: Chinese where LANG says so, English otherwise."""
    spoken = given or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "zh-CN" if spoken.lower().startswith("zh") else "en"


def main() -> None:
    """The console script's entry point. What is wrong is said in one line, with status 1."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError

    from command_center.cli import feed, journal, tokens, users
    from command_center.databases import NotMigrated, first_line
    from command_center.store.lock import DatabaseInUse

    for part in (users, tokens, feed, journal):
        part.add_to(app)
    try:
        app()
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        _end("\n".join(wrong_settings(error)))
    except OperationalError as error:
        _end(f"The database cannot be used: {first_line(error)}")
    except (DatabaseInUse, NotMigrated) as error:
        _end(str(error))


def _end(sentence: str) -> NoReturn:
    raise SystemExit(fail(sentence).exit_code)


if __name__ == "__main__":
    main()
