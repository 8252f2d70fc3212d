"""`command-center begin`: sets up an empty plant in a folder, to be described in the browser."""

import os
import secrets
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from command_center.cli.speaking import end, lang, say
from command_center.cli.users import opened, signature
from command_center.domain.actor import Role
from command_center.settings import Settings
from command_center.site_file.beginning import AlreadyThere, begin_empty
from command_center.web.sign_in.passwords import Passwords

FIRST_ACCOUNT = "admin"


def begin(
    folder: Annotated[Path, typer.Argument()],
    port: Annotated[int | None, typer.Option()] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve")] = True,
) -> None:
    """Write an empty plant with a first administrator into FOLDER, and serve it for the browser. Existing files stay;
    called again, it serves the plant already there.
    """
    os.environ["CC_LANG"] = lang()
    if "CC_DATA_DIR" not in os.environ:
        os.environ["CC_DATA_DIR"] = str(folder / "data")
    if port is not None:
        os.environ["CC_PORT"] = str(port)
    try:
        file = begin_empty(folder, lang())
        typer.echo(say("cli.begin.written", file=str(file)))
    except AlreadyThere:
        file = folder / "site.yaml"
    except OSError as error:
        end(say("cli.os_error", why=f"{error.filename}: {error.strerror}"))
    os.environ["CC_SITE"] = str(file)
    typer.echo(say("cli.begin.data", folder=str(Settings().data_dir.absolute())))
    named = shlex.quote(str(folder.absolute()))
    _first_account(named)
    typer.echo(say("cli.begin.more", site=named))
    typer.echo(say("cli.begin.open", port=str(Settings().port)))
    if serve:
        typer.echo(say("cli.begin.starting", folder=shlex.quote(str(folder))))
        sys.stdout.flush()
        # A new program image, so that gevent can patch before anything else is imported.
        os.execv(sys.executable, [sys.executable, "-m", "command_center"])


def _first_account(site: str) -> None:
    """An administrator with a password of chance, told once; none where there are accounts already."""
    with opened(beginning=True) as accounts:
        if accounts.users():
            return
        password = secrets.token_urlsafe(15)
        by = signature()
        stored = Passwords().hash(password)
        accounts.add_user(FIRST_ACCOUNT, stored, Role.ADMINISTRATOR, by.at, by=by)
    typer.echo(say("cli.begin.account", name=FIRST_ACCOUNT, password=password, site=site))


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("begin")(begin)
