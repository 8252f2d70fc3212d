"""Every page of the application: its address, what draws it, and the libraries it alone needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dash import html

from command_center.domain.actor import Role
from command_center.domain.readers import MATTER_READERS
from layouts.alarms import alarms
from layouts.cockpit import cockpit
from layouts.command import command
from layouts.documents import document
from layouts.drills import drills
from layouts.feeds import feeds
from layouts.gate import gate
from layouts.heat import heat
from layouts.help import help_page
from layouts.log import log
from layouts.matters import matter, matters
from layouts.mine import mine
from layouts.outbox import outbox
from layouts.people import people
from layouts.phone import phone
from layouts.plant import plant
from layouts.readiness import readiness
from layouts.replay import replay
from layouts.resources import resources
from layouts.responsibility import responsibility
from layouts.reviews import reviews
from layouts.tanks import tanks
from layouts.templates import templates
from layouts.view import View
from layouts.wall import wall

Kind = Literal["wall", "desk"]
Group = Literal["night", "readiness", "loops", "drills", "plant", "system"]
GROUPS: tuple[Group, ...] = ("night", "readiness", "loops", "drills", "plant", "system")
"""The groups of the menu, in its order. The pages of the night stand in the menu itself, one press away; those of
another group open under its word."""

LEADERS = MATTER_READERS
"""Who reads what every matter comes to."""
LEAFLET, GRID = "dash_leaflet", "dash_ag_grid"
OPTIONAL_LIBRARIES = frozenset({LEAFLET, GRID})
"""Component libraries that are only sent to the pages that draw with them: each is a third of a
megabyte before the first live row."""
NEVER = "dash/dash_table"
"""Dash's own table, which Dash sends to every page and no page draws."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. The menu calls it by the sentence `nav.NAME` and lists it in its `group`, which it calls by
    `nav.group.GROUP`. `below`: the same page draws the addresses
    one step below its own, `/reviews/INC-1`; `draws_below` draws them by what stands there instead,
    `/help/commander`. One that is not `listed` is reached from others only.
    The menu lists it for its `roles`, None for every role; what a page tells, its doors decide."""

    path: str
    draw: Callable[[View], html.Div]
    group: Group
    kind: Kind = "desk"
    draws_with: frozenset[str] = frozenset()
    below: bool = False
    listed: bool = True
    roles: frozenset[Role] | None = None
    draws_below: Callable[[View, str], html.Div] | None = None

    @property
    def name(self) -> str:
        """What styles and scripts know it by: `<html data-page="command">`."""
        return self.path.strip("/") or "wall"

    def libraries(self, path: str) -> frozenset[str]:
        """The component libraries of what stands at `path`. What `draws_below` draws needs none."""
        return self.draws_with if self.draws_below is None or path == self.path else frozenset()

    def drawn(self, view: View, path: str) -> html.Div:
        """What stands at `path`, its own address or one below it."""
        if self.draws_below is None or path == self.path:
            return self.draw(view)
        return self.draws_below(view, path.rpartition("/")[2])


def _document(view: View, name: str) -> html.Div:
    return document(view, name, frozenset(PAGES))


PAGES: dict[str, Page] = {
    page.path: page
    for page in (
        Page("/", wall, "night", kind="wall", draws_with=frozenset({LEAFLET})),
        Page("/command", command, "night", draws_with=frozenset({LEAFLET})),
        Page("/resources", resources, "night", draws_with=frozenset({GRID})),
        Page("/people", people, "night", draws_with=frozenset({GRID})),
        Page("/readiness", readiness, "readiness"),
        Page(
            "/gate",
            gate,
            "night",
            roles=frozenset({Role.CONTROLLER, Role.RESPONDER}),
        ),
        Page("/tanks", tanks, "night"),
        Page("/alarms", alarms, "night", draws_with=frozenset({GRID})),
        Page("/cockpit", cockpit, "loops", roles=LEADERS),
        Page("/matters", matters, "loops", draws_with=frozenset({GRID}), draws_below=matter),
        Page("/responsibility", responsibility, "loops", roles=LEADERS),
        Page("/heat", heat, "loops", draws_with=frozenset({LEAFLET}), roles=LEADERS),
        Page("/log", log, "night"),
        Page("/drills", drills, "drills"),
        Page("/reviews", reviews, "drills", below=True),
        Page(
            "/replay",
            replay,
            "drills",
            kind="wall",
            draws_with=frozenset({LEAFLET}),
            below=True,
            listed=False,
        ),
        Page(
            "/plant",
            plant,
            "plant",
            draws_with=frozenset({GRID}),
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER}),
        ),
        Page(
            "/templates",
            templates,
            "loops",
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER}),
        ),
        Page(
            "/feeds",
            feeds,
            "plant",
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER}),
        ),
        Page("/outbox", outbox, "system", roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})),
        Page("/mine", mine, "loops"),
        Page("/m", phone, "system"),
        Page("/help", help_page, "system", draws_below=_document),
    )
}
"""By address, in the order of the menu within each group."""


def page_of(path: str) -> Page | None:
    """The page that draws an address, None if none does."""
    parent, _, last = path.rpartition("/")
    above = PAGES.get(parent) if last else None
    return PAGES.get(path) or (above if above and (above.below or above.draws_below) else None)
