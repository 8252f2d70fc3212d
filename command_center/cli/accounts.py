"""`command-center user` and `token`: the first account, and machines' and walls' tokens."""

import secrets
from typing import Annotated

import typer

from command_center.clock import Clock
from command_center.databases import databases
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.settings import Settings
from command_center.store.accounts import Accounts, NameTaken
from command_center.web.passwords import Passwords

Person = Annotated[str | None, typer.Option(help="The roster person it speaks as.")]


def add_user(
    name: Annotated[str, typer.Argument(help="The user name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    person: Person = None,
    generate: Annotated[
        bool, typer.Option("--generate", help="Make up a password and print it once.")
    ] = False,
) -> None:
    """Add an account. The password is asked for, twice; there is no default."""
    if role not in HUMAN_ROLES:
        raise typer.BadParameter(f"{role.value} is a machine's role: use `token`")
    password = secrets.token_urlsafe(15) if generate else _asked()
    passwords = Passwords()
    try:
        stored = passwords.hash(password)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with databases(Settings()) as stores:
        try:
            Accounts(stores.journal).add_user(name, stored, role, Clock().now(), person=person)
        except NameTaken as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(f"{name} may sign in as {role.value}.")
    if generate:
        typer.echo(f"Password (shown once): {password}")


def add_token(
    name: Annotated[str, typer.Argument(help="What it is for; it stands in the journal.")],
    role: Annotated[Role, typer.Option(help="What it may do.")],
    person: Person = None,
    wall: Annotated[bool, typer.Option("--wall", help="May only look: for a wall screen.")] = False,
) -> None:
    """Make a token and print its secret once. A wall opens `/#token=SECRET` and forgets it."""
    if role is Role.DUTY:
        raise typer.BadParameter("duty never leaves the process")
    with databases(Settings()) as stores:
        try:
            secret = Accounts(stores.journal).add_token(
                name, role, Clock().now(), person=person, read_only=wall
            )
        except NameTaken as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(secret)


def add_to(app: typer.Typer) -> None:
    """Hang these commands under the command line."""
    app.command("user")(add_user)
    app.command("token")(add_token)


def _asked() -> str:
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked
