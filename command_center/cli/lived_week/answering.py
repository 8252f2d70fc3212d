"""People's actions in an incident, real or exercise: give an order, acknowledge it, enter, take the headcount."""

from dataclasses import dataclass
from typing import Any

from command_center.cli.lived_week.room import SECOND_MS, Room, Story
from command_center.domain.actor import Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.payload import Words


@dataclass(slots=True)
class Response:
    """An incident being handled: its commander and its drill (None: real)."""

    room: Room
    commander: str
    drill: str | None = None
    incident: str = ""

    @property
    def chief(self) -> Actor:
        """The incident's commander."""
        return self.room.as_person(self.commander, Role.COMMANDER)

    def says(self, who: str, kind: str, /, **data: Any) -> list[Fact]:
        """Give a person's command about this incident."""
        return self.room.does(
            self.room.as_person(who), kind, self.drill, incident=self.incident, **data
        )

    def decides(self, kind: str, /, **data: Any) -> list[Fact]:
        """Give the commander's command about this incident."""
        return self.room.does(self.chief, kind, self.drill, incident=self.incident, **data)

    def opens(self, **data: Any) -> None:
        """The commander opens the incident."""
        opened = self.room.does(self.chief, "incident.open", self.drill, **data)
        self.incident = str(opened[0].data["id"])

    def orders(self, to: str, ack_s: float, done_s: float, **data: Any) -> str:
        """Issue a directive and return its id. It is acknowledged after `ack_s` seconds, reported done after `done_s`
        seconds, then verified. Its notices are sent.
        """
        issued = self.decides("directive.issue", to=to, **data)[0]
        directive = str(issued.data["id"])
        self.room.tell()
        self.room.begin(self._carried_out(directive, issued.data["to_person"], ack_s, done_s))
        return directive

    def _carried_out(self, directive: str, person: str, ack_s: float, done_s: float) -> Story:
        issued_at = self.room.now
        own = self.room.as_person(person)
        steps = (("ack", own, ack_s), ("start", own, ack_s + 12), ("done", own, done_s))
        for step, who, after_s in (*steps, ("verify", self.chief, done_s + 35)):
            yield issued_at + round(after_s * SECOND_MS)
            if self.drill is not None and self.drill not in self.room.state.twins:
                return  # the exercise is over
            self.room.does(who, f"directive.{step}", self.drill, directive=directive)

    def goes(
        self, person: str, place: str, after_s: float, takes_s: float, team: str | None
    ) -> None:
        """Let a person set out and arrive."""
        self.room.begin(self._on_the_way(person, place, after_s, takes_s, team))

    def _on_the_way(
        self, person: str, place: str, after_s: float, takes_s: float, team: str | None
    ) -> Story:
        yield self.room.now + round(after_s * SECOND_MS)
        self.says(person, "responder.status", person=person, status="en_route", team=team)
        yield self.room.now + round(takes_s * SECOND_MS)
        self.says(
            person, "responder.status", person=person, status="on_scene", place=place, team=team
        )

    def enters(
        self, pair: tuple[str, str], standby: tuple[str, str], checker: str, element: str,
        place: str, times_s: tuple[float, float, float], reason: Words | None = None,
    ) -> Story:  # fmt: skip
        """Check four people at once; two of them enter, work and come out at the given seconds (`times_s`). The
        `reason` says why they go in although something is lacking."""
        began = self.room.now
        four = [*pair, *standby]
        self.says(
            checker, "entry.ready", persons=four, pressure_mpa=29.0, place=place, checker=checker
        )
        for after_s, step in zip(times_s, ("in", "at_work", "out"), strict=True):
            yield began + round(after_s * SECOND_MS)
            for person in pair:
                more: dict[str, Any] = {
                    "in": {"pressure_mpa": 28.0, "reason": reason},
                    "at_work": {"element": element},
                }
                self.says(checker, f"entry.{step}", person=person, **more.get(step, {}))
