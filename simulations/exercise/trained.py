"""What a trained crew does about an inject that no plan of the site answers.

A scenario says what should follow each inject: the virtual commander takes that for the crew's
training, and orders it, after drawn delays and with one mouth. Whether it is then done, and in time,
is up to people, locks, telephone numbers, authority and roads, as in any other night. What a step of
the site's own plan does already is left to the plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.scenario import Expectation, Inject
from command_center.domain.site.model import Post, Step
from simulations.closing import ANSWERED
from simulations.commander import VirtualCommander
from simulations.people.crew import Crew, Meaning
from simulations.scenario import Deed
from simulations.script import Script

PLAIN = Meaning()
AT_SOURCE, OUTSIDE, PEOPLE, WATER = "source", "outside", "people", "water"
DEEDS = {
    "gas.measured": (Deed.GAS,),
    "outfall.sampled": (Deed.SAMPLE,),
    "entry.ready": (Deed.DON,),
}
DUTIES: Mapping[str, Sequence[str]] = {
    "gas.measured": ("environment", "fire"),
    "outfall.sampled": ("environment", "utilities"),
    "entry.ready": ("fire",),
    "kit": ("fire", "stores"),
    "outside.called": ("control_room",),
    "evacuation.ordered": ("security",),
    "responder.status": ("fire",),
}
"""Whose work it is, by the duty of posts; the first that is held on the site."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be said about an expectation: `about` tells two orders of one thing from two things."""

    about: tuple[str, str]
    to: str | None
    data: Mapping[str, Any]
    meaning: Meaning = PLAIN


