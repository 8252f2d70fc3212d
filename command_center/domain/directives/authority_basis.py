"""The authority in force in an open incident: what its commander may do, and on which basis."""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.directives.holdings import holdings_from, level_reached
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


class Basis(TypedDict):
    """What the commander may do over `areas` at the incident's level, and on which basis: a post's
    `own` authority, as `deputy` of the vacant `of_post`, by a `delegation` of `of_post` until
    `until` (UTC epoch ms), or by a request that was `granted` or used as `emergency` authority.
    `source` is the id of the delegation or the request."""

    by: Literal["own", "deputy", "delegation", "granted", "emergency"]
    capability: str
    areas: list[str]
    post: str | None
    of_post: str | None
    source: str | None
    until: int | None


def basis_of(state: State, site: Site, incident: Incident) -> list[Basis]:
    """Returns the authority of the incident's commander, grouped by its basis; empty where nobody
    commands or the incident is over.

    An open incident keeps the site's authority that it began with (`Incident.plant`), but uses
    delegations as they are now.
    """
    if incident.commander is None or incident.over_at is not None:
        return []
    site = incident.plant.site if incident.plant.begun else site
    posts = state.roster.posts_of(incident.commander)
    found: dict[tuple[str, str, str | None], Basis] = {}
    grants = [
        grant
        for grant in site.authority
        if grant.post in posts or site.post_by_id[grant.post].deputy in posts
    ]
    for capability in ("direct", "mobilise"):
        for area in site.areas if grants or state.delegations else ():
            for one in holdings_from(grants, state, site, capability, area.id):
                if one.post not in posts:
                    continue
                if not level_reached(site, incident.level, one.from_level):
                    continue
                key = (capability, one.post + one.by, one.delegation or one.of_post)
                basis = found.setdefault(
                    key,
                    Basis(
                        by=one.by, capability=capability, areas=[], post=one.post,
                        of_post=one.of_post, source=one.delegation, until=one.until,
                    ),
                )  # fmt: skip
                if area.id not in basis["areas"]:
                    basis["areas"].append(area.id)
    asked = [_asked(state, request) for request in incident.allowed.values()]
    return [*found.values(), *asked]


def _asked(state: State, request: str) -> Basis:
    found = state.requests[request]
    return Basis(
        by="emergency" if found.state == "emergency" else "granted",
        capability=found.capability, areas=[found.scope], post=None, of_post=found.post,
        source=request, until=None,
    )  # fmt: skip
