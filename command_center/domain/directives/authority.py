"""Authority: capability x scope x level, as data of the site. The Desk visibly refuses an attempt
beyond it.

Evacuating, isolating, closing the storm valve, and calling 119/120 need no authority
(docs/domain.md, "Authority"), so those commands are not checked here.
"""

from typing_extensions import TypedDict

from command_center.domain.directives.holdings import Capability, granting_posts
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.registry import Context, applies
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


class AuthorityRefused(TypedDict):
    """Somebody tried what their post has no authority for; `holders` are the posts that have it."""

    capability: str
    scope: str
    level: str
    post: str | None
    target: str
    holders: list[str]


def has_authority(
    state: State, ctx: Context, incident: Incident, capability: Capability, scope: str
) -> bool:
    """Returns whether the actor has the authority: by a post of theirs, or, as commander of the
    incident, by what was granted meanwhile."""
    holders = granting_posts(state, ctx.site, capability, scope, incident.level, ctx.now)
    if any(post in holders for post in state.roster.posts_of(ctx.actor.person)):
        return True
    return (capability, scope) in incident.allowed and incident.commander == ctx.actor.person


def beyond_authority(
    state: State,
    ctx: Context,
    incident: Incident,
    capability: Capability,
    scope: str,
    target: str,
) -> Refusal | None:
    """Returns the refusal if the actor has no authority for `capability` over `scope`, else None.

    The attempt itself is a fact (`authority.refused`), which is recorded although the command is
    refused.
    """
    site = ctx.site
    if has_authority(state, ctx, incident, capability, scope):
        return None
    holders = granting_posts(state, site, capability, scope, incident.level, ctx.now)
    data = AuthorityRefused(
        capability=capability,
        scope=scope,
        level=incident.level,
        post=incident.commander_post,
        target=target,
        holders=holders,
    )
    who = [post_and_holder(state, site, post) for post in holders] or [Phrase("phrase.nobody")]
    return Refusal(
        f"authority_{capability}",
        {"scope": site.area_by_id[scope].name, "holders": who},
        facts=[Draft("authority.refused", data, incident.id, caused_by=incident.opened_seq)],
    )


def post_and_holder(state: State, site: Site, post: str) -> Phrase:
    """Names a post and its present holder, as a part of a sentence."""
    person = state.roster.holders.get(post)
    known = site.person_by_id.get(person or "")
    name = known.name if known else Phrase("phrase.vacant")
    return Phrase("phrase.post_holder", {"post": site.post_by_id[post].name, "name": name})


@applies("authority.refused", AuthorityRefused, readers=EVERYBODY)
def refused(state: State, fact: Fact) -> None:
    """Applies the fact: the refusal is kept for the review and for whoever asks for the authority
    next."""
    incident = state.incidents[fact.incident or ""]
    incident.authority_refusals.append(fact.seq)
    incident.authority_attempts[fact.seq] = {**fact.data, "seq": fact.seq, "at": fact.at}
