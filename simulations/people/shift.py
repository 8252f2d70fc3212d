"""The whole shift as one step: everybody looks at the board, and does what is due."""

from simulations.intent import Spoken
from simulations.people import headcount, patrol
from simulations.people.approval import Approval
from simulations.people.carrier import Carrier
from simulations.people.crew import Crew
from simulations.people.directives import Inbox
from simulations.people.margin import Margin
from simulations.people.telephone import Outside
from simulations.view import CAMPAIGNS, DIRECTIVES, PAGES, REVIEWS


class NightShift:
    """Everybody at work. `step(t)` takes simulated seconds; the board is `crew.view`."""

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self._outside = Outside(crew)
        self._carrier = Carrier(crew)
        self._approval = Approval(crew)
        self._margin = Margin(crew)
        self._inboxes = {person.id: Inbox(crew, person) for person in crew.people.values()}
        for inbox in self._inboxes.values():
            crew.stage.start(inbox.work())
        for person in crew.people.values():
            if person.on_site:
                crew.stage.start(headcount.answer(crew, person))
        if crew.site.gate_of_reader:
            crew.stage.start(headcount.strangers(crew))
        if crew.scenario.people.patrol is not None:
            crew.stage.start(patrol.walk_round(crew, crew.scenario.people.patrol))

    def step(self, t_s: float) -> list[Spoken]:
        """Advance to `t_s`; return what was said since the last step."""
        self.crew.t_s = t_s
        view = self.crew.view
        for row in view.of(DIRECTIVES).values():
            self._carrier.notice(row["id"], row["attempts"])
            inbox = self._inboxes.get(row["to"]["person"] or "")
            if inbox is not None:
                inbox.notice(row)
        for incident in view.incidents():
            for request in incident["authority"]["asked"]:
                self._carrier.notice(request["id"], request["attempts"])
                self._approval.notice(request)
        for sent in (*view.of(REVIEWS).values(), *view.of(PAGES).values()):
            self._carrier.notice(sent["id"], sent["attempts"])
        for asked in view.of(CAMPAIGNS).values():
            self._carrier.notice(asked["campaign"], asked["attempts"])
        self._outside.notice()
        self._margin.notice()
        self.crew.stage.step()
        said, self.crew.outbox = self.crew.outbox, []
        return said

    def given_back(self, person: str) -> None:
        """Return a part to its virtual person, who takes up what is undone."""
        self._inboxes[person].begin_again()

    def positions(self) -> dict[str, tuple[float, float]]:
        """Return the positions of everybody on site whom no real person plays."""
        return {
            p.id: p.position(self.crew.t_s)
            for p in self.crew.people.values()
            if p.on_site and not p.missing and not p.played
        }
