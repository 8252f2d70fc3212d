"""Readiness gaps of people: key people who may not be reachable, and key posts that nobody holds."""

from datetime import timedelta

from typing_extensions import TypedDict

from command_center.domain.directives.given import ACK_WITHIN_S
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.notifications.ladder import Step, ladder
from command_center.domain.people.contact_proof import KEY_POST_DAYS, proof_of
from command_center.domain.people.next_shift import next_holders
from command_center.domain.site.model import Person, Post, Site, Urgency
from command_center.domain.state import State
from command_center.domain.state.people.roster import Roster
from command_center.domain.verdicts.turns import ALWAYS, Turn, day_begins, turns_of

OTHERS: frozenset[Step] = frozenset({"deputy", "superior"})
"""The steps that tell somebody else."""


def waits_ms(roster: Roster, urgency: Urgency, ack_within_s: int, post: Post) -> int | None:
    """Returns the milliseconds from issuing a directive until its escalation pages somebody else
    who is on site now; None if it pages nobody (those off site are skipped, see `escalate.py`)."""
    for rung in ladder(urgency, ack_within_s, post):
        other = roster.holder_on_site(rung["post"] or "")
        if rung["step"] in OTHERS and other and other != roster.holders.get(post.id):
            return rung["after_ms"]
    return None


class KeyContact(TypedDict):
    """One holder of a key post, without name or number, because every role reads it.

    The `turns` say `proven` or `unproven`; `oldest` is the oldest verification still valid (a day
    of the plant). `waits_ms` has, for each key post the person holds now, how long an urgent
    directive waits until its escalation pages somebody else on site; None where it pages nobody.
    """

    turns: list[Turn]
    oldest: str | None
    waits_ms: list[int | None]


class ProvenChannels(TypedDict):
    """By how many verified channels a holder of a key post can be reached, without a name: `two` or
    more, `one`, or `none`. Two contacts with one address, and two addresses of one channel, fail
    together and count as one."""

    turns: list[Turn]


class VacantPost(TypedDict):
    """A key post that nobody holds. `in_at` is when somebody on site will by the roster (UTC epoch
    ms)."""

    post: str
    in_at: int | None


def key_contacts(state: State, site: Site) -> list[KeyContact]:
    """Returns everybody with a key post in any shift and with a contact, the longest unverified
    first."""
    people = [p for p in site.people if contacts_of(state, p) and p.id in site.key_people]
    return sorted(
        (_key_contact(state, site, person) for person in people),
        key=lambda one: (one["oldest"] or "", one["turns"][0][2]),
    )


FEWEST_CHANNELS = 2
"""Proven channels that a holder of a key post needs: one may fail at any moment (docs/domain.md, "People")."""


def proven_channels(state: State, site: Site) -> list[ProvenChannels]:
    """Returns everybody with a key post in any shift, including those without any contact, the
    fewest channels first."""
    people = [person for person in site.people if person.id in site.key_people]
    found = [ProvenChannels(turns=_channel_turns(state, site, person)) for person in people]
    return sorted(found, key=lambda one: (one["turns"][0][2] == "two", one["turns"]))


def _channel_turns(state: State, site: Site, person: Person) -> list[Turn]:
    proven = [
        (day_begins(proof.day + timedelta(days=KEY_POST_DAYS + 1), site.zone), contact)
        for contact in contacts_of(state, person)
        if (proof := proof_of(state, site, person, contact)).day and not proof.failed
    ]
    turns: list[Turn] = []
    for at in [ALWAYS, *sorted(over for over, _ in proven)]:
        left = [contact for over, contact in proven if over > at]
        n = min(len({one.channel for one in left}), len({one.version for one in left}))
        code = "two" if n >= FEWEST_CHANNELS else "one" if n else "none"
        turns.append((at, "plain" if code == "two" else "urgent", code))
    return turns_of(turns)


def vacant_post(state: State, site: Site, post: str) -> VacantPost | None:
    """Returns a post that nobody holds in the running shift; None if it is held, and before a first
    shift has begun."""
    if state.roster.holders.get(post, "unknown") is not None:
        return None
    comes = next_holders(site, state.roster, on_site=True).get(post)
    return VacantPost(post=post, in_at=comes.at if comes else None)


def _key_contact(state: State, site: Site, person: Person) -> KeyContact:
    proofs = [proof_of(state, site, person, contact) for contact in contacts_of(state, person)]
    days = sorted(proof.day for proof in proofs if proof.day and not proof.failed)
    if any(proof.failed for proof in proofs) or not days:
        turns: list[Turn] = [(ALWAYS, "warn", "unproven")]
    else:
        over = day_begins(days[-1] + timedelta(days=KEY_POST_DAYS + 1), site.zone)
        turns = turns_of([(ALWAYS, "plain", "proven"), (over, "warn", "unproven")])
    held = [
        site.post_by_id[post]
        for post in state.roster.posts_of(person.id)
        if post in site.post_by_id
    ]
    urgent = Urgency.URGENT
    return KeyContact(
        turns=turns,
        oldest=days[0].isoformat() if days else None,
        waits_ms=[waits_ms(state.roster, urgent, ACK_WITHIN_S[urgent], p) for p in held if p.key],
    )
