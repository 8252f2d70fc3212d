"""A recipient's handling of directives: noticed, acknowledged, begun, worked, done or refused."""

from command_center.domain.site.model import Step
from command_center.live.rows.directives.directive_rows import DirectiveRow
from simulations.intent import CARRIER
from simulations.people import deeds
from simulations.people.crew import Crew
from simulations.people.person import VirtualPerson
from simulations.script import Script, unless
from simulations.view import DIRECTIVES

ORDER = ("life_safety", "urgent", "normal", "routine")
UNDONE = ("issued", "acknowledged", "in_progress")


def step_of(crew: Crew, directive: DirectiveRow) -> Step | None:
    """Return the plan's step that a directive carries out."""
    plan = crew.plan_of(crew.incident(directive["incident"]))
    if plan is None:
        return None
    return next((step for step in plan.steps if step.id == directive["step"]), None)


class Inbox:
    """One person's directives. `work` is the script of their whole night."""

    def __init__(self, crew: Crew, person: VirtualPerson) -> None:
        self._crew, self._person = crew, person
        self._waiting: list[str] = []
        self._turns: dict[str, int] = {}

    def notice(self, row: DirectiveRow) -> None:
        """Notice one's own directive: on site by radio or board, if reached there; off site only by an opened notice.

        A directive sent back is taken up again.
        """
        turn = 1 if row["returned"] else 0
        person = self._person
        heard = person.reached if person.on_site else row["id"] in person.told
        if not heard or row["state"] not in UNDONE:
            return
        if self._turns.get(row["id"], -1) < turn:
            self._turns[row["id"]] = turn
            self._crew.stage.start(self._take(row["id"]))

    def _row(self, directive: str) -> DirectiveRow | None:
        return self._crew.view.one(DIRECTIVES, directive)

    def _issued(self, directive: str) -> bool:
        row = self._row(directive)
        return row is not None and row["state"] == "issued"

    def _undone(self, directive: str) -> bool:
        row = self._row(directive)
        return row is not None and row["state"] in UNDONE

    def _take(self, directive: str) -> Script:
        """Acknowledge after a drawn time, then queue the work.

        Off the site they answer by the telephone that told them. Whoever has no way to the board has not had the
        directive from it either.
        """
        crew, person = self._crew, self._person
        reaction = crew.parameters.reaction
        slow = reaction.night_factor.value if crew.night else 1.0
        yield from crew.take(person, reaction.acknowledge_on_site_s, slow)
        if not person.able:
            return
        if self._issued(directive):
            notice = None if person.on_site else person.told.get(directive)
            if notice is not None and not person.played:
                answer = crew.say(
                    CARRIER, "notification.answer", delivery=notice, word="acknowledge"
                )
                yield from crew.heard(answer)
                if not answer.accepted:
                    return
                yield lambda: not self._issued(directive)
            else:
                spoken = crew.say(person.id, "directive.ack", directive=directive)
                yield from crew.heard(spoken)
                if spoken.lost:
                    return
        if self._undone(directive) and directive not in self._waiting:
            self._waiting.append(directive)

    def begin_again(self) -> None:
        """Forget what was noticed: everything undone is taken up again."""
        self._turns.clear()
        self._waiting.clear()

    def work(self) -> Script:
        """Do one directive after another, the most urgent first, until the night is over."""
        crew, person = self._crew, self._person
        while True:
            yield lambda: bool(self._waiting) and not person.engaged and person.able
            directive = min(self._waiting, key=self._urgency)
            self._waiting.remove(directive)
            if not self._undone(directive):
                continue
            person.engaged = True
            yield from unless(
                self._do(directive),
                lambda directive=directive: not (self._undone(directive) and person.able),  # type: ignore[misc]
            )
            crew.stop(person)
            person.engaged = False

    def _urgency(self, directive: str) -> int:
        row = self._row(directive)
        return ORDER.index(row["urgency"]) if row else len(ORDER)

    def _do(self, directive: str) -> Script:
        crew, person = self._crew, self._person
        yield from crew.take(person, crew.parameters.reaction.start_after_acknowledgement_s)
        yield from crew.heard(crew.say(person.id, "directive.start", directive=directive))
        row = self._row(directive)
        if row is None:
            return
        job = deeds.Job(crew, person, row, step_of(crew, row))
        try:
            yield from deeds.work(job)
        except deeds.Impossible as why:
            spoken = crew.say(person.id, "directive.refuse", directive=directive, reason=why.said)
        else:
            spoken = crew.say(person.id, "directive.done", directive=directive, note=job.note)
        yield from crew.heard(spoken)
        yield lambda: not self._undone(directive)
