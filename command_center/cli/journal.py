"""`replay`, `export` and `restore`: the journal examined, taken out and put back."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select

from command_center.clock import Clock
from command_center.databases import Databases, databases
from command_center.desk import Desk
from command_center.domain.fold import UnknownFact
from command_center.settings import Settings
from command_center.site_file import SiteFileError, load
from command_center.store.export import RestoreError, export, restore
from command_center.store.journal import Head, Journal
from command_center.store.schema import heads
from command_center.store.verify import BrokenChain, verify
from command_center.store.writer import read

SiteId = Annotated[str | None, typer.Option("--site-id", help="When the database has several.")]


def replay(
    verify_chain: Annotated[
        bool, typer.Option("--verify", help="Check every stored byte against the hash chain.")
    ] = False,
    kept: Annotated[
        str | None, typer.Option(help="A head noted earlier, SEQ:HASH: shows a cut-off end.")
    ] = None,
    site: Annotated[
        Path | None, typer.Option("--site", help="Fold the facts too, over this plant.")
    ] = None,
    site_id: SiteId = None,
) -> None:
    """Read the journal from its first fact; print the head to keep elsewhere.

    Exit status 1 names the first fact that is not as it was written.
    """
    with _opened() as stores:
        name = _site(stores, site_id)
        if verify_chain or kept:
            try:
                head = verify(stores.journal, name, _head(kept) if kept else None)
            except BrokenChain as broken:
                sys.stderr.write(f"BROKEN at fact {broken.seq}: {broken.why}\n")
                raise typer.Exit(1) from broken
        else:
            head = Journal(stores.journal, name, Clock().now).head()
        answer: dict[str, Any] = {"site": name, "seq": head.seq, "hash": head.hash}
        if site is not None:
            answer |= _folded(stores, site)
    typer.echo(json.dumps(answer))


def export_journal(
    file: Annotated[Path, typer.Argument(help="Where to write; - is standard output.")],
    site_id: SiteId = None,
) -> None:
    """Write every fact as JSON lines, the head last. Nothing half-written takes the file's name."""
    with _opened() as stores:
        journal = Journal(stores.journal, _site(stores, site_id), Clock().now)
        if str(file) == "-":
            for line in export(journal):
                sys.stdout.buffer.write(line)
            return
        part = file.with_name(file.name + ".part")
        try:
            with part.open("wb") as out:
                out.writelines(export(journal))
        except OSError as error:
            raise _failed(f"{file} cannot be written: {error}") from error
        part.replace(file)
        head = journal.head()
    typer.echo(json.dumps({"facts": head.seq, "hash": head.hash, "file": str(file)}))


def restore_journal(
    file: Annotated[Path, typer.Argument(help="An exported journal.", exists=True)],
) -> None:
    """Put an exported journal into an empty database, compared fact by fact; all or nothing."""
    with _opened() as stores, file.open("rb") as lines:
        try:
            head = restore(lines, stores.journal)
        except (RestoreError, BrokenChain) as error:
            raise _failed(f"{file}: {error}. Nothing was restored.") from error
    typer.echo(json.dumps({"facts": head.seq, "hash": head.hash}))


def add_to(app: typer.Typer) -> None:
    """Hang these commands under the command line."""
    app.command("replay")(replay)
    app.command("export")(export_journal)
    app.command("restore")(restore_journal)


def _folded(stores: Databases, path: Path) -> dict[str, Any]:
    try:
        site = load(path)
    except SiteFileError as error:
        raise _failed(str(error)) from error
    desk = Desk(site, Journal(stores.journal, site.id, Clock().now), Clock())
    begun = time.perf_counter()
    try:
        count = desk.catch_up()
    except UnknownFact as error:
        raise _failed(str(error)) from error
    seconds = time.perf_counter() - begun
    return {"folded": count, "facts_per_second": round(count / seconds) if seconds else None}


@contextmanager
def _opened() -> Iterator[Databases]:
    with databases(Settings()) as stores:
        yield stores


def _site(stores: Databases, given: str | None) -> str:
    if given is not None:
        return given
    names = read(stores.journal, lambda c: list(c.scalars(select(heads.c.site))))
    if not names:
        raise _failed("This database has no journal: nothing has happened in it yet.")
    if len(names) > 1:
        raise _failed(f"This database has the journals of: {', '.join(names)}. Say --site-id ID.")
    return str(names[0])


def _head(kept: str) -> Head:
    seq, _, digest = kept.partition(":")
    if not seq.isdecimal() or not digest:
        raise typer.BadParameter("--kept is SEQ:HASH, as `replay` printed it")
    return Head(int(seq), digest, 0)


def _failed(sentence: str) -> typer.Exit:
    sys.stderr.write(f"{sentence}\n")
    return typer.Exit(1)
