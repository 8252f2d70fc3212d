"""The `replay`, `export` and `restore` commands of the journal."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select

from command_center.cli.kept_heads import HeadsFile, checked, heads_of, told_of
from command_center.cli.speaking import end, lang, refuse, say, tell
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.fold import UnknownFact
from command_center.domain.refusal import Phrase
from command_center.settings import JOURNAL, Settings
from command_center.site_file import SiteFileError, load
from command_center.store.database.damage import refuse_altered, refuse_damaged
from command_center.store.database.databases import Databases, databases
from command_center.store.journal import Head, Journal
from command_center.store.journal.attachments import KINDS, Name, in_order
from command_center.store.journal.attachments import kept as row_of
from command_center.store.journal.export import export
from command_center.store.journal.restore import RestoreError, restore
from command_center.store.journal.verify import BrokenChain, verify
from command_center.store.people.address_book import AddressBook
from command_center.store.plant.plant_history import set_aside_in
from command_center.store.schema import facts, heads
from command_center.store.writer import read
from command_center.words.system import why

SiteId = Annotated[str | None, typer.Option("--site-id")]


def replay(
    verify_chain: Annotated[bool, typer.Option("--verify")] = False,
    kept: Annotated[str | None, typer.Option()] = None,
    heads_file: Annotated[list[Path] | None, typer.Option("--heads")] = None,
    site: Annotated[Path | None, typer.Option("--site")] = None,
    site_id: SiteId = None,
) -> None:
    """Replay the journal from its first fact and print its head hash, to be kept elsewhere.

    Exit status 1 names the first fact that differs from what was written.
    """
    settings = Settings()
    noted = _head(kept) if kept else None
    files = [checked(settings, file) for file in heads_file or ()]
    with databases(settings, reading=True) as stores:
        name = _site_proved(stores, site_id, files, noted)
        answer: dict[str, Any] = {}
        if verify_chain or noted or files:
            if not stores.shared:
                refuse_damaged(settings.data_dir / JOURNAL)  # accounts too, and what else is in it
            head = _proved(stores, name, noted, files)
            if files:
                answer["heads"] = told_of(files, name)
        else:
            head = Journal(stores.journal, name, Clock().now).head()
        answer = {"site": name, "seq": head.seq, "hash": head.hash} | answer
        if site is not None:
            answer |= _folded(stores, site)
    typer.echo(json.dumps(answer))


def _site_proved(
    stores: Databases, given: str | None, files: list[HeadsFile], noted: Head | None
) -> str:
    """The site whose journal is proved. Where nothing is left, kept heads say which it was: an empty
    database is then no journal in which nothing has happened."""
    if given is None and (files or noted) and not _sites(stores):
        names = {found.head.site for file in files for found in file.heads}
        if len(names) > 1:
            end(say("cli.journal.several", sites=sorted(names)))
        return next(iter(names), "")
    return site_of(stores, given)


def _proved(stores: Databases, site: str, noted: Head | None, files: list[HeadsFile]) -> Head:
    """Walk the chain, against kept heads too; ends the program where something differs."""
    named: set[Name] = set()
    others, places = heads_of(files, site)
    shortened: list[int] = []
    try:
        head = verify(stores.journal, site, noted, named, others=others, shortened=shortened)
    except BrokenChain as broken:
        if broken.kept in places:
            place = places[broken.kept]
            told = {"file": str(place.file), "line": str(place.line), "at": place.at}
            end(say("cli.replay.broken_kept", seq=broken.seq, why=broken.why, **told))
        end(say("cli.replay.broken", seq=broken.seq, why=broken.why))
    _beside(stores, site, named)
    for number, error in set_aside_in(stores.journal, site).items():
        tell(say("cli.replay.set_aside", seq=number, why=error), style="yellow")
    if shortened:
        tell(say("cli.replay.shortened", facts=shortened), style="yellow")
    return head


def export_journal(
    file: Annotated[Path, typer.Argument()],
    site_id: SiteId = None,
    sealed: Annotated[bool, typer.Option("--sealed")] = False,
) -> None:
    """Write every fact as JSON lines, then the files that facts refer to, then the head. An incomplete file never
    takes the final name. `sealed` includes the contents of coming drills.
    """
    with databases(Settings(), reading=True) as stores:
        journal = Journal(stores.journal, site_of(stores, site_id), Clock().now)
        if str(file) == "-":
            for line in export(journal, stores.feeds, sealed=sealed):
                sys.stdout.buffer.write(line)
            return
        left_out = len(AddressBook(stores.journal, journal.site).everything())
        part = file.with_name(file.name + ".part")
        last, withheld = b"", 0
        try:
            part.unlink(missing_ok=True)  # whatever its mode was
            with open(part, "xb", opener=_own) as out:
                for last in export(journal, stores.feeds, sealed=sealed):
                    withheld += last.startswith(b'{"withheld"')
                    out.write(last)
            part.replace(file)
        except OSError as error:
            end(say("cli.export.unwritable", file=str(file), why=why(error)))
    if withheld:
        tell(say("cli.export.withheld", n=withheld), style="yellow")
    if left_out:
        tell(say("cli.export.left_out", n=left_out), style="yellow")
    told = json.loads(last)  # the file's: the journal's own may have moved since
    head = {"facts": told["head"]["seq"], "hash": told["head"]["hash"]}
    typer.echo(json.dumps({**head, "sha256": told["sha256"], "file": str(file)}))


def restore_journal(
    file: Annotated[Path, typer.Argument()],
    kept: Annotated[str | None, typer.Option("--kept")] = None,
) -> None:
    """Load an exported journal into an empty database, comparing it item by item; all or nothing."""
    with databases(Settings()) as stores:
        try:
            with file.open("rb") as lines:
                head, came, missing, withheld = restore(lines, stores.journal, stores.feeds, kept)
        except OSError as error:
            end(say("cli.unreadable", file=str(file), why=why(error)))
        except (RestoreError, BrokenChain) as error:
            end(say("cli.restore.refused", file=str(file), why=error.phrase))
    _tell_missing(missing)
    if withheld:
        tell(say("cli.restore.withheld", n=len(withheld)), style="yellow")
    tell(say("cli.restore.left_out"), style="yellow")
    typer.echo(json.dumps({"facts": head.seq, "hash": head.hash, "beside": came}))


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("replay")(replay)
    app.command("export")(export_journal)
    app.command("restore")(restore_journal)


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _beside(stores: Databases, site: str, named: set[Name]) -> None:
    """Hold what facts name against what they name it by; ends the program where it differs."""
    missing = []
    for name in in_order(named):
        row = row_of(stores.journal, site, name)
        if row is None:
            missing.append(name)
        elif not KINDS[name[0]].holds(row):
            kind = Phrase(f"restore.kind.{name[0]}")
            end(say("cli.replay.altered", kind=kind, name=str(name[1])))
    _tell_missing(missing)


def _tell_missing(missing: list[Name]) -> None:
    for word, key in missing:
        kind = Phrase(f"restore.kind.{word}")
        tell(say("cli.journal.missing", kind=kind, name=str(key)), style="yellow")


def _folded(stores: Databases, path: Path) -> dict[str, Any]:
    try:
        site = load(path)
    except SiteFileError as error:
        end(error.sentence(lang()))
    desk = Desk(site, Journal(stores.journal, site.id, Clock().now), Clock())
    begun = time.perf_counter()
    try:
        count = desk.catch_up()
    except UnknownFact as error:
        end(say("store.unknown_fact", seq=error.seq, kind=error.kind))
    if desk.failed:
        refuse_altered(stores.journal)
    for number, (kind, told) in desk.failed.items():
        tell(say("cli.replay.unfoldable", seq=number, kind=kind, why=told), style="yellow")
    seconds = time.perf_counter() - begun
    return {"folded": count, "facts_per_second": round(count / seconds) if seconds else None}


def site_of(stores: Databases, given: str | None) -> str:
    """Return the database's only site, or the `given` one; end the program if there is none."""
    if given is not None:
        return given
    names = _sites(stores)
    if not names:
        end(say("cli.journal.none"))
    if len(names) > 1:
        end(say("cli.journal.several", sites=names))
    return names[0]


def _sites(stores: Databases) -> list[str]:
    """The sites that have a journal here; facts without a head are one, and broken."""
    some = select(facts.c.site).limit(1)
    found = read(stores.journal, lambda c: {*c.scalars(select(heads.c.site)), *c.scalars(some)})
    return sorted(found)


def _head(kept: str) -> Head:
    seq, _, digest = kept.partition(":")
    if not seq.isdecimal() or not digest:
        refuse(say("cli.replay.not_kept"))
    return Head(int(seq), digest, 0)
