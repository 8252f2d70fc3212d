"""The command line: the entry to every command that runs, fills or examines a command center."""

import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from command_center.cli.complaints import TranslatedGroup
from command_center.cli.help import known_language, with_words
from command_center.cli.speaking import end, lang, say, tell
from command_center.words import spoken

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from command_center.site_file import Problem

PARTS = {
    "init": "init",
    "begin": "begin",
    "certificate": "certificate",
    "feed": "feed",
    "replay": "journal",
    "export": "journal",
    "restore": "journal",
    "programme": "exercises.programme",
    "service": "service",
    "user": "users",
    "break-glass": "break_glass",
    "token": "tokens",
    "person": "person",
    "site": "site",
    "people": "people",
    "drill": "exercises.drill",
    "notify": "notify",
    "gateway": "gateway",
}
"""The module of each command that is not of this one, in the order they are listed in."""
DEMO_SITES = {"zh-CN": "demo", "en": "demo-en"}
"""The demo plant by the language that its people write: that of whoever starts it."""

app = typer.Typer(
    name="command-center",
    cls=TranslatedGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def whole_line(
    lang: Annotated[str | None, typer.Option("--lang", callback=known_language)] = None,
    plant: Annotated[str | None, typer.Option("--site")] = None,
) -> None:
    """Take `--lang` and `--site`, and warn of CC_* variables that set nothing."""
    if not any(name.startswith("CC_") for name in os.environ):
        return
    from command_center.settings import unknown_settings

    for name in unknown_settings():
        tell(say("cli.no_setting", name=name), style="yellow")


@app.command()
def serve(
    site: Annotated[Path | None, typer.Option()] = None,
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
) -> None:
    """Serve the board of a plant: one `web` process, set up by CC_*. The plant is that of `--site`, of CC_SITE, or
    the one in the current folder."""
    from command_center.settings import plant_folder

    if site is None and "CC_SITE" not in os.environ and (here := plant_folder(None)) is not None:
        os.environ["CC_SITE"] = str(here)
    os.environ["CC_LANG"] = lang()
    if host is not None:
        os.environ["CC_HOST"] = host
    if port is not None:
        os.environ["CC_PORT"] = str(port)
    # A new program image, so that gevent can patch before anything else is imported.
    os.execv(sys.executable, [sys.executable, "-m", "command_center"])


@app.command()
def sender(site: Annotated[str | None, typer.Option()] = None) -> None:
    """Send by the channels of CC_CHANNELS what the board has planned; a process of its own."""
    os.environ["CC_LANG"] = lang()
    asked = [] if site is None else [site]
    os.execv(sys.executable, [sys.executable, "-m", "command_center.boot.sender", *asked])


@app.command()
def demo(
    leak: Annotated[bool, typer.Option("--leak")] = False,
    fresh: Annotated[bool, typer.Option("--fresh")] = False,
    no_history: Annotated[bool, typer.Option("--no-history")] = False,
    gateway: Annotated[bool, typer.Option("--gateway")] = False,
    port: Annotated[int | None, typer.Option()] = None,
    seed: Annotated[int, typer.Option()] = 7,
    site: Annotated[Path | None, typer.Option()] = None,
    data_dir: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Run a simulated plant on this machine only, with databases of its own."""
    from command_center.boot.ports import why_taken
    from command_center.data_files import data_folder
    from command_center.demo.supervisor import run_demo
    from command_center.settings import Settings
    from command_center.site_file import SiteFileError

    os.environ["CC_LANG"] = lang()
    for name in list(os.environ):  # a simulated plant is no guest of a real one
        if name in ("CC_DATABASE_URL", "CC_REDIS_URL", "CC_CHANNELS") or name.startswith(
            ("CC_HEADS_", "CC_TLS_", "CC_OIDC_")
        ):
            del os.environ[name]
    if port is not None:
        os.environ["CC_PORT"] = str(port)
    if gateway:
        _require_devices()
    kept = data_dir or Path(os.environ.get("CC_DATA_DIR", "var")) / "demo"
    settings = Settings(demo=True, log_level="warning", data_dir=kept)
    if taken := why_taken("127.0.0.1", settings.port):
        end(spoken(lang(), taken))
    try:
        status = run_demo(
            settings,
            site or data_folder("sites") / DEMO_SITES[lang()],
            seed=seed,
            leak=leak,
            fresh=fresh,
            say=lambda key, **params: tell(say(key, **params)),
            live=None if no_history else _live_week,
            gateway=gateway,
            asked_for=site is not None,
        )
    except SiteFileError as error:
        end(error.sentence(lang()))
    raise typer.Exit(status)


def _require_devices() -> None:
    """End where the libraries of the gateway and of simulated devices are not installed."""
    from importlib.util import find_spec

    for package in ("asyncua", "amqtt", "paho", "pyModbusTCP", "pymodbus"):
        if find_spec(package) is None:
            end(say("demo.no_devices", package=package))


def _live_week(path: Path, zone: "ZoneInfo", folder: Path, now: int, seed: int) -> bool:
    """The lived week with its bar, imported only where a demonstration is new: it needs a second to import."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from command_center.cli.lived_week.week import generate_week

    with Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()) as progress:
        task = progress.add_task(say("demo.lived"), total=100)
        lived = generate_week(
            path, zone, folder, now, seed, lambda share: progress.update(task, completed=share)
        )
        if lived:
            progress.update(task, completed=100)
        return lived


@app.command()
def check(
    file: Annotated[Path, typer.Argument()],
    site: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Check a plant's description, a scenario or a channels file; every mistake is named with file, line
    and key. With a plant, the channels file of CC_CHANNELS is checked too."""
    from command_center import scenario_file, site_file
    from command_center.gateway.file.reading import check_gateway, is_gateway_file
    from command_center.notify.channels_file import is_channels_file
    from command_center.settings import Settings

    if is_channels_file(file):
        _check_channels(file, site)
        return
    if is_gateway_file(file):
        _end_if_wrong(check_gateway(file))
        tell(say("cli.check.good", site=str(file)))
        return
    of_scenario = scenario_file.is_scenario(file)
    problems = scenario_file.check(file) if of_scenario else site_file.check(file)
    _end_if_wrong(problems)
    if not of_scenario:
        tell(say("cli.check.good", site=str(file)))
        _warn_of_site(file)
        if (channels := Settings().channels) is not None:
            _check_channels(channels, file)
        return
    tell(say("cli.check.good_scenario", scenario=str(file)))
    if site is not None:
        _play_on(file, site)


def _end_if_wrong(problems: "Sequence[Problem]") -> None:
    """End with every problem on a line of its own, if there are any."""
    for problem in problems:
        tell(problem.line(lang()), style="red")
    if problems:
        end(say("cli.check.problems", n=len(problems)))


def _warn_of_site(file: Path) -> None:
    """What a sound description still lacks: alarms that nobody has thought through."""
    from command_center import site_file
    from command_center.domain.alarms.rationalised import unrationalised

    _warn_of_tokens(file)
    lacking = unrationalised(site_file.load(file))
    if lacking:
        named = ", ".join(lacking)
        tell(say("cli.check.unrationalised", n=len(lacking), alarms=named), style="yellow")


def _warn_of_tokens(site: Path) -> None:
    """Tokens of gateways that may send as any source, of the plant's database, if there is one that this version reads.
    A check changes nothing, so none is made or migrated."""
    from contextlib import suppress

    from sqlalchemy.exc import SQLAlchemyError

    from command_center.settings import JOURNAL, Settings
    from command_center.store.accounts.account_rows import speaks_for_all
    from command_center.store.accounts.accounts import Accounts
    from command_center.store.database.engine import open_engine
    from command_center.store.database.migrate import is_current

    settings = Settings(site=site)
    file = settings.data_dir / JOURNAL
    if not settings.database_url and not file.exists():
        return
    with suppress(SQLAlchemyError, OSError):
        engine = open_engine(settings.database_url or f"sqlite:///{file}")
        try:
            tokens = Accounts(engine).tokens() if is_current(engine) else []
        finally:
            engine.dispose()
        names = [one.name for one in tokens if speaks_for_all(one)]
        if names:
            tell(say("cli.check.unbound", tokens=", ".join(names)), style="yellow")


def _check_channels(file: Path, site: Path | None) -> None:
    """Check a channels file, its people against those of `site` if one is given."""
    from urllib.parse import urlsplit

    from command_center import site_file
    from command_center.notify.channels_file import check_channels, read_channels
    from command_center.settings import Settings

    try:
        people = None if site is None else {one.id for one in site_file.load(site).people}
    except site_file.SiteFileError as error:
        end(error.sentence(lang()))
    _end_if_wrong(check_channels(file, people))
    tell(say("cli.check.good_channels", channels=str(file)))
    host = urlsplit(read_channels(file, people).answers or "").hostname
    if host is not None and host not in Settings().hosts:
        tell(say("cli.check.answers_host", host=host), style="yellow")


def _play_on(scenario: Path, site: Path) -> None:
    """Say what a scenario becomes on a site, or end with what the site lacks for it."""
    from command_center import scenario_file, site_file
    from command_center.domain.scenarios.preview import preview

    try:
        seen = preview(scenario_file.load(scenario), site_file.load(site))
    except site_file.SiteFileError as error:
        end(error.sentence(lang()))
    for place in seen.places:
        tell(f"  {place.need}: {spoken(lang(), place.name)} ({place.id})")
    if seen.lacking:
        end("\n".join(str(spoken(lang(), lacking.why)) for lacking in seen.lacking))
    tell(say("cli.check.playable", site=str(site)))


@app.command()
def migrate(to: Annotated[str | None, typer.Option("--to")] = None) -> None:
    """Bring the database (CC_DATABASE_URL, else the embedded one) to today's schema, or back `to` an
    older one, for going back to an older release."""
    from command_center.settings import Settings
    from command_center.store.database.databases import databases
    from command_center.store.database.migrate import migrate as bring

    with databases(Settings(), migrating=True) as stores:
        if to is not None:
            bring(stores.journal, to)
            bring(stores.feeds, to)
            tell(say("cli.migrate.done_to", version=to))
        else:
            tell(say("cli.migrate.done"))


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("command-center"))


def line(*asked: str) -> TyperGroup:
    """Return the command group with the commands that are `asked` for and this module's own. Every other command is
    present by name only, for the list and for mistyped names: importing them all takes three seconds.
    """
    for name in asked:
        _add(PARTS[name])
    group = typer.main.get_group(app)
    own = {name: command for name, command in group.commands.items() if name not in PARTS}
    others = {name: group.commands.get(name) or TyperCommand(name) for name in PARTS}
    group.commands = own | others
    return group


@cache
def _add(part: str) -> None:
    import_module(f"command_center.cli.{part}").add_to(app)


def command_asked(words: Iterable[str]) -> str | None:
    """Return the command that a line asks for: its first word that is neither an option nor an option's value."""
    rest = iter(words)
    for word in rest:
        if word in ("--lang", "--site"):
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def plant_named(words: Sequence[str]) -> str | None:
    """Return the value of `--site` on a line where it is a plant; for `sender` it is the id of a site instead."""
    if command_asked(words) == "sender":
        return None
    for at, word in enumerate(words):
        name, given, value = word.partition("=")
        if name == "--site" and (given or at + 1 < len(words)):
            return value if given else words[at + 1]
    return None


def main() -> None:
    """The console script's entry point. An error is printed as one line, with status 1."""
    if (plant := plant_named(sys.argv[1:])) is not None:
        os.environ["CC_SITE"] = plant  # by it every command finds the plant's databases
    try:
        asked = command_asked(sys.argv[1:])
        with_words(line(asked) if asked in PARTS else line())()
    except Exception as error:
        if (told := _told(error)) is None:
            raise
        end(told)


def _told(error: Exception) -> str | None:
    """What a person is told of an error that is theirs or their machine's to mend; else None."""
    from pydantic import ValidationError
    from sqlalchemy.exc import DBAPIError

    from command_center.boot.settings_said import wrong_settings
    from command_center.domain.fold import UnknownFact
    from command_center.settings import Settings
    from command_center.store.database.damage import first_line
    from command_center.words.system import why
    from command_center.words.worded_error import Said

    match error:
        case ValidationError(title=Settings.__name__):
            return "\n".join(wrong_settings(lang(), error))
        case DBAPIError():
            return say("store.unusable", why=first_line(error))
        case UnknownFact():
            return say("store.unknown_fact", seq=error.seq, kind=error.kind)
        case Said():
            return error.sentence(lang())
        case OSError():
            return say("cli.os_error", why=why(error))
    return None


if __name__ == "__main__":
    main()
