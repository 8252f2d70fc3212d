"""`command-center gateway`: check its file, look at what a connection offers, probe, run, read dead letters."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from command_center.cli.speaking import end, lang, say, tell
from command_center.gateway.file.reading import (
    Gateway,
    GatewayFileError,
    check_gateway,
    entries,
    read_gateway,
)

File = Annotated[Path, typer.Argument()]


def check(file: File) -> None:
    """Check a gateway's file against its plant."""
    problems = check_gateway(file)
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


def dead_letters(
    file: File,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    clear: Annotated[bool, typer.Option("--clear")] = False,
) -> None:
    """Show what the board refused, newest first, with the reason."""
    from command_center.gateway.dead_letters import DeadLetters

    letters = DeadLetters(_read(file).buffer.path)
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
    Console().print(table)


def _read(file: Path) -> Gateway:
    try:
        return read_gateway(file)
    except GatewayFileError as error:
        end(error.sentence(lang()))


def _count(found: Gateway) -> int:
    return sum(tag is not None for one in found.connections for _, tag, _ in entries(one))


def add_to(app: typer.Typer) -> None:
    """Hang these commands under the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("check")(check)
    group.command("dead-letters")(dead_letters)
    app.add_typer(group, name="gateway")
