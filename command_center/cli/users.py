"""`command-center user`: people's accounts, kept at the machine itself."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from command_center.clock import Clock
from command_center.databases import databases
from command_center.domain.actor import COMMAND_LINE, HUMAN_ROLES, Role
from command_center.settings import Settings
from command_center.store.account_changes import Signature
from command_center.store.account_rows import User
from command_center.store.accounts import Accounts, NameTaken
from command_center.web.passwords import Passwords

Name = Annotated[str, typer.Argument(help="The user name to sign in with.")]
Person = Annotated[str | None, typer.Option(help="The roster person it speaks as.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make up a password and print it once.")]


def add_user(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    person: Person = None,
    generate: Generate = False,
) -> None:
    """Add an account. The password is asked for, twice; there is no default."""
    _for_people(role)
    password, stored = _password(generate)
    with opened() as accounts:
        try:
            by = signature()
            accounts.add_user(name, stored, role, by.at, person=person, by=by)
        except NameTaken as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(f"{name} may sign in as {role.value}.")
    _show(password, generate)


def set_password(name: Name, generate: Generate = False) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    with opened() as accounts:
        user = _known(accounts, name)
        password, stored = _password(generate)
        ended = accounts.set_password(user.id, stored, by=signature())
    typer.echo(f"{name} has a new password; {_sessions(ended)}.")
    _show(password, generate)


def set_role(
    name: Name, role: Annotated[Role, typer.Argument(help="What the person may do.")]
) -> None:
    """Give an account another role; whoever is signed in with it is signed out."""
    _for_people(role)
    with opened() as accounts:
        ended = accounts.set_role(_known(accounts, name).id, role, by=signature())
    typer.echo(f"{name} may sign in as {role.value}; {_sessions(ended)}.")


def disable(name: Name) -> None:
    """Close an account; whoever is signed in with it is signed out."""
    with opened() as accounts:
        ended = accounts.disable(_known(accounts, name).id, by=signature())
    typer.echo(f"{name} can no longer sign in; {_sessions(ended)}.")


def enable(name: Name) -> None:
    """Open a closed account again."""
    with opened() as accounts:
        accounts.disable(_known(accounts, name).id, False, by=signature())
    typer.echo(f"{name} can sign in again.")


def list_users() -> None:
    """Every account: name, role, person and whether it is closed, separated by tabs."""
    with opened() as accounts:
        for user in accounts.users():
            state = "closed" if user.disabled else "open"
            typer.echo(f"{user.username}\t{user.role.value}\t{user.person or '-'}\t{state}")


def add_to(app: typer.Typer) -> None:
    """Hang these commands under the command line."""
    group = typer.Typer(help="People's accounts.", no_args_is_help=True)
    group.command("add")(add_user)
    group.command("password")(set_password)
    group.command("role")(set_role)
    group.command("disable")(disable)
    group.command("enable")(enable)
    group.command("list")(list_users)
    app.add_typer(group, name="user")


@contextmanager
def opened() -> Iterator[Accounts]:
    """The accounts of the database that the settings name."""
    with databases(Settings()) as stores:
        yield Accounts(stores.journal)


def signature() -> Signature:
    """The change is the command line's, made now; the next server to run makes it a fact."""
    return Signature(COMMAND_LINE, Clock().now())


def _known(accounts: Accounts, name: str) -> User:
    user = accounts.find_user(name)
    if user is None:
        raise typer.BadParameter(f"there is no account {name!r}: `user list` names them")
    return user


def _for_people(role: Role) -> None:
    if role not in HUMAN_ROLES:
        raise typer.BadParameter(f"{role.value} is a machine's role: use `token`")


def _password(generate: bool) -> tuple[str, str]:
    """A password and its hash."""
    password = secrets.token_urlsafe(15) if generate else _asked()
    try:
        return password, Passwords().hash(password)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _asked() -> str:
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _show(password: str, generated: bool) -> None:
    if generated:
        typer.echo(f"Password (shown once): {password}")


def _sessions(ended: list[str]) -> str:
    return f"{len(ended)} session(s) ended" if ended else "nobody was signed in"
