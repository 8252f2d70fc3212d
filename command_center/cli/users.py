"""`command-center user`: manages people's accounts on the server itself."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from command_center.cli.speaking import end, lang, refuse, say
from command_center.clock import Clock
from command_center.domain.actor import COMMAND_LINE, HUMAN_ROLES, Role
from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Site
from command_center.settings import Settings
from command_center.store.accounts.account_changes import AccountChanges, Signature
from command_center.store.accounts.account_names import BadName
from command_center.store.accounts.account_rows import User
from command_center.store.accounts.accounts import Accounts, NameTaken
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.identities import Identities
from command_center.store.accounts.password_resets import PasswordResets
from command_center.store.accounts.second_factors import SecondFactors, shown
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import NO_PASSWORD, Passwords, ShortPassword

Name = Annotated[str, typer.Argument()]
Person = Annotated[str | None, typer.Option()]
Generate = Annotated[bool, typer.Option("--generate")]


def add_user(
    name: Name,
    role: Annotated[Role, typer.Option()],
    person: Person = None,
    generate: Generate = False,
) -> None:
    """Add an account. The password is asked for twice; there is no default."""
    _for_people(role)
    password, stored = _password(generate)
    with stores_opened(beginning=True) as engine:
        check_person(engine, person)
        accounts = Accounts(engine)
        try:
            by = signature()
            accounts.add_user(name, stored, role, by.at, person=person, by=by)
        except (BadName, NameTaken) as error:
            refuse(error.sentence(lang()))
    typer.echo(say("cli.user.said.added", name=name, role=say(f"role.{role.value}")))
    _show(password, generate)


def set_password(name: Name, generate: Generate = False) -> None:
    """Set a new password for an account; sessions opened with the old one end."""
    with opened() as accounts:
        user = _known(accounts, name)
        password, stored = _password(generate)
        ended = accounts.set_password(user.id, stored, by=signature())
    typer.echo(say("cli.user.said.new_password", name=name, sessions=sessions(ended)))
    _show(password, generate)


def reset_password(name: Name) -> None:
    """Print a one-time code with which the person sets a new password. The old password stops working."""
    with stores_opened() as engine:
        user = _known(Accounts(engine), name)
        if BreakGlass(engine).of(user.id) is not None:
            refuse(say("cli.user.said.reset_sealed", name=name))
        issued = PasswordResets(engine).issue(user, NO_PASSWORD, signature())
    until = datetime.fromtimestamp(issued.expires_at / 1000).astimezone().strftime("%Y-%m-%d %H:%M")
    told = sessions(issued.ended)
    typer.echo(say("cli.user.said.reset", name=name, until=until, sessions=told))
    typer.echo(say("cli.user.said.reset_code", code=shown(issued.code)))


def set_role(name: Name, role: Annotated[Role, typer.Argument()]) -> None:
    """Change an account's role; its sessions end."""
    _for_people(role)
    with opened() as accounts:
        ended = accounts.set_role(_known(accounts, name).id, role, by=signature())
    told = say(
        "cli.user.said.new_role",
        name=name,
        role=say(f"role.{role.value}"),
        sessions=sessions(ended),
    )
    typer.echo(told)


def disable(name: Name) -> None:
    """Close an account; its sessions end."""
    with opened() as accounts:
        ended = accounts.disable(_known(accounts, name).id, by=signature())
    typer.echo(say("cli.user.said.disabled", name=name, sessions=sessions(ended)))


def enable(name: Name) -> None:
    """Open a closed account again."""
    with opened() as accounts:
        accounts.disable(_known(accounts, name).id, False, by=signature())
    typer.echo(say("cli.user.said.enabled", name=name))


def reset_factor(name: Name) -> None:
    """Remove an account's second factor and recovery codes; its sessions end."""
    with stores_opened() as engine:
        accounts, by = Accounts(engine), signature()
        user = _known(accounts, name)
        if not SecondFactors(engine).reset(user.id, by):
            refuse(say("cli.user.said.no_factor", name=name))
        ended = accounts.end_sessions(user.id)
    typer.echo(say("cli.user.said.factor_reset", name=name, sessions=sessions(ended)))


def link(name: Name, subject: Annotated[str, typer.Argument()]) -> None:
    """Let a person of the identity provider (CC_OIDC_ISSUER) sign in to an existing account."""
    issuer = Settings().oidc_issuer
    if issuer is None:
        refuse(say("cli.user.said.no_provider"))
    with stores_opened() as engine:
        user = _known(Accounts(engine), name)
        try:
            Identities(engine).link(issuer, subject, user.id, signature().at)
        except IntegrityError:
            refuse(say("cli.user.said.linked_already", subject=subject))
    typer.echo(say("cli.user.said.linked", name=name, subject=subject))


