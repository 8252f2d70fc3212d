"""Chooses recipients for a commander's order that is in no plan, and the team's staging place."""

from collections.abc import Callable, Mapping, Sequence

from command_center.domain.site.model import Post
from simulations.people.crew import Crew
from simulations.people.gas import lookout
from simulations.roads import between

DESK = "control_room"
DUTIES: Mapping[str, Sequence[str]] = {
    "gas.measured": ("environment", "fire"),
    "outfall.sampled": ("environment", "utilities"),
    "entry": ("fire",),
    "kit": ("fire", "stores"),
    "outside.called": ("control_room",),
    "evacuation.ordered": ("security",),
    "responder.status": ("fire",),
}
"""Whose work it is, by the duty of posts; the first that is held on the site by somebody who answers."""


class Whom:
    """Finds the recipients of an order among the shift on duty."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def held(self) -> list[tuple[Post, str]]:
        """Return non-commanding posts whose holder is on site and answers the radio."""
        crew = self._crew
        return [
            (post, holder)
            for post in crew.site.posts
            if not post.commands
            and (holder := crew.holders.get(post.id) or "") in crew.people
            and crew.people[holder].on_site
            and crew.people[holder].fit
        ]

    def post(self, fits: Callable[[Post], bool]) -> str | None:
        """The first post that fits."""
        return next((post.id for post, _ in self.held() if fits(post)), None)

    def of_duty(self, kind: str) -> str | None:
        """Return the post responsible for a kind of work; without one, another post."""
        wanted = DUTIES[kind]
        found = (self.post(lambda post, d=duty: post.duty == d) for duty in wanted)  # type: ignore[misc]
        return next(filter(None, found), None) or self.anybody()

    def anybody(self) -> str | None:
        """Return a post out on the site if possible, else one at a desk."""
        return self.post(lambda post: post.duty != DESK) or self.post(lambda _post: True)

    def deputy(self, commander: str | None) -> str | None:
        """Return a post that may command, held on site by somebody else than who commands: on a small shift nobody
        else may be left."""
        crew = self._crew
        able = {
            who.id
            for who in crew.people.values()
            if who.on_site and who.fit and who.id != commander
        }
        return next(
            (p.id for p in crew.site.posts if p.commands and crew.holders.get(p.id) in able), None
        )

    def team_of(self, lead: str | None) -> str | None:
        """The team that a post leads."""
        return next((team.id for team in self._crew.site.teams if team.lead == lead), None)

    def staging(self, place: str | None) -> str:
        """Return the place where a team gathers: the place itself, or a point upwind outside the hot zone."""
        crew = self._crew
        if place is None or place not in crew.site.places:
            return crew.scenario.people.control_room
        here = crew.point(place)
        if not crew.in_hot_zone(here):
            return place
        edge = lookout(crew, here)
        fit = [
            a for a in (*crew.site.areas, *crew.site.musters) if not crew.in_hot_zone((a.x, a.y))
        ]
        return min(fit, key=lambda a: between((a.x, a.y), edge)).id if fit else place

    def outfall(self) -> str:
        """Return the id of the site's water outfall; without drainage, of the control room."""
        drainage = self._crew.scenario.drainage
        return drainage.outfall if drainage else self._crew.scenario.people.control_room
