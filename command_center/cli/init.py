"""`command-center init`: writes a small site file to begin with, and says what to do next."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from command_center.cli.speaking import end, lang, say
from command_center.domain.actor import Role
from command_center.domain.site.model import Site
from command_center.site_file import load
from command_center.site_file.beginning import begin


def init(folder: Annotated[Path, typer.Argument()]) -> None:
    """Write a commented site file into FOLDER. An existing file is never touched."""
    try:
        file = begin(folder, lang())
    except OSError as error:
        end(say("cli.os_error", why=f"{error.filename}: {error.strerror}"))
    typer.echo(say("cli.init.written", file=str(file)))
    for command, why in _next(folder, load(file)):
        typer.echo(f"  command-center {command}\n      {why}")


def _next(folder: Path, site: Site) -> list[tuple[str, str]]:
    """The commands that lead from the site file to a running center, each with its reason."""
    place = shlex.quote(str(folder))
    leading = {post.id for post in site.posts if post.commands}
    holder = next(entry.person for entry in site.roster if entry.post in leading)
    source = site.sources[0]
    return [
        (f"check {place}", say("cli.init.check")),
        (
            f"user add NAME --role {Role.COMMANDER.value} --person {holder} --site {place}",
            say("cli.init.user", person=site.person_by_id[holder].name),
        ),
        (
            f"token add {source.id} --role {Role.GATEWAY.value} --source {source.id} --site {place}",
            say("cli.init.token", source=source.name),
        ),
        (f"serve --site {place}", say("cli.init.serve")),
    ]


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("init")(init)