def unlink(name: Name) -> None:
    """Stop sign-in through the identity provider for this account; its sessions end."""
    with stores_opened() as engine:
        accounts = Accounts(engine)
        user = _known(accounts, name)
        Identities(engine).unlink(user.id)
        ended = accounts.end_sessions(user.id)
    typer.echo(say("cli.user.said.unlinked", name=name, sessions=sessions(ended)))


def list_users() -> None:
    """List every account: name, role, person and whether it is closed, separated by tabs."""
    with opened(reading=True) as accounts:
        for user in accounts.users():
            state = "closed" if user.disabled else "open"  # codes: a script reads the list
            typer.echo(f"{user.username}\t{user.role.value}\t{user.person or '-'}\t{state}")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("add")(add_user)
    group.command("password")(set_password)
    group.command("reset")(reset_password)
    group.command("role")(set_role)
    group.command("disable")(disable)
    group.command("enable")(enable)
    group.command("factor-reset")(reset_factor)
    group.command("link")(link)
    group.command("unlink")(unlink)
    group.command("list")(list_users)
    app.add_typer(group, name="user")


@contextmanager
def stores_opened(*, beginning: bool = False, reading: bool = False) -> Iterator[Engine]:
    """Open the accounts database that the settings name, also while a server uses it. `beginning` is set only for a
    plant's first account.
    """
    with databases(Settings(), beside=True, beginning=beginning) as stores:
        try:
            yield stores.journal
        finally:
            if not reading:
                AccountChanges(stores.journal).mark_outside_change()


@contextmanager
def opened(*, beginning: bool = False, reading: bool = False) -> Iterator[Accounts]:
    """The accounts of that database."""
    with stores_opened(beginning=beginning, reading=reading) as engine:
        yield Accounts(engine)


def check_person(engine: Engine, person: str | None) -> None:
    """End the program where an account or token is to stand for somebody whom the plant does not have: it could sign
    in and do nothing. Without a plant at hand (neither `--site`, CC_SITE nor the current folder) nothing is checked."""
    from command_center.domain.site.changing.mistakes import near_to

    plant = None if person is None else plant_at_hand(engine)
    if person is not None and plant is not None and person not in plant.person_by_id:
        near = near_to(person, list(plant.person_by_id))
        meant = say("cli.typer.near", near=near) if near else ""
        refuse(say("cli.user.said.no_person", person=person, meant=meant))


def plant_at_hand(engine: Engine) -> Site | None:
    """The plant of today; None without one at hand. Ends the program where its file cannot be read."""
    from command_center.boot.plant.plant_read import site_read
    from command_center.settings import plant_folder
    from command_center.site_file import SiteFileError, load

    place = Settings().site or plant_folder(None)
    if place is None:
        return None
    try:
        return site_read(engine, load(place))
    except SiteFileError as error:
        end(error.sentence(lang()))


def signature() -> Signature:
    """Return a signature for a change made now by the command line; the next server to run records it as a fact."""
    return Signature(COMMAND_LINE, Clock().now())


def _known(accounts: Accounts, name: str) -> User:
    user = accounts.find_user(name)
    if user is None:
        refuse(say("cli.user.said.unknown", name=name))
    return user


def _for_people(role: Role) -> None:
    if role not in HUMAN_ROLES:
        refuse(say("cli.user.said.machine_role", role=say(f"role.{role.value}")))


def _password(generate: bool) -> tuple[str, str]:
    """A new password and its hash. It is generated, or asked for at the terminal."""
    password = secrets.token_urlsafe(15) if generate else _asked()
    try:
        return password, Passwords().hash(password)
    except ShortPassword as error:
        refuse(error.sentence(lang()))


def _asked() -> str:
    asked: str = typer.prompt(say("cli.user.said.ask"), hide_input=True, confirmation_prompt=True)
    return asked


def _show(password: str, generated: bool) -> None:
    if generated:
        typer.echo(say("cli.user.said.once", password=password))


def sessions(ended: list[str]) -> Phrase:
    """Return a sentence that says how many sessions a change ended."""
    key = "cli.user.said.sessions" if ended else "cli.user.said.no_sessions"
    return Phrase(key, {"n": len(ended)})
