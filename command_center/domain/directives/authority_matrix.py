"""The authority matrix: who may do what now, as a table of the emergency organisation's acts and
posts.

The acts are declared here. Who may do them comes from the rules that decide the commands
themselves: `holdings` for what needs authority over an area, a commanding post for what needs
command, nothing for what is free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.directives.authority_requests import UNANSWERED_MS
from command_center.domain.directives.delegations import delegation_turns
from command_center.domain.directives.holdings import Capability, Holding, holdings
from command_center.domain.people.next_shift import next_holders
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.verdicts.turns import ALWAYS, Turn

Needs = Literal["authority", "command", "nothing"]


@dataclass(frozen=True, slots=True)
class Act:
    """An act: its name in the words catalogue (`act.NAME`), what it needs, and the capability that
    the site grants for areas."""

    name: str
    needs: Needs
    capability: Capability | None = None


ACTS: tuple[Act, ...] = (
    Act("take_command", "command"),
    Act("set_level", "command"),
    Act("issue", "command"),
    Act("close", "command"),
    Act("direct", "authority", "direct"),
    Act("mobilise", "authority", "mobilise"),
    Act("open", "nothing"),
    Act("evacuate", "nothing"),
    Act("stop_work", "nothing"),
    Act("isolate", "nothing"),
    Act("storm_valve", "nothing"),
    Act("outside_call", "nothing"),
    Act("sos", "nothing"),
)
"""In the order of the table. What is free is so by docs/domain.md, "Authority"."""


class Cell(TypedDict):
    """A post that may do the act now, its holder, and on which basis: its `own` authority, as
    `deputy` of the vacant `of_post`, or by a `delegation` of `of_post`, which ends at `until`
    (UTC epoch ms; see `turns`). It holds from level `from_level` on; None means at any level."""

    post: str
    person: str | None
    on_site: bool
    by: Literal["own", "deputy", "delegation"]
    from_level: str | None
    of_post: str | None
    delegation: str | None
    until: int | None
    turns: list[Turn]


class Next(TypedDict):
    """Who does the act where the first person does not answer: another who `may`, the `deputy` once
    the post is vacant, or who takes the post by the roster when the `shift` changes at `at` (UTC
    epoch ms)."""

    how: Literal["may", "deputy", "shift"]
    post: str
    person: str | None
    on_site: bool
    at: int | None


class ActRow(TypedDict):
    """One act, for one area where it needs authority: who may do it now, and who is next.
    `emergency_ms` is how long an unanswered request waits before the commander may act without
    an answer; None where nobody has to be asked."""

    n: int
    act: str
    area: str | None
    needs: Needs
    cells: list[Cell]
    next: list[Next]
    emergency_ms: int | None


def act_names(site: Site) -> list[tuple[Act, str | None]]:
    """Returns every row of the table in its order: each act with each area over which it can be
    granted."""
    found: list[tuple[Act, str | None]] = []
    for act in ACTS:
        areas = _areas(site, act.capability) if act.capability else [None]
        found += [(act, area) for area in areas]
    return found


def _areas(site: Site, capability: Capability) -> list[str | None]:
    """Returns the areas where the site grants the capability or where it would be needed: the areas
    of posts and teams."""
    wanted = {
        area for grant in site.authority if grant.capability == capability for area in grant.scope
    }
    if capability == "direct":
        wanted |= {post.area for post in site.posts if post.area}
    else:
        wanted |= {team.area for team in site.teams}
    return [area.id for area in site.areas if area.id in wanted]


def act_row(state: State, site: Site, n: int) -> ActRow:
    """Returns the `n`-th row of the table. Raises IndexError where there is none."""
    act, area = act_names(site)[n]
    cells = list(_cells(state, site, act, area))
    return ActRow(
        n=n,
        act=act.name,
        area=area,
        needs=act.needs,
        cells=cells,
        next=list(_next(state, site, act, cells)),
        emergency_ms=UNANSWERED_MS if act.needs == "authority" and cells else None,
    )


def authority_matrix(state: State, site: Site) -> list[ActRow]:
    """Returns every row of the table: each act with the posts that may do it now."""
    return [act_row(state, site, n) for n in range(len(act_names(site)))]


def _cells(state: State, site: Site, act: Act, area: str | None) -> Iterator[Cell]:
    if act.needs == "command":
        for post in site.posts:
            if post.commands:
                yield _cell(state, Holding(post.id, "own", None))
    elif act.capability is not None and area is not None:
        for one in holdings(state, site, act.capability, area):
            yield _cell(state, one)


def _cell(state: State, one: Holding) -> Cell:
    lent = state.delegations.get(one.delegation or "")
    return Cell(
        post=one.post,
        person=state.roster.holders.get(one.post),
        on_site=state.roster.holder_on_site(one.post) is not None,
        by=one.by,
        from_level=one.from_level,
        of_post=one.of_post,
        delegation=one.delegation,
        until=one.until,
        turns=delegation_turns(lent) if lent else [(ALWAYS, "good", "in_force")],
    )


def in_order(cells: list[Cell]) -> list[Cell]:
    """Returns the posts in the order in which to ask them: holders on site first. Posts without a
    holder are left out."""
    return sorted((one for one in cells if one["person"]), key=lambda one: not one["on_site"])


def _next(state: State, site: Site, act: Act, cells: list[Cell]) -> Iterator[Next]:
    """Yields who follows the first holder: every other person who may, then the first post's
    deputy, then its next holder by the roster.

    A deputy takes over only a vacant post's own authority: not its command, and not what was
    delegated to it.
    """
    if not cells:
        return
    first, *others = in_order(cells) or cells[:1]
    seen = {first["person"]}
    for one in others:
        if one["person"] not in seen:
            seen.add(one["person"])
            yield Next(
                how="may", post=one["post"], person=one["person"], on_site=one["on_site"], at=None
            )
    inherits = act.needs == "authority" and first["by"] == "own"
    deputy = site.post_by_id[first["post"]].deputy if inherits else None
    person = state.roster.holders.get(deputy or "")
    if deputy is not None and person is not None and person not in seen:
        here = state.roster.holder_on_site(deputy) is not None
        yield Next(how="deputy", post=deputy, person=person, on_site=here, at=None)
    comes = next_holders(site, state.roster).get(first["post"])
    if comes is not None and comes.person != first["person"]:
        yield Next(how="shift", post=first["post"], person=comes.person, on_site=False, at=comes.at)
