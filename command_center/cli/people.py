"""`command-center people`: brings the plant's people into line with a directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from command_center.cli.person import SiteFile, site_of
from command_center.cli.speaking import lang, refuse, say
from command_center.clock import Clock
from command_center.domain.actor import COMMAND_LINE
from command_center.domain.people.directory_sync import Entry, Fault, Sync, synced
from command_center.domain.plant_data.said import whole
from command_center.domain.refusal import Phrase
from command_center.people_directory import csv_file, ldap_directory
from command_center.people_directory.mapping import entry_of, leaving
from command_center.people_directory.rules import SyncRules, WrongRules, read_rules
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.words import spoken

if TYPE_CHECKING:
    from command_center.desk import Desk

OWN_FAULTS = frozenset({"twice", "no_name", "no_such_area", "too_many_leavers"})
"""Faults that are the sync's own; others are those of a row of the plant."""
STILL_HELD = 3
"""Exit status when somebody who left is still needed: a timer tells a person."""


def sync(
    rules: Annotated[Path, typer.Option("--rules")],
    file: Annotated[Path | None, typer.Option("--file")] = None,
    site: SiteFile = None,
    apply: Annotated[bool, typer.Option("--apply")] = False,
    vacate: Annotated[bool, typer.Option("--vacate")] = False,
) -> None:
    """Compare the plant's people with a file or LDAP, and print who is new, changed or gone. Nothing is changed
    without `--apply`.
    """
    try:
        known = read_rules(rules)
        entries = list(_entries(known, file))
    except WrongRules as error:
        refuse(error.sentence(lang()))
    with _desk(site) as desk:
        found = synced(desk.site, entries, leaving(known), vacate=vacate)
        _show(found)
        if found.faults:
            refuse(say("people.sync.said.nothing", n=len(found.faults)))
        if apply and found.changes:
            _apply(desk, found)
    counts = {"new": len(found.new), "changed": len(found.changed), "left": len(found.left)}
    done = apply and bool(found.changes)
    key = "people.sync.said.applied" if done else "people.sync.said.compared"
    typer.echo(say(key, **counts, same=found.same, held=len(found.held)), err=True)
    if found.held:
        raise typer.Exit(STILL_HELD)


def _entries(rules: SyncRules, file: Path | None) -> Iterator[Entry]:
    if (rules.csv is None) != (file is None):
        refuse(say("people.sync.file_or_ldap"))
    found = csv_file.records(file, rules) if file is not None else ldap_directory.records(rules)
    for where, record in found:
        if (entry := entry_of(where, record, rules)) is not None:
            yield entry


@contextmanager
def _desk(given: Path | None) -> "Iterator[Desk]":
    """A desk on the database that the settings name, with the plant as it is now."""
    from command_center.boot.people.addresses import without_addresses
    from command_center.desk import Desk
    from command_center.store.journal import Journal
    from command_center.store.reference import Descriptions

    settings, clock = Settings(), Clock()
    plant = site_of(settings, given)
    with databases(settings) as stores:
        plant = without_addresses(stores.journal, plant, clock.now())
        plants = Descriptions(stores.journal, plant, clock.now())
        journal = Journal(stores.journal, plant.id, clock.now)
        desk = Desk(plant, journal, clock, site_version=plants.version, described=plants.of)
        desk.catch_up()
        yield desk


def _apply(desk: "Desk", found: Sync) -> None:
    from command_center.desk import Accepted

    changes: list[Any] = [change.model_dump() for change in found.changes]
    reason = say("people.sync.reason")
    answer = desk.submit("site.change", {"changes": changes, "reason": reason}, COMMAND_LINE)
    if not isinstance(answer, Accepted):
        code, params = answer.refusal.code, answer.refusal.params
        refuse(say(f"refusal.{code}", **params))


def _show(found: Sync) -> None:
    """A line each, separated by tabs; the first word is a code that a script reads."""
    rows = {one.key: one.row or {} for one in found.changes}
    for word, keys in (("new", found.new), ("changed", found.changed), ("left", found.left)):
        for key in keys:
            name = rows[key].get("name") or {}
            _line(word, key, name.get("zh" if lang() == "zh-CN" else "en", ""))
    for key in found.vacated:
        _line("vacated", key)
    for held in found.held:
        for mistake in held.holds:
            _line("held", held.person, spoken(lang(), whole(mistake)))
    for fault in found.faults:
        _line("fault", fault.where, fault.field, spoken(lang(), _said(fault)))


def _said(fault: Fault) -> Phrase:
    if fault.code in OWN_FAULTS:
        return Phrase(f"people.sync.fault.{fault.code}", dict(fault.details))
    return Phrase(f"site.{fault.code}", dict(fault.details))


def _line(*columns: str) -> None:
    typer.echo("\t".join(columns))


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.callback()(lambda: None)
    group.command("sync")(sync)
    app.add_typer(group, name="people")
