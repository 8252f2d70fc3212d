"""`command-center token`: machines' and walls' tokens."""

from typing import Annotated

import typer

from command_center.cli.users import Person, opened, signature
from command_center.domain.actor import Role
from command_center.store.accounts import NameTaken

Name = Annotated[str, typer.Argument(help="What it is for; it stands in the journal.")]


def add_token(
    name: Name,
    role: Annotated[Role, typer.Option(help="What it may do.")],
    person: Person = None,
    wall: Annotated[bool, typer.Option("--wall", help="May only look: for a wall screen.")] = False,
) -> None:
    """Make a token and print its secret once. A wall opens `/#token=SECRET` and forgets it."""
    if role is Role.DUTY:
        raise typer.BadParameter("duty never leaves the process")
    with opened() as accounts:
        try:
            by = signature()
            secret = accounts.add_token(name, role, by.at, person=person, read_only=wall, by=by)
        except NameTaken as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(secret)


def withdraw(name: Name) -> None:
    """Withdraw a token for good, and end the sessions that were traded for it."""
    with opened() as accounts:
        token = next((one for one in accounts.tokens() if one.name == name), None)
        if token is None:
            raise typer.BadParameter(f"there is no token {name!r}: `token list` names them")
        ended = accounts.revoke_token(token.id, by=signature())
    typer.echo(f"{name} opens nothing any more; {len(ended)} session(s) ended.")


def list_tokens() -> None:
    """Every token: name, role, person, what it may do and whether it stands, separated by tabs."""
    with opened() as accounts:
        for token in accounts.tokens():
            may = "look" if token.read_only else "act"
            state = "withdrawn" if token.revoked else "open"
            typer.echo(f"{token.name}\t{token.role.value}\t{token.person or '-'}\t{may}\t{state}")


def add_to(app: typer.Typer) -> None:
    """Hang these commands under the command line."""
    group = typer.Typer(help="Machines' and walls' tokens.", no_args_is_help=True)
    group.command("add")(add_token)
    group.command("withdraw")(withdraw)
    group.command("list")(list_tokens)
    app.add_typer(group, name="token")
