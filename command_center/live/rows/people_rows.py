"""Rows of topic `people`: who holds what, stands where in the response, and can be reached how."""

from collections.abc import Mapping
from dataclasses import asdict

from command_center.domain.directives.given import ACK_WITHIN_S
from command_center.domain.notifications.stand_in import waits_ms
from command_center.domain.people.next_shift import next_holders
from command_center.domain.reading import Position
from command_center.domain.site.model import Contact, Person, Site, Urgency
from command_center.domain.state import State
from command_center.domain.state.account import commanders
from command_center.domain.state.headcount import Account
from command_center.live.rows.reach_rows import contact_proof, failed_now
from command_center.live.rows.row import Row


def person_row(state: State, site: Site, key: str, positions: Mapping[str, Position]) -> Row | None:
    """A person, their contacts (`contact:ID`, for few roles), their call for help (`sos:ID`), or the
    shift's count."""
    if key == "count":
        return _count(state, site)
    if key.startswith("sos:"):
        return _sos(state, site, key.removeprefix("sos:"))
    if key.startswith("contact:"):
        return _contacts(state, site, key.removeprefix("contact:"))
    person = site.person_by_id.get(key)
    if person is None:
        return None
    responder = state.responders.get(key)
    position = positions.get(key)
    directive = next(iter(state.in_hand.of_person(key)), None)
    accounts = _accounts(state, key)
    stood_down = state.stood_down.get(key)
    return {
        "person": key,
        "name": person.name.as_row(),
        "employer": person.employer,
        "posts": state.roster.posts_of(key),
        "team": next((team.id for team in site.teams if key in team.members), None),
        "home": person.home,
        "on_site": key in state.roster.on_site,
        "account": min(accounts.values(), key=WORST_FIRST.index, default=None),
        "accounts": accounts,
        "status": responder.status if responder else None,
        "status_at": responder.at if responder else None,
        "status_by": responder.confirmed if responder else None,
        "directive": directive.id if directive else None,
        "stood_down_at": stood_down.at if stood_down else None,
        "position": position
        and {
            "lat": position.lat,
            "lon": position.lon,
            "ts": position.ts,
            "source": position.source,
        },
    }


def _sos(state: State, site: Site, key: str) -> Row | None:
    """A call for help that stands: seen by everybody, whoever they are."""
    found = state.sos.get(key)
    person = site.person_by_id.get(key)
    if found is None or person is None:
        return None
    return {
        "sos": key,
        "of": person.name.as_row(),
        "at": found.at,
        "place": found.place,
        "note": found.note,
        "answered_at": found.answered_at,
        "answered_by": found.answered_by,
    }


WORST_FIRST: tuple[Account, ...] = ("missing", "not_accounted", "assigned", "checked_in")
"""What the headcount of one open incident still wants of somebody, another's tick does not undo."""


def _accounts(state: State, person: str) -> dict[str, Account]:
    """Where the person stands in the headcount of each open incident that counts them."""
    return {
        incident.id: incident.evacuation.accounts[person]
        for incident in state.open_incidents.values()
        if incident.evacuation and person in incident.evacuation.accounts
    }


def _contacts(state: State, site: Site, key: str) -> Row | None:
    person = site.person_by_id.get(key)
    if person is None or not person.contacts:
        return None
    posts = [entry.post for entry in site.roster if entry.person == key]
    return {
        "person": key,
        "key_post": any(site.post_by_id[post].key for post in posts),
        "holds_now": state.roster.posts_of(key),
        "contacts": [_contact(state, person, contact) for contact in person.contacts],
    }


def _contact(state: State, person: Person, contact: Contact) -> Row:
    return {
        "channel": contact.channel,
        "address": contact.address,
        "verified": contact.verified.isoformat() if contact.verified else None,
        "failed": contact.failed.as_row() if contact.failed else None,
        **contact_proof(state, person, contact),
    }


def _key_contacts(state: State, site: Site) -> list[Row]:
    """For each person with a key post when they were last proven to be reached, whether a channel is
    dead, and of the key posts they hold now how long an urgent order waits for somebody else: what
    every screen may count, without saying who or by which number."""
    key = {entry.person for entry in site.roster if site.post_by_id[entry.post].key}
    found = []
    for person in (p for p in site.people if p.id in key and p.contacts):
        days = sorted(
            c.verified.isoformat()
            for c in person.contacts
            if c.verified and not failed_now(state, person, c)
        )
        found.append(
            {
                "proven": days[-1] if days else None,
                "oldest": days[0] if days else None,
                "failed": any(failed_now(state, person, c) for c in person.contacts),
                "waits_ms": [
                    waits_ms(state.roster, Urgency.URGENT, ACK_WITHIN_S[Urgency.URGENT], post)
                    for post in map(site.post_by_id.__getitem__, state.roster.posts_of(person.id))
                    if post.key
                ],
            }
        )
    return sorted(found, key=lambda one: (one["oldest"] or "", one["failed"]))


def _count(state: State, site: Site) -> Row:
    return {
        "shift": state.roster.shift,
        "since": state.roster.since,
        "on_site": len(state.roster.on_site),
        "posts": state.roster.holders,
        "commanders": commanders(state.accounts),
        "key_contacts": _key_contacts(state, site),
        "next": {post: asdict(held) for post, held in next_holders(site, state.roster).items()},
        "in_at": _in_at(state, site),
    }


def _in_at(state: State, site: Site) -> dict[str, int]:
    """For each post that nobody on site holds now: when, by the roster, somebody on site will
    (UTC epoch ms)."""
    here = state.roster.on_site
    return {
        post: held.at
        for post, held in next_holders(site, state.roster, on_site=True).items()
        if state.roster.holders.get(post) not in here
    }
