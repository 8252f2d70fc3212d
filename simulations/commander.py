"""The virtual commander: a trained shift leader who follows the plan, until a human takes over."""

from command_center.domain.resources.kit_place import kit_place
from command_center.domain.site.model import Plan, Step
from command_center.domain.site.parts.hazard import Hazard
from command_center.live.rows.alarms.alarm_rows import AlarmRow
from simulations.asking_authority import ask, may
from simulations.chance import stream
from simulations.closing import ANSWERED, Closing
from simulations.draws import Draw
from simulations.intent import COMMANDER
from simulations.people.crew import Crew
from simulations.script import Script, Stage
from simulations.view import ALARMS, REPORTED

OPENS = "emergency"
"""The alarm priority on which an incident is opened at once; others are acknowledged and watched."""


class VirtualCommander:
    """Acknowledges alarms, opens incidents, issues the plan's steps, sends kits, verifies, closes.

    It speaks one directive at a time. When a person takes command it stands down for that incident, and returns only
    if the part is given back. If another virtual person comes to hold the post, that one takes over and continues.
    """

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self.hazard: Hazard | None = None
        """What has happened, where an exercise says it: an incident that no plan covers is opened as that."""
        self._chance = stream(crew.seed, "commander")
        self._mouth = Stage()
        self._acknowledging: set[str] = set()
        self._known: set[str] = set()
        self._opening = False
        self._speaking = False
        self._asked = 0
        self._who: str | None = None
        self._given_back = False

    @property
    def person(self) -> str | None:
        """Return the person played: the holder of the first commanding post on site whom no real person plays."""
        for post in self._crew.site.posts:
            holder = self._crew.people.get(self._crew.holders.get(post.id) or "")
            if post.commands and holder is not None and holder.on_site and not holder.played:
                return holder.id
        return None

    def given_back(self) -> None:
        """Take the part back from a real person: their incidents are continued from where they stand."""
        self._given_back = True

    def step(self) -> None:
        """Look at the board and continue; commands go to the crew's outbox."""
        who = None if self._played else self.person
        if who != self._who:
            self._begin_anew(who)
        if self._played:
            return
        self._notice_alarms()
        self._notice_reports()
        for incident in self._crew.view.incidents():
            if incident["id"] not in self._known:
                self._known.add(incident["id"])
                self._mouth.start(self._command(incident["id"]))
        self._mouth.step()

    def _begin_anew(self, who: str | None) -> None:
        """Somebody else speaks from now on: half a sentence is dropped, every incident looked at again."""
        self._who = who
        self._mouth.close()
        self._known.clear()
        self._speaking = self._opening = False

    def commands(self, incident: str) -> bool:
        """Whether the incident is open and nobody else has taken it."""
        row = self._crew.incident(incident)
        if row is None or row["status"] != "open" or self._played:
            return False
        held = row["commander"]
        if held is None:
            return True
        ours = held.get("kind") == "virtual" or self._given_back
        return bool(held["person"] == self.person and ours)

    @property
    def _played(self) -> bool:
        """Whether a person plays the part of whoever commands first."""
        return self._crew.commanded_by_a_person

    @property
    def _relieved(self) -> bool:
        """Somebody else commands: alarms and new incidents are theirs too."""
        return any(
            i["commander"] and not self.commands(i["id"]) for i in self._crew.view.incidents()
        )

    def _take(self, draw: Draw) -> Script:
        return self._crew.wait(draw.draw(self._chance))

    # ---- the first minute

    def _notice_alarms(self) -> None:
        for alarm in self._crew.view.of(ALARMS).values():
            turn = f"{alarm['id']}/{alarm['activations']}"
            if alarm["state"] in ("UNACK", "RTNUN") and turn not in self._acknowledging:
                self._acknowledging.add(turn)
                self._crew.stage.start(self._acknowledge(alarm))

    def _acknowledge(self, alarm: AlarmRow) -> Script:
        crew = self._crew
        reaction = crew.parameters.reaction
        emergency = alarm["priority"] == OPENS
        factor = reaction.emergency_alarm_factor.value if emergency else 1.0
        yield from crew.wait(factor * reaction.alarm_acknowledged_s.draw(self._chance))
        if self._relieved:
            return
        now = crew.view.one(ALARMS, alarm["id"])
        if now is not None and now["state"] in ("UNACK", "RTNUN"):
            yield from crew.heard(crew.say(COMMANDER, "alarm.ack", alarm=alarm["id"]))
        place = self._place_of(alarm["tag"])
        if emergency and place is not None and alarm["incident"] is None:
            yield from self._open(place, alarm=alarm["id"])

    def _notice_reports(self) -> None:
        for fact in self._crew.view.ticker():
            key = f"report/{fact['seq']}"
            if fact["kind"] == REPORTED and key not in self._acknowledging:
                self._acknowledging.add(key)
                if self._crew.view.now_ms - fact["at"] < 600_000:
                    self._crew.stage.start(self._open(fact["data"]["place"], report=fact["seq"]))

    def _open(self, place: str, **by: object) -> Script:
        """Open an incident unless one is open: one commander has one incident at a time."""
        crew = self._crew
        yield from self._take(crew.parameters.command.opens_incident_s)
        if self._opening or next(crew.view.incidents(), None) is not None or self._relieved:
            return
        self._opening = True
        standing = self._standing_emergency()
        if standing is not None:
            place, by = standing
        plan = next((p for p in crew.site.plans if place in p.places), None)
        if plan is None and self.hazard is not None:
            by = by | {"hazard": self.hazard}
        said = crew.say(COMMANDER, "incident.open", place=place, plan=plan and plan.id, **by)
        yield from crew.heard(said)
        if said.accepted:
            yield lambda: next(crew.view.incidents(), None) is not None
        self._opening = False

    def _standing_emergency(self) -> tuple[str, dict[str, object]] | None:
        """A standing emergency alarm says more than a report: where, and since when."""
        for alarm in self._crew.view.of(ALARMS).values():
            place = self._place_of(alarm["tag"])
            if alarm["priority"] == OPENS and place is not None and alarm["incident"] is None:
                return place, {"alarm": alarm["id"]}
        return None

    def _place_of(self, tag: str) -> str | None:
        """The vessel a tag measures."""
        site = self._crew.site
        levels = {tank.level: tank.id for tank in site.tanks}
        levels |= {pool.level: pool.id for pool in site.pools}
        return levels.get(tag)

    # ---- beside the plan

    def open(self, place: str) -> Script:
        """Open an incident on what was heard, like a report."""
        return self._open(place)

    def decides(self) -> Script:
        """Wait for the time that a decision takes."""
        return self._take(self._crew.parameters.command.decides_s)

    def sends(self, incident: str, kit: str, place: str) -> Script:
        """Dispatch a kit, or as much of it as there is."""
        return self._dispatch(incident, kit, place)

    def orders(self, incident: str, **order: object) -> Script:
        """Give one order in plain words once the commander is not speaking; ask for authority if needed."""
        crew = self._crew
        yield lambda: not self._speaking or not self.commands(incident)
        if not self.commands(incident):
            return
        self._speaking = True
        try:
            yield from self._take(crew.parameters.command.issues_directive_s)
            said = crew.say(COMMANDER, "directive.issue", incident=incident, **order)
            yield from crew.heard(said)
        finally:
            self._speaking = False
        target = str(order.get("mobilises") or order.get("to"))
        if said.refused_for("authority_") and not may(crew, incident, target):
            self._asked += 1
            chance = stream(crew.seed, "asking", "order", str(self._asked))
            yield from ask(crew, chance, incident, target, lambda: self.commands(incident))
            if may(crew, incident, target):
                crew.say(COMMANDER, "directive.issue", incident=incident, **order)

    # ---- in command

    def _command(self, incident: str) -> Script:
        """Take command if nobody has it, then work through the plan, verify, and close."""
        crew = self._crew
        row = crew.incident(incident)
        while self._is_to_take(incident):
            yield from self._take(crew.parameters.command.decides_s)
            if self._is_to_take(incident):
                said = crew.say(COMMANDER, "incident.take", incident=incident)
                yield from crew.heard(said)
                yield lambda said=said: not said.accepted or self.commands(incident)  # type: ignore[misc]
        if not self.commands(incident):
            return
        plan = crew.plan_of(row)
        if plan is not None:
            for step in sorted(plan.steps, key=lambda s: s.at_s):
                self._mouth.start(self._issue(incident, plan, step))
        closing = Closing(crew, self._chance, self.commands)
        self._mouth.start(closing.verify(incident))
        self._mouth.start(closing.close(incident, plan))

    def _is_to_take(self, incident: str) -> bool:
        """Whether nobody commands the incident, or a virtual person whose shift is over."""
        row = self._crew.incident(incident)
        if row is None or row["status"] != "open":
            return False
        held = row["commander"]
        if held is None:
            return True
        return bool(held.get("kind") == "virtual" and held["person"] != self.person)

    def _issue(self, incident: str, plan: Plan, step: Step) -> Script:
        """Issue one step when its time has come and what it requires is done."""
        crew = self._crew
        yield lambda: self._due(incident, step) or not self.commands(incident)
        yield from self._take(crew.parameters.command.decides_s)
        yield lambda: not self._speaking or not self.commands(incident)
        if not self.commands(incident) or self._issued(incident, step.id):
            return
        self._speaking = True
        refused = False
        try:
            yield from self._take(crew.parameters.command.issues_directive_s)
            if step.kit is not None and self.commands(incident):
                row = crew.incident(incident)
                at = plan.places[0] if row is None else row["place"]
                place = kit_place(plan, step.kit, at, step)
                yield from self._dispatch(incident, step.kit, place)
            if self.commands(incident) and not self._issued(incident, step.id):
                said = crew.say(COMMANDER, "directive.issue", incident=incident, step=step.id)
                yield from crew.heard(said)
                refused = said.refused_for("authority_")
        finally:
            self._speaking = False
        target = step.mobilises or step.post
        if refused and not may(crew, incident, target):  # asked once for the same thing
            chance = stream(crew.seed, "asking", str(plan.steps.index(step)))
            yield from ask(crew, chance, incident, target, lambda: self.commands(incident))
            if may(crew, incident, target) and not self._issued(incident, step.id):
                crew.say(COMMANDER, "directive.issue", incident=incident, step=step.id)

    def _due(self, incident: str, step: Step) -> bool:
        row = self._crew.incident(incident)
        if row is None:
            return False
        since_s = (self._crew.view.now_ms - row["t0"]) / 1000
        return since_s >= step.at_s and all(
            any(
                d["step"] == before and d["state"] in ANSWERED
                for d in self._crew.view.directives(incident)
            )
            for before in step.requires
        )

    def _issued(self, incident: str, step: str) -> bool:
        return any(d["step"] == step for d in self._crew.view.directives(incident))

    def _dispatch(self, incident: str, kit: str, place: str) -> Script:
        """The whole kit in one click; refused, what exists in one more."""
        crew = self._crew
        asked = {"incident": incident, "kit": kit, "place": place}
        said = crew.say(COMMANDER, "resource.dispatch", **asked)
        yield from crew.heard(said)
        if not said.accepted:
            yield from self._take(crew.parameters.command.decides_s)
            if self.commands(incident):
                said = crew.say(COMMANDER, "resource.dispatch", **asked, partial=True)
                yield from crew.heard(said)
