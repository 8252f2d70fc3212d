"""`command-center token`: the tokens of machines and wall screens."""

from typing import Annotated

import typer

from command_center.cli.speaking import lang, refuse, say, tell
from command_center.cli.users import (
    Person,
    check_person,
    opened,
    plant_at_hand,
    sessions,
    signature,
    stores_opened,
)
from command_center.domain.accounts.token_shape import token_fault, token_warnings
from command_center.domain.actor import MACHINE_ROLES, ActorKind, Role
from command_center.domain.state.notices.notice import CHANNELS
from command_center.live.audience import TOPICS
from command_center.store.accounts.account_names import BadName
from command_center.store.accounts.accounts import Accounts, NameTaken
from command_center.words import spoken

DAY_MS = 86_400_000
Name = Annotated[str, typer.Argument()]


def add_token(
    name: Name,
    role: Annotated[Role, typer.Option()],
    person: Person = None,
    wall: Annotated[bool, typer.Option("--wall")] = False,
    days: Annotated[int | None, typer.Option("--days", min=1, max=400)] = None,
    topic: Annotated[list[str] | None, typer.Option("--topic")] = None,
    channel: Annotated[str | None, typer.Option("--channel")] = None,
    source: Annotated[list[str] | None, typer.Option("--source")] = None,
    every_source: Annotated[bool, typer.Option("--every-source")] = False,
) -> None:
    """Make a token and print its secret once. A wall screen opens `/#token=SECRET` and forgets it. A carrier's token
    is valid for one channel, a gateway's for the named sources, or for
    every source where that is said.
    """
    fault = token_fault(
        role, topics=topic or (), known_topics=TOPICS, channel=channel, sources=source or (),
        every_source=every_source,
    )  # fmt: skip
    if fault is not None:
        wrong = ", ".join(sorted(set(topic or ()) - TOPICS))
        known = {"topics": ", ".join(sorted(TOPICS)), "channels": ", ".join(CHANNELS)}
        refuse(say(f"cli.token.said.{fault}", wrong=wrong, **known))
    with stores_opened() as engine:
        check_person(engine, person)
        plant = plant_at_hand(engine) if source else None
        accounts = Accounts(engine)
        try:
            by = signature()
            kind = ActorKind.GATEWAY if role in MACHINE_ROLES else ActorKind.HUMAN
            secret = accounts.add_token(
                name, role, by.at, person=person, read_only=wall, topics=topic or None, by=by,
                actor_kind=kind, channel=channel, sources=source or None,
                expires_at=None if days is None else by.at + days * DAY_MS,
            )  # fmt: skip
        except (BadName, NameTaken) as error:
            refuse(error.sentence(lang()))
    if every_source:
        typer.echo(say("cli.token.said.every_source"), err=True)
    for warning in [] if plant is None else token_warnings(source or (), plant.source_ids):
        tell(spoken(lang(), warning), style="yellow")
    typer.echo(secret)


def withdraw(name: Name) -> None:
    """Withdraw a token for good, and end the sessions opened with it."""
    with opened() as accounts:
        token = next((one for one in accounts.tokens() if one.name == name), None)
        if token is None:
            refuse(say("cli.token.said.unknown", name=name))
        ended = accounts.revoke_token(token.id, by=signature())
    typer.echo(say("cli.token.said.withdrawn", name=name, sessions=sessions(ended)))


def list_tokens() -> None:
    """List every token: name, role, person, permissions and whether it is valid, separated by tabs."""
    with opened(reading=True) as accounts:
        for token in accounts.tokens():
            may = "look" if token.read_only else "act"  # codes: a script reads the list
            if token.topics is not None:
                may += f" {','.join(sorted(token.topics))}"
            if token.channel is not None:
                may += f" {token.channel}"
            if token.sources is not None:
                may += f" {','.join(sorted(token.sources))}"
            state = "withdrawn" if token.revoked else "open"
            typer.echo(f"{token.name}\t{token.role.value}\t{token.person or '-'}\t{may}\t{state}")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(no_args_is_help=True)
    group.command("add")(add_token)
    group.command("withdraw")(withdraw)
    group.command("list")(list_tokens)
    app.add_typer(group, name="token")
