"""The tokens of virtual people and of the plant that they live in: one each, new at every start.

A simulated plant has them as long as it is shown. Another plant has them while a drill is on, and there they act in
drills only (`domain/drills/twin.py`).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from command_center.domain.actor import ActorKind, Role
from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site
from command_center.store.accounts.account_rows import hashed
from command_center.store.accounts.session_cache import forget_standing
from command_center.store.accounts.sessions import end
from command_center.store.schema import sessions, tokens
from command_center.store.writer import write

PREFIX = "virtual-"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A token to be made."""

    name: str
    role: Role
    kind: ActorKind
    person: str | None = None
    read_only: bool = False


def provide_tokens(
    engine: Engine,
    site: Site,
    now: int,
    *,
    plant: ActorKind = ActorKind.GATEWAY,
    expires_at: int | None = None,
) -> dict[str, Any]:
    """Return the secrets of new tokens; those of an earlier start are withdrawn.

    `readings` and `positions` are a gateway's, of the kind `plant`; `carrier` reports the delivery of notices.
    `commander` acts as a person who may command in the shift at `now` (None: nobody may), `commanders` as each person
    who may in any shift; `people` has one responder token for each person of the site. `direction` reads what the
    directors of a drill see. All are refused from `expires_at` on (None: until they are withdrawn).
    """
    commanding = _commanders(site)
    people = {one.id: _responder(one.id) for one in site.people}
    commanders = {one: _commander(one, f"commander-{one}") for one in sorted(commanding)}
    others = {
        "readings": _Wanted("readings", Role.GATEWAY, plant),
        "positions": _Wanted("positions", Role.GATEWAY, plant),
        "carrier": _Wanted("carrier", Role.CARRIER, ActorKind.VIRTUAL),
        "direction": _Wanted("direction", Role.CONTROLLER, ActorKind.VIRTUAL, read_only=True),
    }
    in_command = _in_command(site, now)
    if in_command is not None:
        others["commander"] = _commander(in_command, "commander")
    wanted = [*people.values(), *commanders.values(), *others.values()]
    made = {one.name: secrets.token_urlsafe(32) for one in wanted}
    rows = [
        {
            "name": f"{PREFIX}{now}-{one.name}", "hash": hashed(made[one.name]),
            "role": one.role.value, "actor_kind": one.kind.value, "person": one.person,
            "read_only": one.read_only, "topics": None, "revoked": False, "created_at": now,
            "channel": None, "sources": None, "expires_at": expires_at,
        }
        for one in wanted
    ]  # fmt: skip

    def transaction(connection: Connection) -> None:
        _withdraw(connection)
        connection.execute(insert(tokens), rows)

    _change(engine, transaction)
    given: dict[str, Any] = {key: made[one.name] for key, one in others.items()}
    given["people"] = {person: made[one.name] for person, one in people.items()}
    given["commanders"] = {person: made[one.name] for person, one in commanders.items()}
    return given


def withdraw_tokens(engine: Engine) -> None:
    """Withdraw the tokens that stand; what they said stays under their names."""
    _change(engine, _withdraw)


def _change(engine: Engine, transaction: Any) -> None:
    try:
        write(engine, transaction)
    finally:
        forget_standing(engine)


def _withdraw(connection: Connection) -> None:
    """Those of the start before are withdrawn; those of the starts before it, which no session names, are deleted."""
    old = tokens.c.name.startswith(PREFIX, autoescape=True)
    used = select(sessions.c.token_id).where(sessions.c.token_id.is_not(None))
    connection.execute(delete(tokens).where(old, tokens.c.revoked, tokens.c.id.not_in(used)))
    standing = select(tokens.c.id).where(old, ~tokens.c.revoked)
    end(connection, sessions.c.token_id.in_(standing))
    connection.execute(update(tokens).where(old, ~tokens.c.revoked).values(revoked=True))


def _responder(person: str) -> _Wanted:
    return _Wanted(f"person-{person}", Role.RESPONDER, ActorKind.VIRTUAL, person)


def _commander(person: str, name: str) -> _Wanted:
    return _Wanted(name, Role.COMMANDER, ActorKind.VIRTUAL, person)


def _in_command(site: Site, now: int) -> str | None:
    local = datetime.fromtimestamp(now / 1000, site.zone).time()
    shift = next((one.id for one in site.shifts if one.covers(local)), None)
    holders = {} if shift is None else manning(site, shift)["holders"]
    return next(
        (
            who
            for post, who in holders.items()
            if who is not None and site.post_by_id[post].commands
        ),
        None,
    )


def _commanders(site: Site) -> set[str]:
    """Everybody who holds a commanding post in some shift."""
    return {
        holder
        for shift in site.shifts
        for post, holder in manning(site, shift.id)["holders"].items()
        if holder is not None and site.post_by_id[post].commands
    }
