"""`command-center site`: exports today's plant as a site file, and imports a site file as changes of the plant."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command_center.cli.speaking import end, lang, refuse, say
from command_center.clock import Clock
from command_center.domain.actor import COMMAND_LINE, DUTY_ACTOR
from command_center.domain.site.model import Site
from command_center.settings import Settings
from command_center.store.database.databases import databases

if TYPE_CHECKING:
    from command_center.desk import Desk
    from command_center.domain.site.changing.change import Change

FILE = "site.yaml"
SiteFile = Annotated[Path | None, typer.Option("--site")]


def export(
    folder: Annotated[Path, typer.Argument()],
    site: SiteFile = None,
    contacts: Annotated[bool, typer.Option("--contacts/--no-contacts")] = True,
) -> None:
    """Write today's plant as `site.yaml` into an empty folder. Loading it gives an equal plant."""
    from command_center.boot.plant.plant_read import plant_read
    from command_center.site_file.writing import no_addresses, written
    from command_center.store.people.address_book import AddressBook

    settings = Settings()
    file = _site(settings, site)
    target = folder / FILE
    if target.exists():
        refuse(say("cli.site.said.there", file=str(target)))
    with databases(settings, reading=True) as stores:
        plant = plant_read(stores.journal, file).site
        address = AddressBook(stores.journal, file.id).address
        text = written(plant, address if contacts else no_addresses)
    folder.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)  # it holds people's numbers
    target.write_text(text, encoding="utf-8")
    typer.echo(str(target))


def import_(
    file: Annotated[Path, typer.Argument()],
    site: SiteFile = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Show what a site file would change in today's plant; with --yes change it."""
    from command_center.boot.people.addresses import without_addresses
    from command_center.boot.plant.plant_begun import desk_from_start
    from command_center.boot.plant.plant_read import plant_read
    from command_center.desk import Desk, Refused
    from command_center.domain.site.changing.change import difference
    from command_center.store.journal import Journal
    from command_center.store.reference import Descriptions

    settings, clock = Settings(), Clock()
    plant, wanted = _site(settings, site), _site(settings, file)
    if plant.id != wanted.id:
        refuse(say("cli.site.said.other", id=wanted.id, site=plant.id))
    if not yes:
        with databases(settings, reading=True) as stores:
            now = plant_read(stores.journal, plant).state.site
        found = difference(now, wanted)
        _show(found)
        typer.echo(
            say("cli.site.said.to_apply" if found else "cli.site.said.equal", n=len(found)),
            err=True,
        )
        return
    with databases(settings) as stores:
        begun = without_addresses(stores.journal, plant, clock.now())
        plants = Descriptions(stores.journal, begun, clock.now())
        journal = Journal(stores.journal, plant.id, clock.now)

        def desk_of(one: Site, version: int | None) -> Desk:
            return Desk(
                one, journal, clock, site_version=version, described=plants.of,
                keep=lambda kept: plants.keep(kept, clock.now()),
            )  # fmt: skip

        desk = desk_from_start(stores.journal, plants, begun, desk_of)
        named = without_addresses(stores.journal, wanted, clock.now())
        found = difference(desk.state.site, named)
        _show(found)
        if found:
            changes = [one.model_dump(mode="json") for one in found]
            answer = desk.submit("site.change", {"changes": changes}, COMMAND_LINE)
            if isinstance(answer, Refused):
                refusal = answer.refusal
                end(say(f"refusal.{refusal.code}", **refusal.params))
        _contacts(desk, named)
    typer.echo(
        say("cli.site.said.applied" if found else "cli.site.said.equal", n=len(found)), err=True
    )


def _contacts(desk: "Desk", wanted: Site) -> None:
    """The contacts of people who had none: those of others are edited on the page of people."""
    from command_center.domain.notifications.contacts_now import contacts_of, revision_of

    for person in wanted.people:
        known = desk.state.site.person_by_id[person.id]
        if contacts_of(desk.state, known) or person.id in desk.state.erased:
            continue
        for contact in person.contacts:
            data = {
                "person": person.id, "change": "added", "channel": contact.channel,
                "version": contact.version, "expected": revision_of(desk.state, person.id),
            }  # fmt: skip
            desk.submit("contact.change", data, DUTY_ACTOR)


def _show(changes: "list[Change]") -> None:
    """One line a row: whether it is new, another or gone."""
    for one in changes:
        sign = "-" if one.row is None else "+" if one.was is None else "~"
        typer.echo(f"{sign} {one.noun} {one.key}")


def _site(settings: Settings, given: Path | None) -> Site:
    from command_center.site_file import SiteFileError, load

    path = given or settings.site
    if path is None:
        refuse(say("cli.person.said.no_site"))
    try:
        return load(path)
    except SiteFileError as error:
        end(error.sentence(lang()))


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("export")(export)
    group.command("import")(import_)
    app.add_typer(group, name="site")
