"""Delegation of authority for a limited time: one post lets another do what it may do itself.

Only the site's own authority can be delegated, never what was itself delegated. So no circle can
arise, and every delegation is one step from its source. It is in force from its fact until its end,
or until it is revoked.
"""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.directives.authority import post_and_holder
from command_center.domain.directives.holdings import Capability, covers, granting_posts, own_grants
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import AreaId, DelegationId, LevelId, PersonId, PostId
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.speaking import unheard, witness
from command_center.domain.state import State
from command_center.domain.state.directives.delegation import Delegation
from command_center.domain.text import Reason
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

LONGEST_HOURS = 744
"""31 days: the longest delegation. What is to last belongs into the site's own authority (ours)."""
SPOKEN_HOURS = 24
"""The longest delegation that somebody else enters for who delegates: until they reach a screen (ours)."""
HOUR_MS = 3_600_000
ENDS_SOON_MS = 2 * HOUR_MS
"""How long before its end a delegation is shown as ending (ours)."""

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class DelegateAuthority(Command):
    """Delegate the authority of one post to another, over areas, for a number of hours.

    `person` is who delegates, by default the actor. They must hold `from_post` or a post above it.
    """

    capability: Capability
    areas: list[AreaId] = Field(min_length=1, max_length=50)
    from_post: PostId
    to_post: PostId
    hours: int = Field(ge=1, le=LONGEST_HOURS)
    from_level: LevelId | None = None
    person: PersonId | None = None
    reason: Reason


class RevokeDelegation(Command):
    """Revoke a delegation before its end, with the reason."""

    delegation: DelegationId
    reason: Reason


class EndDelegation(Command):
    """End a delegation whose time is over."""

    delegation: DelegationId


class AuthorityDelegated(TypedDict):
    """Whoever holds `to_post` may do what `from_post` may until `until` (UTC epoch ms).
    `by_receiver` is True where the person who profits has entered it, as heard by telephone or
    radio."""

    id: str
    capability: str
    areas: list[str]
    from_level: str | None
    from_post: str
    to_post: str
    person: str
    until: int
    reason: str | Words
    by_receiver: bool


class DelegationRevoked(TypedDict):
    """A delegation was revoked before its end."""

    delegation: str
    to_post: str
    person: str
    reason: str | Words


class DelegationEnded(TypedDict):
    """The time of a delegation is over."""

    delegation: str
    to_post: str


@decides("authority.delegate", DelegateAuthority, HANDS)
def delegate(state: State, command: DelegateAuthority, ctx: Context) -> Decision:
    """Delegates authority to a post for a limited time. The holder of the authority or somebody
    above them delegates it: never more than the post itself has by the site, and never what was
    delegated to it. A delegation that is entered for another person lasts a day at most."""
    site = ctx.site
    by = _speaker(command, ctx)
    if isinstance(by, Refusal):
        return by
    if refusal := _unknown(command, site):
        return refusal
    if refusal := _may_not(state, site, command.from_post, by):
        return refusal
    longest = LONGEST_HOURS if by == ctx.actor.person else SPOKEN_HOURS
    if command.hours > longest:
        return Refusal("delegation_long", {"hours": longest})
    if refusal := _more_than_held(state, site, command, ctx.now) or _needless(
        state, site, command, ctx.now
    ):
        return refusal
    receivers = state.roster.posts_of(ctx.actor.person)
    data = AuthorityDelegated(
        id=state.name("DLG", len(state.delegations) + 1),
        capability=command.capability,
        areas=list(dict.fromkeys(command.areas)),
        from_level=command.from_level,
        from_post=command.from_post,
        to_post=command.to_post,
        person=by,
        until=ctx.now + command.hours * HOUR_MS,
        reason=command.model_dump()["reason"],
        by_receiver=by != ctx.actor.person and command.to_post in receivers,
    )
    return [Draft("authority.delegated", data)]


@decides("authority.revoke", RevokeDelegation, HANDS)
def revoke(state: State, command: RevokeDelegation, ctx: Context) -> Decision:
    """Revokes a delegation. Whoever delegated it, whoever holds that post now, or somebody above it
    may do so. Directives that were given under it stay in force."""
    found = _open(state, command.delegation, ctx.now)
    if isinstance(found, Refusal):
        return found
    if refusal := unheard(command, ctx):
        return refusal
    by = witness(command, ctx)
    if by is None or (by != found.by and _may_not(state, ctx.site, found.from_post, by)):
        return _not_theirs(state, ctx.site, found.from_post)
    data = DelegationRevoked(
        delegation=found.id,
        to_post=found.to_post,
        person=by,
        reason=command.model_dump()["reason"],
    )
    return [Draft("authority.revoked", data, caused_by=found.seq)]


@decides("authority.end_delegation", EndDelegation, [Role.DUTY])
def end(state: State, command: EndDelegation, ctx: Context) -> Decision:
    """Records that the time of a delegation is over. The rules stop counting it at its end, even
    without this fact."""
    found = state.delegations.get(command.delegation)
    if found is None or not found.in_force() or ctx.now < found.until:
        return []
    data = DelegationEnded(delegation=found.id, to_post=found.to_post)
    return [Draft("authority.delegation_ended", data, caused_by=found.seq)]


def delegations_over(state: State, now: int) -> list[str]:
    """Returns the ids of delegations whose time is over at `now` (UTC epoch ms) and that no fact
    has ended yet."""
    return [one.id for one in state.delegations.values() if one.in_force() and now >= one.until]


