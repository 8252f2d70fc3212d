"""Every page of the application: its address, its drawing function, and the libraries that only it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dash import html

from command_center.domain.actor import Role
from command_center.domain.readers import MATTER_READERS
from layouts.alarms import alarms
from layouts.command import command
from layouts.documents import document
from layouts.drills.drills import drills
from layouts.drills.replay import replay
from layouts.drills.reviews import reviews
from layouts.feeds import feeds
from layouts.gate import gate
from layouts.help import help_page
from layouts.log import log
from layouts.loops.cockpit import cockpit
from layouts.loops.heat import heat
from layouts.loops.matters import matter, matters
from layouts.loops.mine import mine
from layouts.loops.responsibility import responsibility
from layouts.loops.templates import templates
from layouts.outbox import outbox
from layouts.people import people
from layouts.phone import phone
from layouts.plant import plant
from layouts.readiness import readiness
from layouts.resources import resources
from layouts.tanks import tanks
from layouts.view import View
from layouts.wall import wall

Kind = Literal["wall", "desk"]
Group = Literal["night", "readiness", "loops", "drills", "plant", "system"]
GROUPS: tuple[Group, ...] = ("night", "readiness", "loops", "drills", "plant", "system")
"""The groups of the menu's list of pages, in its order."""

FIRST: dict[Role, tuple[str, ...]] = {
    Role.COMMANDER: ("/readiness", "/", "/alarms", "/command", "/people", "/resources"),
    Role.CONTROLLER: ("/readiness", "/", "/alarms", "/tanks", "/command", "/gate"),
    Role.RESPONDER: ("/mine", "/m", "/", "/alarms"),
    Role.EVALUATOR: ("/", "/drills", "/reviews", "/log"),
    Role.VIEWER: ("/", "/alarms", "/log"),
    Role.ADMINISTRATOR: ("/plant", "/feeds", "/outbox", "/", "/log"),
}
"""What stands in the menu itself, one press away: the pages that a role works with, in the order of its shift: taken
over, watched, acted, handed over. Every other page opens under the word of all, by its group."""

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
    """One page. The menu shows it by the text `nav.NAME` in its `group`, titled `nav.group.GROUP`. `below`: the same
    page draws the addresses one step below its own, `/reviews/INC-1`; `draws_below` draws them instead, by the last
    part of the address, `/help/commander`. A page that is not `listed` is reached only from others. `scripts` are the
    modules of `assets/` with which its panels begin, beyond those of every page (`main.js`). The menu shows it for
    its `roles`, None for every role; the REST doors decide what data it gets.
    """

    path: str
    draw: Callable[[View], html.Div]
    group: Group
    kind: Kind = "desk"
    draws_with: frozenset[str] = frozenset()
    scripts: tuple[str, ...] = ()
    below: bool = False
    listed: bool = True
    roles: frozenset[Role] | None = None
    draws_below: Callable[[View, str], html.Div] | None = None

    @property
    def name(self) -> str:
        """The name used by styles and scripts: `<html data-page="command">`."""
        return self.path.strip("/") or "wall"

    def libraries(self, path: str) -> frozenset[str]:
        """Return the component libraries needed at `path`. Pages drawn by `draws_below` need none."""
        return self.draws_with if self.draws_below is None or path == self.path else frozenset()

    def drawn(self, view: View, path: str) -> html.Div:
        """Return the page at `path`, its own address or one below it."""
        if self.draws_below is None or path == self.path:
            return self.draw(view)
        return self.draws_below(view, path.rpartition("/")[2])


def _document(view: View, name: str) -> html.Div:
    return document(view, name, frozenset(PAGES))


MAP = "map/drawings.js"
WALL = (MAP, "wall/cells.js", "wall/wall_side.js", "wall/wall_lists.js", "tanks/levels_panel.js")