class Trained:
    """Answers the injects of one plan, each expectation once."""

    def __init__(self, crew: Crew, commander: VirtualCommander, plan: DrillPlan) -> None:
        self._crew, self._commander, self._plan = crew, commander, plan
        self._injects = {inject.id: inject for inject in plan.injects}
        self._ordered: set[tuple[str, str]] = set()

    def fired(self, inject: str) -> None:
        """The crew sees or hears of it."""
        known = self._injects.get(inject)
        if known is None:
            return
        for expected in self._plan.expectations:
            if expected.inject == inject:
                self._crew.stage.start(self._answer(expected, known))

    def _answer(self, expected: Expectation, inject: Inject) -> Script:
        crew, commander = self._crew, self._commander
        if expected.fact.kind == "incident.opened":
            place = _place(inject) or next(filter(None, map(_place, self._plan.injects)), None)
            told = any(act.message for act in inject.does)  # alarms and reports are seen anyhow
            if told and place is not None and place in crew.site.places:
                yield from commander.open(place)
            return
        yield lambda: self._incident() is not None
        yield from commander.decides()
        if expected.fact.kind == "entry.ready":
            yield self._kit_is_there
        incident = self._incident()
        order = None if incident is None else self._order(expected, _place(inject))
        if incident is None or order is None or order.about in self._ordered:
            return
        self._ordered.add(order.about)
        if self._planned(incident, order):
            return
        if "kit" in order.data:
            yield from commander.sends(incident, order.data["kit"], order.data["place"])
        text = crew.word("order", what=expected.text)
        crew.meant[text["en"]] = order.meaning
        said = {"to": order.to, "text": text, "urgency": "urgent", **order.data}
        yield from commander.orders(incident, **said)

    def _incident(self) -> str | None:
        """The drill's incident that the virtual commander leads."""
        led = (row["id"] for row in self._crew.view.incidents())
        return next((one for one in led if self._commander.commands(one)), None)

    def _kit_is_there(self) -> bool:
        """Nobody is told to dress before what they dress in has come, where it was ordered."""
        if not any(about[0] == "kit" for about in self._ordered):
            return True
        given = self._crew.view.directives(self._incident() or "")
        return any(row["kit"] and row["state"] in ANSWERED for row in given)

    # ---- which order

    def _order(self, expected: Expectation, place: str | None) -> Order | None:
        """What to say; None for what no order brings about: an alarm, a measured state."""
        kind, fields = expected.fact.kind, _fields(expected)
        at = {"place": place} if place in self._crew.site.places else {}
        if kind.startswith("directive."):
            return self._plain(expected, fields, at)
        if kind in ("resource.dispatched", "kit.drawn"):
            kit = str(fields["kit"])
            return Order(
                ("kit", kit), self._of_duty("kit"),
                {"kit": kit, "place": self._staging(place), "category": AT_SOURCE},
                Meaning(team=self._team_of(self._of_duty("kit"))),
            )  # fmt: skip
        if kind == "valve.reported":
            return self._valve(str(fields["element"]), str(fields["state"]))
        if kind == "evacuation.ordered":
            zone = str(fields["zones"])
            to = self._post(lambda post: post.area == zone) or self._of_duty(kind)
            return Order(("zone", zone), to, {"evacuates": [zone], "category": PEOPLE})
        if kind == "outside.called":
            unit = str(fields["unit"])
            meaning = Meaning(calls=(unit,))
            return Order(("unit", unit), self._of_duty(kind), {"category": OUTSIDE}, meaning)
        if kind == "responder.status":
            lead = self._of_duty(kind)
            team = self._team_of(lead)
            data = {"mobilises": team, "category": AT_SOURCE, **at}
            return Order(("team", team), lead, data, Meaning(team=team)) if team else None
        if kind in DEEDS:
            where = {"place": self._outfall()} if kind == "outfall.sampled" else at
            to = expected.who or self._of_duty(kind)
            category = WATER if kind == "outfall.sampled" else AT_SOURCE
            return Order((kind, ""), to, {"category": category, **where}, Meaning(DEEDS[kind]))
        return None

    def _plain(
        self, expected: Expectation, fields: Mapping[str, Any], at: Mapping[str, str]
    ) -> Order | None:
        """An order in the scenario's own words, to whom it names; one to nobody is announced."""
        given = {n: fields[n] for n in ("urgency", "category", "mobilises") if n in fields}
        data = {"category": AT_SOURCE, **at, **given}
        team = fields.get("mobilises")
        lead = self._crew.site.team_by_id[team].lead if team in self._crew.site.team_by_id else None
        to = expected.who or lead or self._post(lambda _post: True)
        if to in {post.id for post in self._crew.site.posts if post.commands}:
            return None  # nobody orders themselves
        about = ("who", expected.who) if expected.who else ("text", expected.id)
        deeds = () if expected.who or team else (Deed.ANNOUNCE,)
        return Order(about, to, data, Meaning(deeds, team=team))

    def _valve(self, valve: str, state: str) -> Order | None:
        """Whoever is nearest to it; only where acting on it means what is expected."""
        crew = self._crew
        wanted = crew.plant.elements.in_emergency(valve)
        if valve not in crew.site.valve_by_id or wanted != (1.0 if state == "open" else 0.0):
            return None
        outfall = crew.site.valve_by_id[valve].kind == "outfall"
        free = [crew.people[h] for _, h in self._held() if not crew.people[h].engaged]
        nearest = crew.nearest(crew.point(valve), free)
        to = next((post.id for post, h in self._held() if nearest and h == nearest.id), None)
        data = {"acts_on": [valve], "place": valve, "category": WATER if outfall else AT_SOURCE}
        return Order(("valve", valve), to, data)

    def _planned(self, incident: str, order: Order) -> bool:
        """Whether a step of the incident's own plan is about the same thing."""
        row = self._crew.incident(incident) or {}
        plan = self._crew.site.plan_by_id.get(row.get("plan") or "")
        return plan is not None and any(order.about in self._abouts(step) for step in plan.steps)

    def _abouts(self, step: Step) -> Iterator[tuple[str, str]]:
        yield from (("valve", element) for element in step.acts_on)
        yield from (("zone", zone) for zone in step.evacuates)
        yield from (("unit", unit) for unit in step.calls)
        yield "kit", step.kit or ""
        yield "team", step.mobilises or ""
        yield "who", step.post
        deeds = self._crew.scenario.people.deeds.get(step.id, [])
        yield from ((kind, "") for kind, known in DEEDS.items() if known[0] in deeds)

    # ---- to whom, and where

    def _held(self) -> list[tuple[Post, str]]:
        """Posts that somebody on the site holds, but for those who command."""
        crew = self._crew
        return [
            (post, holder)
            for post in crew.site.posts
            if not post.commands
            and (holder := crew.holders.get(post.id) or "") in crew.people
            and crew.people[holder].on_site
        ]

    def _post(self, fits: Any) -> str | None:
        return next((post.id for post, _ in self._held() if fits(post)), None)

    def _of_duty(self, kind: str) -> str | None:
        wanted = DUTIES[kind]
        found = (self._post(lambda post, d=duty: post.duty == d) for duty in wanted)
        return next(filter(None, found), None) or self._post(lambda _post: True)

    def _team_of(self, lead: str | None) -> str | None:
        return next((team.id for team in self._crew.site.teams if team.lead == lead), None)

    def _staging(self, place: str | None) -> str:
        known = place is not None and place in self._crew.site.places
        return str(place) if known else self._crew.scenario.people.control_room

    def _outfall(self) -> str:
        drainage = self._crew.scenario.drainage
        return drainage.outfall if drainage else self._crew.scenario.people.control_room


def _fields(expected: Expectation) -> dict[str, Any]:
    """What the fact's fields have to be; of several allowed, the first."""
    return {
        where.field: next(
            one for one in (where.names, where.equals, *(where.one_of or ())) if one is not None
        )
        for where in expected.fact.where
    }


def _place(inject: Inject) -> str | None:
    """Where it happens, by the first of its acts that says so."""
    for act in inject.does:
        for place in (
            act.call and act.call.place,
            act.leak and act.leak.at,
            act.fire and act.fire.at,
            act.flood and act.flood.area,
            act.person and act.person.at,
        ):
            if place:
                return str(place)
    return None
