"""`command-center gateway`: checks a gateway's file, browses a connection, probes, runs, and shows dead letters."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from command_center.cli.speaking import end, lang, refuse, say, tell
from command_center.gateway.file.model import Siren
from command_center.gateway.file.reading import (
    Gateway,
    GatewayFileError,
    check_gateway,
    entries,
    read_gateway,
)

if TYPE_CHECKING:
    from command_center.gateway.posting.dead_letters import DeadLetters

File = Annotated[Path, typer.Argument()]
BROWSED = ("connection", "name", "address", "value", "unit", "kind")
"""The columns of what is offered."""
MOST_WIDE = 100_000


def check(file: File) -> None:
    """Check a gateway file against its plant."""
    problems = check_gateway(file, here=True)
    for problem in problems:
        tell(problem.line(lang()), style="red")
    if problems:
        end(say("cli.check.problems", n=len(problems)))
    found = read_gateway(file)
    tell(
        say(
            "cli.gateway.said.good",
            file=str(file),
            tags=_count(found),
            connections=len(found.connections),
        )
    )


def run(file: File) -> None:
    """Read, buffer and post until a signal ends it. This process becomes `python -m command_center.gateway`."""
    from command_center.gateway.connections.making import require
    from command_center.settings import Settings

    if file.exists() and not (file.is_file() or file.is_dir()):
        end(say("cli.gateway.said.no_regular_file", file=str(file)))
    found = _read(file)
    require(found.connections)
    tell(say("cli.gateway.said.running", id=found.id, tags=_count(found), board=found.itself.board))
    offset_ms = Settings().clock_offset_ms
    # -P: what lies in the working directory is not imported.
    program = [sys.executable, "-P", "-m", "command_center.gateway", str(file), str(offset_ms)]
    sys.stdout.flush()
    os.execv(sys.executable, program)


def probe(
    file: File,
    connection: Annotated[str | None, typer.Option()] = None,
    seconds: Annotated[float, typer.Option(min=0.5, max=600)] = 5,
) -> None:
    """Read every tag once without storing or posting it; send each siren a test."""
    import asyncio

    from command_center.clock import Clock
    from command_center.gateway.connections.making import require
    from command_center.gateway.probing import probed
    from command_center.gateway.sirens.probing import probe_sirens

    found = _read(file)
    known = [one.id for one in found.connections]
    if connection is not None and connection not in known:
        refuse(say("cli.gateway.said.no_connection", id=connection, known=known))
    require(found.connections)
    rows, down = asyncio.run(probed(found, Clock(), connection, seconds))
    table = Table(
        *(
            say(f"cli.gateway.head.{n}")
            for n in ("tag", "raw", "value", "quality", "age", "offset", "range")
        )
    )
    for row in rows:
        heard = row.sample is not None
        table.add_row(
            row.tag,
            str(row.raw) if heard else say("cli.gateway.said.silent"),
            f"{row.sample.value:g} {row.unit}"
            if row.sample and row.sample.value is not None
            else "",
            row.sample.quality.value if row.sample else "",
            f"{row.age_ms / 1000:.1f} s" if row.age_ms is not None else "",
            f"{row.offset_ms / 1000:+.1f} s" if row.offset_ms is not None else "",
            f"{row.low:g} .. {row.high:g}",
        )
    if rows or not any(isinstance(one, Siren) for one in found.connections):
        _show(table)
    for name, why in down.items():
        tell(say("cli.gateway.said.unreachable", connection=name, why=why), style="red")
    for siren in asyncio.run(probe_sirens(found, Clock(), connection)):
        if siren.why:
            down[siren.siren] = siren.why
            tell(say("cli.gateway.said.siren_not", siren=siren.siren, why=siren.why), style="red")
        else:
            kind = "siren_tested" if siren.reached else "siren_untested"
            tell(say(f"cli.gateway.said.{kind}", siren=siren.siren))
    bad = sum(not row.is_good for row in rows)
    if bad:
        end(say("cli.gateway.said.mismatch", n=bad))
    if down:
        raise typer.Exit(1)


def browse(
    file: File,
    connection: Annotated[str | None, typer.Option()] = None,
    seconds: Annotated[float, typer.Option(min=0.5, max=600)] = 5,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Show what a connection offers: variables, topics or columns."""
    import asyncio

    from command_center.gateway.browsing import Unbrowsable, browsed
    from command_center.gateway.connections.making import require

    found = _read(file)
    known = [one.id for one in found.connections]
    if connection is not None and connection not in known:
        refuse(say("cli.gateway.said.no_connection", id=connection, known=known))
    chosen = tuple(one for one in found.connections if connection in (None, one.id))
    require(chosen)
    table = Table(*(say(f"cli.gateway.head.{n}") for n in BROWSED))
    failed = rows = 0
    for one in chosen:
        try:
            offered = asyncio.run(browsed(found, one, seconds))
        except Unbrowsable:
            tell(say("cli.gateway.said.unbrowsable", connection=one.id, type=one.type))
            failed += connection is not None
            continue
        except OSError as error:
            why = str(error) or type(error).__name__
            tell(say("cli.gateway.said.unreachable", connection=one.id, why=why), style="red")
            failed += 1
            continue
        rows += len(offered)
        for line in offered:
            if as_json:
                typer.echo(json.dumps(line.line(), ensure_ascii=False))
            else:
                value = "" if line.value is None else str(line.value)
                table.add_row(
                    line.connection, line.name, line.address, value, line.unit or "", line.kind
                )
    if rows and not as_json:
        _show(table)
    if failed:
        raise typer.Exit(1)


