"""`command-center person`: erases a person's data, and lists who was shown their numbers; run on the server itself."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from command_center.cli.speaking import end, lang, refuse, say
from command_center.clock import Clock
from command_center.domain.actor import COMMAND_LINE
from command_center.domain.site.model import Site
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.people.personal_reads import PersonalReads

Person = Annotated[str, typer.Argument()]
SiteFile = Annotated[Path | None, typer.Option("--site")]


def erase(person: Person, site: SiteFile = None) -> None:
    """Delete a person's addresses, positions and the texts of messages to them. The journal records the erasure."""
    from command_center.boot.people.addresses import without_addresses
    from command_center.boot.people.erasing import Erasing, NobodyKnown
    from command_center.desk import Desk
    from command_center.store.journal import Journal

    settings, clock = Settings(), Clock()
    plant = site_of(settings, site)
    with databases(settings) as stores:
        known = without_addresses(stores.journal, plant, clock.now())
        desk = Desk(known, Journal(stores.journal, plant.id, clock.now), clock)
        desk.catch_up()
        try:
            deleted = Erasing(desk, stores, plant.id, clock.now).erase(person, COMMAND_LINE)
        except NobodyKnown:
            refuse(say("cli.person.said.unknown", person=person))
    typer.echo(json.dumps({"person": person, **deleted.told()}))
    told = plant.person_by_id.get(person)
    if told is not None and told.contacts:
        typer.echo(say("cli.person.said.in_file", person=person), err=True)


def reads(person: Person, site: SiteFile = None) -> None:
    """List who was shown a person's numbers, one a line, the newest first."""
    settings = Settings()
    plant = site_of(settings, site)
    with databases(settings, reading=True) as stores:
        for one in PersonalReads(stores.journal, plant.id).of(person):
            at = datetime.fromtimestamp(one.at / 1000, UTC).isoformat(timespec="seconds")
            typer.echo("\t".join((at, one.reader, one.role, one.what, one.why)))


def site_of(settings: Settings, given: Path | None) -> Site:
    """Return the plant of a file, or else of the settings; end the program if there is none."""
    from command_center.site_file import SiteFileError, load

    path = given or settings.site
    if path is None:
        refuse(say("cli.person.said.no_site"))
    try:
        return load(path)
    except SiteFileError as error:
        end(error.sentence(lang()))


def add_to(app: typer.Typer) -> None:
    """Add this group to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("erase")(erase)
    group.command("reads")(reads)
    app.add_typer(group, name="person")
