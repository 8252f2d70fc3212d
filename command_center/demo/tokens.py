"""The tokens of the simulated plant and its people: one each, new at every start."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from command_center.domain.actor import ActorKind, Role
from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site
from command_center.store.accounts.accounts import Accounts

PREFIX = "virtual-"


def provide_tokens(engine: Engine, site: Site, now: int) -> dict[str, Any]:
    """Return the secrets of new tokens; those of an earlier start are withdrawn.

    `readings` and `positions` are a gateway's; `carrier` reports the delivery of notices. `commander` acts as a
    person who may command in the shift at `now`, `commanders` as each person who may in any shift; `people` has one
    responder token for each person of the site. `direction` reads what the directors of a drill see.
    """
    accounts = Accounts(engine)
    for token in accounts.tokens():
        if token.name.startswith(PREFIX) and not token.revoked:
            accounts.revoke_token(token.id)
    run = f"{PREFIX}{now}"

    def give(
        name: str,
        role: Role,
        kind: ActorKind,
        person: str | None = None,
        *,
        read_only: bool = False,
    ) -> str:
        return accounts.add_token(
            f"{run}-{name}", role, now, actor_kind=kind, person=person, read_only=read_only
        )

    people = {
        person.id: give(person.id, Role.RESPONDER, ActorKind.VIRTUAL, person.id)
        for person in site.people
    }
    local = datetime.fromtimestamp(now / 1000, site.zone).time()
    shift = next(shift.id for shift in site.shifts if shift.covers(local))
    commander = next(
        person
        for post, person in manning(site, shift)["holders"].items()
        if person is not None and site.post_by_id[post].commands
    )
    commanders = {
        holder: give(f"commander-{holder}", Role.COMMANDER, ActorKind.VIRTUAL, holder)
        for holder in sorted(_commanders(site))
    }
    return {
        "readings": give("readings", Role.GATEWAY, ActorKind.GATEWAY),
        "positions": give("positions", Role.GATEWAY, ActorKind.GATEWAY),
        "commander": give("commander", Role.COMMANDER, ActorKind.VIRTUAL, commander),
        "carrier": give("carrier", Role.CARRIER, ActorKind.VIRTUAL),
        "commanders": commanders,
        "direction": give("direction", Role.CONTROLLER, ActorKind.VIRTUAL, read_only=True),
        "people": people,
    }


def _commanders(site: Site) -> set[str]:
    """Everybody who holds a commanding post in some shift."""
    return {
        holder
        for shift in site.shifts
        for post, holder in manning(site, shift.id)["holders"].items()
        if holder is not None and site.post_by_id[post].commands
    }