def dead_letters(
    file: File,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    send: Annotated[bool, typer.Option("--send")] = False,
) -> None:
    """Show the readings that the board refused, newest first, with the reason; or post them again."""
    from command_center.gateway.posting.dead_letters import DeadLetters

    found = _read(file)
    letters = DeadLetters(found.buffer.path)
    if send:
        _send(found, letters)
        return
    if clear:
        tell(say("cli.gateway.said.cleared", n=letters.clear()))
        return
    rows = list(letters.newest(limit))
    if not rows:
        tell(say("cli.gateway.said.no_letters"))
        return
    table = Table(*(say(f"cli.gateway.head.{name}") for name in ("at", "code", "why", "item")))
    for one in rows:
        at = datetime.fromtimestamp(one.at / 1000, UTC).isoformat(timespec="seconds")
        table.add_row(at, one.code, one.why, json.dumps(json.loads(one.item), ensure_ascii=False))
    _show(table)


def _send(found: Gateway, letters: "DeadLetters") -> None:
    """Post what was refused again. Status 1 where the board does not take all of it."""
    from command_center.clock import Clock
    from command_center.gateway.posting.post import BoardPost
    from command_center.gateway.posting.resending import resend

    itself = found.itself
    post = BoardPost(itself.board, itself.token.get_secret_value(), itself.authority)
    taken, refused, why = resend(found.id, letters, post, Clock())
    tell(say("cli.gateway.said.sent", n=taken))
    if why:
        tell(say("cli.gateway.said.not_sent", why=why), style="red")
    if refused:
        tell(say("cli.gateway.said.refused_again", n=refused), style="red")
    if why or refused:
        raise typer.Exit(1)


def _show(table: Table) -> None:
    """A table as wide as what stands in it: an address that is cut is none. The terminal wraps what is too long."""
    console = Console()
    room = console.options.update(max_width=MOST_WIDE)
    console.width = max(console.width, Measurement.get(console, room, table).maximum)
    console.print(table)


def _read(file: Path) -> Gateway:
    try:
        return read_gateway(file)
    except GatewayFileError as error:
        end(error.sentence(lang()))


def _count(found: Gateway) -> int:
    """Tags that the file names; a topic may bring more."""
    return sum(
        1 if tag is not None else len(getattr(said, "names", {}))
        for one in found.connections
        for _, tag, said in entries(one)
    )


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("check")(check)
    group.command("run")(run)
    group.command("browse")(browse)
    group.command("probe")(probe)
    group.command("dead-letters")(dead_letters)
    app.add_typer(group, name="gateway")
