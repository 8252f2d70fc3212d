"""Where a person stands in the response, as the roster and the map both show it."""

from typing import Literal

from command_center.domain.state import State
from command_center.domain.state.headcount import Account

Presence = Literal["missing", "not_accounted", "responding", "on_site", "on_call", "away"]

WORST_FIRST: tuple[Account, ...] = ("missing", "not_accounted", "assigned", "checked_in")
"""What the headcount of one open incident still wants of somebody, another's check-in does not undo."""

ON_DUTY = frozenset({"en_route", "staged", "on_scene"})
"""A responder's word that they are at work in the response; `released` ends it."""


def accounts_of(state: State, person: str) -> dict[str, Account]:
    """Where the person stands in the headcount of each open incident that counts them."""
    return {
        incident.id: incident.evacuation.accounts[person]
        for incident in state.open_incidents.values()
        if incident.evacuation and person in incident.evacuation.accounts
    }


def worst_account(accounts: dict[str, Account]) -> Account | None:
    """The worst of them; None where no headcount counts the person."""
    return min(accounts.values(), key=WORST_FIRST.index, default=None)


def is_responding(state: State, person: str) -> bool:
    """Assigned in a headcount, at work by their own or the radio's word, or on site with an open directive."""
    responder = state.responders.get(person)
    return (
        "assigned" in accounts_of(state, person).values()
        or (responder is not None and responder.status in ON_DUTY)
        or (person in state.roster.on_site and bool(state.in_hand.of_person(person)))
    )


def presence_of(state: State, person: str) -> Presence:
    """What an incident wants of them first, then what they do, then where the roster has them.

    `on_call` is somebody who holds a post and is off site, `away` anybody else who is.
    """
    account = worst_account(accounts_of(state, person))
    if account == "missing" or account == "not_accounted":
        return account
    if is_responding(state, person):
        return "responding"
    if person in state.roster.on_site:
        return "on_site"
    return "on_call" if state.roster.posts_of(person) else "away"