PAGES: dict[str, Page] = {
    page.path: page
    for page in (
        Page("/", wall, "night", kind="wall", draws_with=frozenset({LEAFLET}), scripts=WALL),
        Page(
            "/command",
            command,
            "night",
            draws_with=frozenset({LEAFLET}),
            scripts=(
                MAP,
                "shared/incident_tabs.js",
                "command/incident.js",
                "command/entry_panel.js",
                "command/headcount.js",
                "command/permits.js",
                "command/roll_call.js",
                "command/source.js",
                "command/outside.js",
                "command/official.js",
                "command/papers.js",
                "command/directives_desk.js",
                "command/plan_steps.js",
                "command/alarms_desk.js",
                "command/kits_panel.js",
                "command/hand_over.js",
                "hands/command_form.js",
            ),
        ),
        Page(
            "/resources",
            resources,
            "night",
            draws_with=frozenset({GRID}),
            scripts=(
                "shared/incident_tabs.js",
                "resources/resources_desk.js",
                "resources/ledger_line.js",
                "resources/due_desk.js",
                "resources/stock_table.js",
                "resources/kits_desk.js",
            ),
        ),
        Page(
            "/people",
            people,
            "night",
            draws_with=frozenset({GRID}),
            scripts=(
                "people/people_desk.js",
                "people/person_line.js",
                "people/posts_desk.js",
                "people/contacts_desk.js",
            ),
        ),
        Page(
            "/readiness",
            readiness,
            "readiness",
            scripts=(
                "readiness/gaps_desk.js",
                "readiness/delegations.js",
                "readiness/matrix.js",
                "hands/command_form.js",
            ),
        ),
        Page(
            "/gate",
            gate,
            "night",
            roles=frozenset({Role.CONTROLLER, Role.RESPONDER}),
            scripts=("gate/gate_form.js", "gate/gate_visitors.js", "gate/gate_inside.js"),
        ),
        Page("/tanks", tanks, "night", scripts=("tanks/vessels.js", "tanks/history_panel.js")),
        Page(
            "/alarms",
            alarms,
            "night",
            draws_with=frozenset({GRID}),
            scripts=("alarms/alarms_standing.js", "alarms/alarms_past_panel.js"),
        ),
        Page("/cockpit", cockpit, "loops", roles=LEADERS, scripts=("past/past_head.js",)),
        Page(
            "/matters",
            matters,
            "loops",
            draws_with=frozenset({GRID}),
            draws_below=matter,
            scripts=(
                "past/matters.js",
                "past/past_head.js",
                "matters/inside_now.js",
                "past/settle.js",
                "rounds/round_track.js",
                "past/baseline_in.js",
            ),
        ),
        Page(
            "/responsibility",
            responsibility,
            "loops",
            roles=LEADERS,
            scripts=("past/past_head.js",),
        ),
        Page(
            "/heat",
            heat,
            "loops",
            draws_with=frozenset({LEAFLET}),
            roles=LEADERS,
            scripts=(MAP, "past/heat_map.js", "past/past_head.js"),
        ),
        Page("/log", log, "night", scripts=("log/log.js",)),
        Page("/drills", drills, "drills", scripts=("drills/drills.js", "drills/drills_told.js")),
        Page("/reviews", reviews, "drills", below=True, scripts=("reviews/reviews.js",)),
        Page(
            "/replay",
            replay,
            "drills",
            kind="wall",
            draws_with=frozenset({LEAFLET}),
            below=True,
            listed=False,
            scripts=(*WALL, "wall/replay_bar.js"),
        ),
        Page(
            "/plant",
            plant,
            "plant",
            draws_with=frozenset({GRID}),
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER}),
            scripts=("plant/plant_page.js",),
        ),
        Page(
            "/templates",
            templates,
            "loops",
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER}),
            scripts=("templates/templates.js",),
        ),
        Page(
            "/feeds",
            feeds,
            "plant",
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER}),
            scripts=("feeds/feeds_page.js", "feeds/feeds_side.js"),
        ),
        Page(
            "/outbox",
            outbox,
            "system",
            roles=frozenset({Role.ADMINISTRATOR, Role.CONTROLLER}),
            scripts=("outbox/outbox.js",),
        ),
        Page("/mine", mine, "loops", scripts=("offline/offline_panel.js", "matters/mine.js")),
        Page(
            "/m",
            phone,
            "system",
            scripts=(
                "phone/phone.js",
                "offline/offline_panel.js",
                "matters/mine.js",
                "phone/phone_alarms.js",
                "shared/which_incident.js",
                "hands/command_form.js",
            ),
        ),
        Page(
            "/help",
            help_page,
            "system",
            draws_below=_document,
            scripts=("help/help.js", "shared/pointed.js"),
        ),
    )
}
"""By address, in the order of the menu within each group."""
SCRIPTS = {page.name: page.scripts for page in PAGES.values()}
"""By the name of each page, the modules that its own script begins with."""


def page_of(path: str) -> Page | None:
    """Return the page for an address, None if there is none."""
    parent, _, last = path.rpartition("/")
    above = PAGES.get(parent) if last else None
    return PAGES.get(path) or (above if above and (above.below or above.draws_below) else None)
