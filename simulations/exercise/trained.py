"""The trained crew's reactions to injects that no site plan answers.

A scenario says what should follow each inject: the virtual commander takes that as the crew's training, and orders
it, after random delays and one order at a time. Whether it is done in time depends on people, locks, telephone
numbers, authority and roads, as in any other night. What the site's own plan already does is left to the plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.scenario import Expectation, Inject
from command_center.domain.site.model import Step
from simulations.closing import ANSWERED
from simulations.commander import VirtualCommander
from simulations.exercise.recipients import DESK, Whom
from simulations.people.crew import Crew, Meaning
from simulations.people.operate import is_remote
from simulations.scenario import Deed
from simulations.script import Script

PLAIN = Meaning()
AT_SOURCE, OUTSIDE, PEOPLE, WATER = "source", "outside", "people", "water"
LIFE_SAFETY = "life_safety"
DEEDS = {"gas.measured": (Deed.GAS,), "outfall.sampled": (Deed.SAMPLE,)}


@dataclass(frozen=True, slots=True)
class Order:
    """An order for an expectation: `about` distinguishes two orders about one thing from orders about two things."""

    about: tuple[str, str]
    to: str | None
    data: Mapping[str, Any]
    meaning: Meaning = PLAIN


class Trained:
    """Reacts to the injects of one plan, each expectation once."""

    def __init__(self, crew: Crew, commander: VirtualCommander, plan: DrillPlan) -> None:
        self._crew, self._commander, self._plan = crew, commander, plan
        self._whom = Whom(crew)
        self._injects = {inject.id: inject for inject in plan.injects}
        self._ordered: set[tuple[str, str]] = set()
        # Where nothing leaks, air is needed and no suit.
        leaks = any(act.leak for inject in plan.injects for act in inject.does)
        self._dress = Deed.DON if leaks else Deed.MASK

    def fired(self, inject: str) -> None:
        """Let the crew see or hear of an inject that was fired."""
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
        if expected.fact.kind == "entry.out":
            crew.recalled_s = crew.t_s  # the board at the entry calls out whoever is inside
            return
        if expected.fact.kind == "entry.ready":
            yield self._kit_is_there
        if expected.fact.kind == "entry.in":
            yield self._is_dressed
        incident = self._incident()
        order = None if incident is None else self._order(expected, _place(inject))
        if incident is None or order is None or order.about in self._ordered:
            return
        self._ordered.add(order.about)
        if self._planned(incident, order, expected.by_s):
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
        """Whether the ordered kit has arrived, so that people can be told to dress."""
        if not any(about[0] == "kit" for about in self._ordered):
            return True
        given = self._crew.view.directives(self._incident() or "")
        return any(row["kit"] and row["state"] in ANSWERED for row in given)

    def _is_dressed(self) -> bool:
        """Whether enough people are dressed for one pair to go in and another to stand by."""
        return len(self._crew.ready) >= 2 * self._crew.scenario.people.pair

    # ---- which order

    def _order(self, expected: Expectation, place: str | None) -> Order | None:
        """What to say; None for what no order brings about: an alarm, a measured state."""
        kind, fields = expected.fact.kind, _fields(expected)
        at = {"place": place} if place in self._crew.site.places else {}
        if kind.startswith("directive."):
            return self._plain(expected, fields, at)
        if kind in ("resource.dispatched", "kit.drawn"):
            kit = str(fields["kit"])
            return self._fetch(("kit", kit), kit, place)
        if kind.startswith("entry."):
            return self._entry(kind, place)
        if kind == "valve.reported":
            return self._valve(str(fields["element"]), str(fields["state"]))
        if kind == "evacuation.ordered":
            zone = str(fields["zones"])
            to = self._whom.post(lambda post: post.area == zone) or self._whom.of_duty(kind)
            return Order(("zone", zone), to, {"evacuates": [zone], "category": PEOPLE})
        if kind == "outside.called":
            unit = str(fields["unit"])
            meaning = Meaning(calls=(unit,))
            return Order(("unit", unit), self._whom.of_duty(kind), {"category": OUTSIDE}, meaning)
        if kind == "responder.status":
            lead = self._whom.of_duty(kind)
            team = self._whom.team_of(lead)
            data = {"mobilises": team, "category": AT_SOURCE, **at}
            return Order(("team", team), lead, data, Meaning(team=team)) if team else None
        if kind in DEEDS:
            where = {"place": self._whom.outfall()} if kind == "outfall.sampled" else at
            to = expected.who or self._whom.of_duty(kind)
            category = WATER if kind == "outfall.sampled" else AT_SOURCE
            return Order((kind, ""), to, {"category": category, **where}, Meaning(DEEDS[kind]))
        return None

    def _fetch(
        self, about: tuple[str, str], kit: str, place: str | None, deeds: tuple[Deed, ...] = ()
    ) -> Order:
        """Somebody's team brings a kit to where one may stand, and does something with it there."""
        to = self._whom.of_duty("entry" if deeds else "kit")
        data = {"kit": kit, "place": self._whom.staging(place), "category": AT_SOURCE}
        return Order(about, to, data, Meaning(deeds, team=self._whom.team_of(to)))

    def _entry(self, kind: str, place: str | None) -> Order | None:
        """To dress, with a kit where none was ordered; to go in, where somebody is down and nothing leaks."""
        to, staging = self._whom.of_duty("entry"), self._whom.staging(place)
        if kind == "entry.ready":
            kit = None if any(a[0] == "kit" for a in self._ordered) else self._kit_to_wear()
            if kit is not None:
                return self._fetch((kind, ""), kit, place, (self._dress,))
            data = {"category": AT_SOURCE, "place": staging}
            return Order((kind, ""), to, data, Meaning((self._dress,)))
        if kind == "entry.in" and self._dress is Deed.MASK:
            data = {"category": PEOPLE, "place": staging, "urgency": LIFE_SAFETY}
            return Order((kind, ""), to, data, Meaning((Deed.RESCUE,)))
        return None

    def _kit_to_wear(self) -> str | None:
        rule = self._crew.scenario.people
        worn = rule.breathing if self._dress is Deed.MASK and rule.breathing else rule.suit
        kits = self._crew.site.kits
        return next((k.id for k in kits if any(x.resource == worn for x in k.lines)), None)

    def _plain(
        self, expected: Expectation, fields: Mapping[str, Any], at: Mapping[str, str]
    ) -> Order | None:
        """An order in the scenario's own words, to whom it names; one to nobody is announced."""
        given = {n: fields[n] for n in ("urgency", "category", "mobilises") if n in fields}
        about_people = given.get("urgency") == LIFE_SAFETY
        data = {"category": PEOPLE if about_people else AT_SOURCE, **at, **given}
        team = fields.get("mobilises")
        lead = self._crew.site.team_by_id[team].lead if team in self._crew.site.team_by_id else None
        to = expected.who or lead or self._whom.post(lambda _post: True)
        if to in {post.id for post in self._crew.site.posts if post.commands}:
            return None  # nobody orders themselves
        to = to or self._whom.deputy(self._commander.person)
        about = ("who", expected.who) if expected.who else ("text", expected.id)
        deeds = () if expected.who or team else (Deed.ANNOUNCE,)
        return Order(about, to, data, Meaning(deeds, team=team))

    def _valve(self, valve: str, state: str) -> Order | None:
        """The desk where it is worked from there, else whoever is nearest; only where acting on it means
        what is expected."""
        crew = self._crew
        wanted = crew.plant.elements.in_emergency(valve)
        if valve not in crew.site.valve_by_id or wanted != (1.0 if state == "open" else 0.0):
            return None
        outfall = crew.site.valve_by_id[valve].kind == "outfall"
        to = self._whom.post(lambda post: post.duty == DESK) if is_remote(crew, valve) else None
        if to is None:
            free = [crew.people[h] for _, h in self._whom.held() if not crew.people[h].engaged]
            nearest = crew.nearest(crew.point(valve), free)
            to = next(
                (post.id for post, h in self._whom.held() if nearest and h == nearest.id), None
            )
        data = {"acts_on": [valve], "place": valve, "category": WATER if outfall else AT_SOURCE}
        return Order(("valve", valve), to, data)

    def _planned(self, incident: str, order: Order, by_s: float) -> bool:
        """Whether a step of the incident's own plan is about the same thing, and due before it is too
        late."""
        row = self._crew.incident(incident)
        plan = self._crew.plan_of(row)
        if row is None or plan is None:
            return False
        late_s = (self._crew.view.now_ms - row["t0"]) / 1000 + by_s
        return any(order.about in self._abouts(s) for s in plan.steps if s.at_s <= late_s)

    def _abouts(self, step: Step) -> Iterator[tuple[str, str]]:
        yield from (("valve", element) for element in step.acts_on)
        yield from (("zone", zone) for zone in step.evacuates)
        yield from (("unit", unit) for unit in step.calls)
        yield "kit", step.kit or ""
        yield "team", step.mobilises or ""
        yield "who", step.post
        deeds = self._crew.scenario.people.deeds.get(step.id, [])
        yield from ((kind, "") for kind, known in DEEDS.items() if known[0] in deeds)
        if Deed.DON in deeds:
            yield "entry.ready", ""


def _fields(expected: Expectation) -> dict[str, Any]:
    """What the fact's fields have to be; of several allowed, the first."""
    return {
        where.field: next(
            one for one in (where.names, where.equals, *(where.one_of or ())) if one is not None
        )
        for where in expected.fact.where
    }


def _place(inject: Inject) -> str | None:
    """The place of an inject, from the first of its acts that names one."""
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
