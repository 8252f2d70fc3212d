"""The state of one plant's emergency work: what the facts of its journal add up to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from command_center.domain.site.changing.in_force import Plant
from command_center.domain.site.model import Site
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.alarms.found_alarm import FoundAlarm
from command_center.domain.state.alarms.plant_alarm import PlantAlarm
from command_center.domain.state.directives.delegation import Delegation
from command_center.domain.state.directives.directive import Directive, InHand
from command_center.domain.state.directives.request import Request
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.drills.own_scenario import OwnScenario
from command_center.domain.state.drills.programme import YearProgramme
from command_center.domain.state.feeds import Feeds
from command_center.domain.state.gaps import Closing, Interim
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.warned import Warnings
from command_center.domain.state.matters import Matters
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.notice import PagingKind, Proof
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.notices.telling import Tellings
from command_center.domain.state.outage import Outage
from command_center.domain.state.own_template import OwnTemplate
from command_center.domain.state.passed_over import PassedOver
from command_center.domain.state.people.account import Known, Seal
from command_center.domain.state.people.contacts import PersonContacts
from command_center.domain.state.people.roster import Roster
from command_center.domain.state.people.sos import Sos
from command_center.domain.state.people.stood_down import StoodDown
from command_center.domain.state.people.visitors import Visitors
from command_center.domain.state.reports import Indicated, Report, Reported, Responder
from command_center.domain.state.resources.custodies import Custodies
from command_center.domain.state.resources.ledger import Ledger
from command_center.domain.state.review import Reviews


@dataclass(slots=True)
class State:
    """The state of the plant or, as a twin, of a drill. It is mutable: only `fold.apply` changes
    it, and only replay makes it.

    `plant` is its description with every change since. `times` holds the `at` of every fact, fact 1
    first: what answers a fact may not lie before it. `steps` are the jumps of the wall clock, each
    fact's number and by how many ms; a twin has none, because its clock does not jump. `pagings`
    are whom to notify of what is no directive, request or review, by id; `open_pagings` those that
    may still be open. `pages_off` are the kinds of pages turned off for a post. `replies` says what
    each person's reply numbers name. `plant_alarms` are those of the plant's own systems, as these
    reported them, by source and name. `found_alarms` were found afterwards, in readings that an
    outage had delayed. `feeds` are the clocks of the senders of readings, and the commissioning of
    their tags. `proofs` holds what the last notice to each (person, version of an address) showed.
    `contacts` are those of people whose contacts were edited or erased, and no others; `erased`
    says when a person's data were last erased. `not_played` is, in a twin, what the virtual plant
    could not play: (inject, act), by the fact. `stood_down` are the people who are present
    themselves, so that no virtual double acts for them. `matters` are hazards, permits, duties and
    whatever else a template describes; a twin has none. `tellings` are whom to notify of steps of
    matters. `visitors` are whom the gate desk let in; a twin has none. `warnings` are what the
    public was warned of, and what became of it at sirens; a twin knows the plant's sirens.
    `passing` are the numbers of the facts that this fold skips, given before the first;
    `passed_over` those that were set aside, as the journal says. `twins` are the boards of the
    running drills, each a State of its own, whose `drill` is set.
    """

    plant: Plant = field(default_factory=Plant)
    seq: int = 0
    drill: str | None = None
    recorded_at: int = 0
    times: list[int] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    plant_alarms: dict[str, PlantAlarm] = field(default_factory=dict)
    found_alarms: dict[str, FoundAlarm] = field(default_factory=dict)
    feeds: Feeds = field(default_factory=Feeds)
    incidents: dict[str, Incident] = field(default_factory=dict)
    open_incidents: dict[str, Incident] = field(default_factory=dict)
    last_closed: str | None = None
    last_withdrawn: str | None = None
    directives: dict[str, Directive] = field(default_factory=dict)
    in_hand: InHand = field(default_factory=InHand)
    requests: dict[str, Request] = field(default_factory=dict)
    delegations: dict[str, Delegation] = field(default_factory=dict)
    interims: dict[str, Interim] = field(default_factory=dict)
    closings: dict[str, Closing] = field(default_factory=dict)
    reports: dict[int, Report] = field(default_factory=dict)
    responders: dict[str, Responder] = field(default_factory=dict)
    sos: dict[str, Sos] = field(default_factory=dict)
    pagings: dict[str, Paging] = field(default_factory=dict)
    open_pagings: dict[str, Paging] = field(default_factory=dict)
    pages_off: dict[str, set[PagingKind]] = field(default_factory=dict)
    replies: dict[str, dict[str, str]] = field(default_factory=dict)
    proofs: dict[tuple[str, str], Proof] = field(default_factory=dict)
    contacts: dict[str, PersonContacts] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    not_played: dict[tuple[str, str], int] = field(default_factory=dict)
    valves: dict[str, Reported] = field(default_factory=dict)
    indicated: dict[str, Indicated] = field(default_factory=dict)
    stood_down: dict[str, StoodDown] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    visitors: Visitors = field(default_factory=Visitors)
    matters: Matters = field(default_factory=Matters)
    tellings: Tellings = field(default_factory=Tellings)
    custodies: Custodies = field(default_factory=Custodies)
    accounts: dict[str, Known] = field(default_factory=dict)
    break_glass: dict[str, Seal] = field(default_factory=dict)
    drills: dict[str, Drill] = field(default_factory=dict)
    programmes: dict[int, YearProgramme] = field(default_factory=dict)
    own_scenarios: dict[str, OwnScenario] = field(default_factory=dict)
    own_templates: dict[str, OwnTemplate] = field(default_factory=dict)
    warnings: Warnings = field(default_factory=Warnings)
    twins: "dict[str, State]" = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    reviews: Reviews = field(default_factory=Reviews)
    overflowing: dict[str, int] = field(default_factory=dict)
    outage: Outage | None = None
    passing: frozenset[int] = frozenset()
    passed_over: dict[int, PassedOver] = field(default_factory=dict)

    @classmethod
    def start(cls, site: Site, passing: Iterable[int] = ()) -> "State":
        """Returns the state before the first fact: an empty board over the site's stock. `passing`
        are the numbers of facts to skip."""
        return cls(Plant(site), ledger=Ledger.of(site), passing=frozenset(passing))

    @property
    def site(self) -> Site:
        """Returns the plant as it is described today: edits change it, and a new incident begins
        with it."""
        return self.plant.site

    @property
    def in_force(self) -> Site:
        """Returns the plant that the board uses. While an incident is open, plans, limits and
        authority are those with which the oldest open one began; a change of them takes effect
        when it is over. Everything else is today's."""
        plant = self.held.plant if self.held is not None else self.plant
        return plant.site

    @property
    def held(self) -> Incident | None:
        """Returns the open incident whose plans, limits and authority are in force; None where
        today's are."""
        oldest = next(iter(self.open_incidents.values()), None)
        return oldest if oldest is not None and oldest.plant.begun else None

    def plants(self) -> Iterator[tuple[str, Plant]]:
        """Yields the plant used by each open incident and each drill's twin (and its incidents),
        with the id."""
        for incident in self.open_incidents.values():
            yield incident.id, incident.plant
        for drill, twin in self.twins.items():
            yield drill, twin.plant
            yield from twin.plants()

    def name(self, kind: str, count: int) -> str:
        """Returns the id of a new thing, the `count`-th of its kind: `DIR-3`, or `DRL-1-DIR-3` in a
        drill."""
        return f"{kind}-{count}" if self.drill is None else f"{self.drill}-{kind}-{count}"
