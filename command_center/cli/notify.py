"""`command-center notify`: checks whether every channel can send, and whether a test message reaches a person."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from command_center.cli.speaking import end, lang, refuse, say
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain import areas as _areas  # noqa: F401 - fills the registry
from command_center.domain.notifications.wanted import contact_of
from command_center.domain.site.model import Person, Site
from command_center.domain.state.notices.notice import Channel
from command_center.notify.channels_file import ChannelsFile, read_channels
from command_center.notify.sending.probing import probed
from command_center.notify.testing import Tested, barred, channels_for, sent_test
from command_center.settings import Settings
from command_center.site_file import load
from command_center.site_file.problem import DescriptionError
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.people.address_book import AddressBook
from command_center.words import spoken

SiteOption = Annotated[Path | None, typer.Option("--site")]
CHANNELS: tuple[Channel, ...] = ("im", "sms", "voice", "email", "push")


def send_test(
    person: Annotated[str, typer.Argument()],
    channel: Annotated[str | None, typer.Option("--channel")] = None,
    site: SiteOption = None,
    exercise: Annotated[bool, typer.Option("--exercise")] = False,
) -> None:
    """Send a marked test message and print its outcome. Status 1: not every channel took it."""
    plant, file = _plant(site), _file(site)
    providers = file.providers()
    known = plant.person_by_id.get(person)
    if known is None:
        refuse(say("cli.notify.said.no_person", person=person, site=plant.id))
    if channel is not None and channel not in providers:
        refuse(say("cli.notify.said.no_channel", channel=channel, known=list(providers)))
    asked = channels_for(file.entries, _addresses(plant, known), channel)
    if not asked:
        end(say("cli.notify.said.no_address", person=spoken(lang(), known.name)))
    why_not = barred(
        plant, person, [address for _, address in asked], file.drill_people, exercise=exercise
    )
    if why_not is not None:
        refuse(say(f"cli.notify.said.{why_not}", person=person, site=plant.id))
    name, now = str(spoken(plant.language, plant.name)), Clock().now()
    found = [
        sent_test(entry, providers[entry.id], address, name, plant.language, now, exercise=exercise)
        for entry, address in asked
    ]
    _print(_tests(found))
    if not all(one.good for one in found):
        raise typer.Exit(1)


def probe(site: SiteOption = None) -> None:
    """Check whether every channel would send now, without sending anything. Status 1: one would not."""
    file = _file(site)
    table = _table("channel", "type", "kind", "state", "detail")
    bad = False
    for id, provider in file.providers().items():
        entry = next(one for one in file.entries if one.id == id)
        found = probed(provider)
        if found is None:
            state, detail = say("cli.notify.said.no_probe"), ""
        else:
            bad = bad or not found.ok
            state = say("cli.notify.said.ok" if found.ok else "cli.notify.said.not_ok")
            figures = [f"{name} {value}" for name, value in found.detail.items()]
            detail = " · ".join([*([found.why] if found.why else []), *figures])
        table.add_row(id, entry.type, say(f"channel.{entry.kind}"), state, detail)
    _print(table)
    if bad:
        raise typer.Exit(1)


def _plant(site: Path | None) -> Site:
    path = site or Settings().site
    if path is None:
        refuse(say("cli.notify.said.no_site"))
    try:
        return load(path)
    except DescriptionError as error:
        end(error.sentence(lang()))


def _file(site: Path | None) -> ChannelsFile:
    settings = Settings()
    if settings.channels is None:
        refuse(say("cli.notify.said.no_file"))
    people = [one.id for one in _plant(site).people] if site or settings.site else None
    try:
        return read_channels(settings.channels, people)
    except DescriptionError as error:
        end(error.sentence(lang()))


def _addresses(plant: Site, person: Person) -> Mapping[str, str | None]:
    """The person's address of each kind, as it is today: an edit in the browser wins over the site file."""
    with databases(Settings(), reading=True) as stores:
        desk = Desk(plant, Journal(stores.journal, plant.id, Clock().now), Clock())
        desk.catch_up()
        book = AddressBook(stores.journal, plant.id)
        found = {kind: contact_of(desk.state, person, kind) for kind in CHANNELS}
        return {
            kind: one.address or book.address(person.id, one.version)
            for kind, one in found.items()
            if one is not None
        }


def _tests(found: list[Tested]) -> Table:
    table = _table("channel", "kind", "address", "state", "detail")
    for one in found:
        took = say("cli.notify.said.took", ms=one.took_ms) if one.outcome != "no_address" else ""
        parts = [one.why, say("cli.notify.said.id", id=one.id) if one.id else "", took]
        detail = " · ".join(part for part in parts if part)
        state = say(f"notify.outcome.{one.outcome}")
        table.add_row(one.channel, say(f"channel.{one.kind}"), one.address or "–", state, detail)
    return table


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(say(f"cli.notify.head.{head}"), no_wrap=head != "detail")
    return table


def _print(table: Table) -> None:
    console = Console(highlight=False)
    wide = console if console.is_terminal else Console(width=160, highlight=False)
    wide.print(table, markup=False)


def add_to(app: typer.Typer) -> None:
    """Add this group to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("test")(send_test)
    group.command("probe")(probe)
    app.add_typer(group, name="notify")
