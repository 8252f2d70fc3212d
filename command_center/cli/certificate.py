"""`command-center certificate`: makes the certificates with which a plant serves its board over HTTPS."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from command_center.cli.plant_certificate import make, read_name
from command_center.cli.speaking import say
from command_center.clock import Clock
from command_center.settings import Settings


def certificate(
    folder: Annotated[Path, typer.Argument()],
    name: Annotated[list[str] | None, typer.Option("--name")] = None,
) -> None:
    """Create the plant's certificate authority, if there is none, and a server certificate signed by it."""
    asked = [read_name(one) for one in name or Settings().hosts]
    names = list(dict.fromkeys(asked))
    now = datetime.fromtimestamp(Clock().now() // 1000, UTC)
    made = make(folder, names, now)
    until = made.until.date().isoformat()
    if made.new:
        typer.echo(say("cli.certificate.authority", file=str(made.authority)))
        typer.echo(say("cli.certificate.authority_key", file=str(made.authority_key)))
    told = ", ".join(map(str, names))
    typer.echo(say("cli.certificate.made", file=str(made.certificate), names=told, until=until))
    typer.echo(say("cli.certificate.next"))
    typer.echo(f"  CC_TLS_CERT={made.certificate.resolve()}")
    typer.echo(f"  CC_TLS_KEY={made.key.resolve()}")


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("certificate")(certificate)
