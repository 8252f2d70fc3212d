"""Who would command tonight, and which steps of the plans exceed their authority."""

from collections.abc import Iterator
from typing import NamedTuple

from typing_extensions import TypedDict

from command_center.domain.directives.authority_requests import UNANSWERED_MS
from command_center.domain.directives.holdings import Capability, granting_posts
from command_center.domain.directives.needs_authority import needed_for_step
from command_center.domain.people.next_shift import next_holders
from command_center.domain.site.model import Plan, Site, Step
from command_center.domain.state import State


class Held(TypedDict):
    """A post, its holder, and whether that person is on site. `in_at` is when somebody on site will
    hold it by the roster (UTC epoch ms); None while somebody does, or where no shift has
    anybody."""

    post: str
    person: str | None
    on_site: bool
    in_at: int | None


class Command(TypedDict):
    """The commanding posts that somebody holds, those held on site first, in the site's order.
    `lacking` is True where none of their holders is on site: then nobody would command at once."""

    held: list[Held]
    lacking: bool


class AuthorityGap(TypedDict):
    """An authority that a plan's step needs and that nobody who would command has.

    `asked` are the posts that have it, as they are held now: first those held on site, then others
    with a holder; empty where the site grants it to nobody. `wait_ms` is the longest wait for an
    answer before one may act under emergency authority.
    """

    plan: str
    level: str
    step: str
    capability: Capability
    area: str
    team: str | None
    asked: list[Held]
    wait_ms: int


def would_command(state: State, site: Site) -> list[Held]:
    """Returns the commanding posts that somebody holds, those held on site first, in the site's
    order."""
    held = [held_post(state, site, p.id) for p in site.posts if p.commands]
    return sorted((one for one in held if one["person"]), key=lambda one: not one["on_site"])


def command_of(state: State, site: Site) -> Command:
    """Returns who would command, and whether anybody on site would."""
    held = would_command(state, site)
    return Command(held=held, lacking=not any(one["on_site"] for one in held))


def held_post(state: State, site: Site, post: str) -> Held:
    """Returns who holds a post now. A person of whom nothing is known counts as not on site."""
    roster = state.roster
    here = roster.holder_on_site(post) is not None
    comes = None if here else next_holders(site, roster, on_site=True).get(post)
    return Held(
        post=post,
        person=roster.holders.get(post),
        on_site=here,
        in_at=comes.at if comes else None,
    )


def authority_gaps(state: State, site: Site) -> Iterator[AuthorityGap]:
    """Yields, for each plan at its own level, what its steps need and no commander on site may do
    by any post they hold.

    There is one gap for each capability, area and team of a plan, named by its first step. None
    where nobody on site would command, because that is a gap of its own.
    """
    posts = _posts_of_commanders(state, site)
    for plan in site.plans:
        for beyond in _beyond(state, site, plan, posts):
            yield _gap(state, site, plan, beyond)


def authority_gap(state: State, site: Site, plan: str, step: str) -> AuthorityGap | None:
    """Returns the gap for which this step is the first of its plan; None where there is none."""
    known = site.plan_by_id[plan]
    for beyond in _beyond(state, site, known, _posts_of_commanders(state, site)):
        if beyond.step.id == step:
            return _gap(state, site, known, beyond)
    return None


class _Beyond(NamedTuple):
    """An authority that a step needs and no commander on site has."""

    step: Step
    capability: Capability
    area: str
    holders: list[str]


def _posts_of_commanders(state: State, site: Site) -> set[str]:
    """Every post of those who would command and are on site."""
    people = {state.roster.holder_on_site(post.id) for post in site.posts if post.commands}
    return {post for person in people for post in state.roster.posts_of(person)}


def _beyond(state: State, site: Site, plan: Plan, posts: set[str]) -> Iterator[_Beyond]:
    if not posts:
        return
    seen = set()
    for step in plan.steps:
        wanted = needed_for_step(site, state.roster, step)
        if wanted is None or (step.post in posts and step.mobilises is None):
            continue  # nobody needs authority over themselves
        if (wanted, step.mobilises) in seen:
            continue
        seen.add((wanted, step.mobilises))
        holders = granting_posts(state, site, *wanted, plan.level)
        if posts.isdisjoint(holders):
            yield _Beyond(step, *wanted, holders)


def _gap(state: State, site: Site, plan: Plan, beyond: _Beyond) -> AuthorityGap:
    return AuthorityGap(
        plan=plan.id,
        level=plan.level,
        step=beyond.step.id,
        capability=beyond.capability,
        area=beyond.area,
        team=beyond.step.mobilises,
        asked=sorted(
            (held_post(state, site, post) for post in dict.fromkeys(beyond.holders)),
            key=lambda one: (not one["on_site"], one["person"] is None),
        ),
        wait_ms=UNANSWERED_MS if beyond.holders else 0,
    )
