"""A directive being worked on, and the reports about it."""

from dataclasses import dataclass

from command_center.domain.site.model import Point, Step
from command_center.live.rows.directives.directive_rows import DirectiveRow
from simulations.intent import Spoken
from simulations.people.crew import Crew, Meaning
from simulations.people.person import VirtualPerson


class Impossible(Exception):
    """The work cannot be done; `said` is the reason given when refusing the directive."""

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__(said["en"])
        self.said = said


@dataclass(slots=True)
class Job:
    """The person and the directive (its row when it was begun), and the final note."""

    crew: Crew
    person: VirtualPerson
    row: DirectiveRow
    step: Step | None
    note: dict[str, str] | None = None

    @property
    def meaning(self) -> Meaning:
        """How the words of a directive outside the plan are understood."""
        known = self.crew.meant.get(self.row["text"]["en"]) if self.step is None else None
        return known or Meaning()

    @property
    def mobilises(self) -> str | None:
        """The team that must turn out."""
        return self.step.mobilises if self.step else self.meaning.team

    @property
    def incident(self) -> str:
        """The incident's id."""
        return self.row["incident"]

    @property
    def place(self) -> str:
        """The place of the work."""
        return str(self.row["place"] or self.crew.scenario.people.control_room)

    @property
    def point(self) -> Point:
        """The place of the work as a point on the plan."""
        return self.crew.point(self.place)

    def say(self, kind: str, **data: object) -> Spoken:
        """Report something about this incident, as oneself."""
        return self.crew.say(self.person.id, kind, incident=self.incident, **data)

    def progress(self, percent: float, key: str, **params: object) -> None:
        """Reports the progress of the work, in per cent; never 100."""
        self.note = self.crew.word(key, **params)
        whole = max(0, min(99, round(percent)))
        self.crew.say(
            self.person.id, "directive.progress",
            directive=self.row["id"], percent=whole, note=self.note,
        )  # fmt: skip

    def status(self, person: VirtualPerson, status: str, place: str) -> None:
        """Reports the status and place of a person."""
        team = next((t.id for t in self.crew.site.teams if person.id in t.members), None)
        self.crew.say(
            person.id, "responder.status",
            incident=self.incident, status=status, place=place, team=team,
        )  # fmt: skip