def delegation_turns(found: Delegation) -> list[Turn]:
    """Returns the turns of a delegation: `in_force`, `ending` two hours before its end, and `over`.
    A revoked one is over at once."""
    if not found.in_force():
        return [(ALWAYS, "gone", "over")]
    soon = max(found.at, found.until - ENDS_SOON_MS)
    return turns_of(
        [(ALWAYS, "good", "in_force"), (soon, "warn", "ending"), (found.until, "gone", "over")]
    )


def superiors(site: Site, post: str) -> list[str]:
    """Returns the posts above a post, the nearest first; empty for a post that the plant no longer
    has. A circle in the site's data ends where it closes."""
    found: list[str] = []
    above = site.post_by_id[post].superior if post in site.post_by_id else None
    while above is not None and above not in found and above != post:
        found.append(above)
        above = site.post_by_id[above].superior
    return found


def may_delegate(state: State, site: Site, from_post: str, person: str | None) -> bool:
    """Returns whether the person holds the post now, or one above it."""
    held = state.roster.posts_of(person)
    return any(post in held for post in (from_post, *superiors(site, from_post)))


def _speaker(command: DelegateAuthority, ctx: Context) -> str | Refusal:
    """Returns the person who delegates: the actor, or whoever is heard by telephone or radio; a
    refusal if that is unclear."""
    if refusal := unheard(command, ctx):
        return refusal
    by = witness(command, ctx)
    if by is None:
        return Refusal("delegation_nobody")
    if command.person not in (None, by):
        known = ctx.site.person_by_id.get(command.person or "")
        return Refusal(
            "not_your_word", {"name": known.name if known else command.person}, status=403
        )
    return by


def _unknown(command: DelegateAuthority, site: Site) -> Refusal | None:
    for post in (command.from_post, command.to_post):
        if post not in site.post_by_id:
            return Refusal("unknown_post", {"post": post})
    for area in command.areas:
        if area not in site.area_by_id:
            return Refusal("unknown_place", {"place": area})
    if command.from_level is not None and command.from_level not in {one.id for one in site.levels}:
        return Refusal("unknown_level", {"level": command.from_level})
    if command.from_post == command.to_post:
        return Refusal("delegation_to_itself", {"post": site.post_by_id[command.to_post].name})
    return None


def _may_not(state: State, site: Site, from_post: str, person: str) -> Refusal | None:
    return (
        None
        if may_delegate(state, site, from_post, person)
        else _not_theirs(state, site, from_post)
    )


def _not_theirs(state: State, site: Site, from_post: str) -> Refusal:
    """Returns the refusal that names who may delegate: the post's holder, then those above."""
    posts = [one for one in (from_post, *superiors(site, from_post)) if one in site.post_by_id]
    who = [post_and_holder(state, site, one) for one in posts] or [Phrase("phrase.nobody")]
    post = site.post_by_id[from_post].name if from_post in site.post_by_id else from_post
    return Refusal("delegation_not_yours", {"post": post, "who": who}, status=403)


def _more_than_held(
    state: State, site: Site, command: DelegateAuthority, now: int
) -> Refusal | None:
    """Refuses a delegation of more authority than the post itself has, in area or level."""
    post = site.post_by_id[command.from_post].name
    for area in command.areas:
        own = [
            g
            for g in own_grants(site.authority, command.capability, area)
            if g.post == command.from_post
        ]
        if any(covers(site, grant.from_level, command.from_level) for grant in own):
            continue
        params = {"post": post, "area": site.area_by_id[area].name}
        if own:
            return Refusal("delegation_level", params)
        lent = any(
            one.to_post == command.from_post and area in one.areas and one.in_force(now)
            and one.capability == command.capability
            for one in state.delegations.values()
        )  # fmt: skip
        return Refusal("delegation_onward" if lent else "delegation_beyond", params)
    return None


def _needless(state: State, site: Site, command: DelegateAuthority, now: int) -> Refusal | None:
    """Refuses a delegation to a post that has all of the authority already, because it would stay
    in force unseen after another one is revoked."""
    level = command.from_level or site.levels[-1].id
    if all(
        command.to_post in granting_posts(state, site, command.capability, area, level, now)
        for area in command.areas
    ):
        return Refusal("delegation_needless", {"post": site.post_by_id[command.to_post].name})
    return None


def _open(state: State, delegation: str, now: int) -> Delegation | Refusal:
    found = state.delegations.get(delegation)
    if found is None:
        return Refusal("unknown_delegation", {"delegation": delegation})
    if not found.in_force(now):
        return Refusal("delegation_over", {"delegation": delegation})
    return found


@applies("authority.delegated", AuthorityDelegated, readers=EVERYBODY)
def delegated(state: State, fact: Fact) -> None:
    """Applies the fact: the holder of the receiving post has the authority from now until the end."""
    d = fact.data
    state.delegations[d["id"]] = Delegation(
        id=d["id"], capability=d["capability"], areas=list(d["areas"]), from_level=d["from_level"],
        from_post=d["from_post"], to_post=d["to_post"], by=d["person"], entered_by=fact.actor,
        by_receiver=d["by_receiver"], at=fact.at, until=d["until"], reason=d["reason"], seq=fact.seq,
    )  # fmt: skip


@applies("authority.revoked", DelegationRevoked, readers=EVERYBODY)
def revoked(state: State, fact: Fact) -> None:
    """Applies the fact: the delegation ends at once."""
    found = state.delegations[fact.data["delegation"]]
    found.ended_at = fact.at
    found.revoked_by = fact.data["person"]
    found.revoked_why = fact.data["reason"]


@applies("authority.delegation_ended", DelegationEnded, readers=EVERYBODY)
def ended(state: State, fact: Fact) -> None:
    """Applies the fact: the delegation ends because its time is over."""
    state.delegations[fact.data["delegation"]].ended_at = fact.at
