"""`command-center break-glass`: sealed accounts for emergencies."""

import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import Engine

from command_center.cli.speaking import lang, refuse, say
from command_center.cli.users import Person, check_person, sessions, signature, stores_opened
from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.store.accounts.account_names import BadName
from command_center.store.accounts.account_rows import User
from command_center.store.accounts.accounts import Accounts, NameTaken
from command_center.store.accounts.break_glass import BreakGlass
from command_center.web.sign_in.passwords import Passwords

Name = Annotated[str, typer.Argument()]
SECRET_BYTES = 32
"""Of randomness in the secret: nobody guesses it, so it needs no second factor."""


def seal(
    name: Name,
    role: Annotated[Role, typer.Option()] = Role.COMMANDER,
    hours: Annotated[float, typer.Option(min=0.5, max=24)] = 4,
    person: Person = None,
) -> None:
    """Create a sealed account, or seal a used one anew, and print its new secret once. The old secret stops working."""
    if role not in HUMAN_ROLES:
        refuse(say("cli.user.said.machine_role", role=say(f"role.{role.value}")))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    stored = Passwords().hash(secret)
    with stores_opened() as engine:
        check_person(engine, person)
        user, ended = _sealed(engine, name, role, stored, person)
        BreakGlass(engine).seal(user.id, hours, signature())
    told = {"name": name, "role": say(f"role.{role.value}"), "hours": hours}
    typer.echo(say("cli.break_glass.said.sealed", **told, sessions=sessions(ended)))
    typer.echo(say("cli.break_glass.said.once", secret=secret))


def _sealed(
    engine: Engine, name: str, role: Role, stored: str, person: str | None
) -> tuple[User, list[str]]:
    """The account with its new secret, role and person, and the sessions that this has ended."""
    accounts, by = Accounts(engine), signature()
    user = accounts.find_user(name)
    if user is None:
        try:
            return accounts.add_user(name, stored, role, by.at, person=person, by=by), []
        except (BadName, NameTaken) as error:
            refuse(error.sentence(lang()))
    if BreakGlass(engine).of(user.id) is None:
        refuse(say("cli.break_glass.said.ordinary", name=name))
    ended = accounts.set_password(user.id, stored, by=by)
    if role != user.role:
        ended += accounts.set_role(user.id, role, by=by)
    if person is not None and person != user.person:
        ended += accounts.set_person(user.id, person, by=by)
    if user.disabled:
        ended += accounts.disable(user.id, False, by=by)
    return user, ended


def list_seals() -> None:
    """List every sealed account: name, role, hours, and whether it is sealed, open or used, separated by tabs."""
    now = Clock().now()
    with stores_opened() as engine:
        seals = BreakGlass(engine)
        for user in Accounts(engine).users():
            if (found := seals.of(user.id)) is None:
                continue
            state = "sealed" if found.opened_at is None else "used" if found.ended(now) else "open"
            since = datetime.fromtimestamp((found.opened_at or found.sealed_at) / 1000, UTC)
            state = "closed" if user.disabled else state
            columns = (user.username, user.role.value, f"{found.hours:g}", state)
            typer.echo("\t".join((*columns, since.isoformat(timespec="seconds"))))


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("seal")(seal)
    group.command("list")(list_seals)
    app.add_typer(group, name="break-glass")
