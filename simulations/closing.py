"""The virtual commander at the end of an incident: verifies what is done, repeats orders for what
is missing, closes.
"""

from collections.abc import Callable

from numpy.random import Generator

from command_center.domain.site.model import Plan, Step
from command_center.domain.state.incidents.measurements import Place
from command_center.live.rows.directives.directive_rows import DirectiveRow
from command_center.live.rows.incidents.incident_rows import IncidentRow
from simulations.draws import Draw
from simulations.intent import COMMANDER
from simulations.people.crew import Crew
from simulations.scenario import Deed
from simulations.script import Script
from simulations.view import DIRECTIVES

ANSWERED = ("done", "verified")
ENDED = ("verified", "refused", "withdrawn", "superseded", "ended")
GIVES_UP_S = 1200.0
"""An unacknowledged directive is withdrawn after this long, once only it is in the way (ours)."""
RETRY_S = 5.0


class Closing:
    """Two scripts beside the plan's steps, `verify` and `close`, for as long as it `commands`."""

    def __init__(self, crew: Crew, chance: Generator, commands: Callable[[str], bool]) -> None:
        self._crew, self._chance, self._commands = crew, chance, commands

    def _take(self, draw: Draw) -> Script:
        return self._crew.wait(draw.draw(self._chance))

    def _directives(self, incident: str) -> list[DirectiveRow]:
        return list(self._crew.view.directives(incident))

    def verify(self, incident: str) -> Script:
        """Check directives reported as done, and accept those that the plant does not contradict; a kit short because
        of a lock is accepted with the reason.
        """
        crew = self._crew
        seen: dict[str, float] = {}
        while self._commands(incident):
            ready = [
                d for d in self._directives(incident)
                if d["state"] == "done" and seen.get(d["id"], -1e9) <= crew.t_s
            ]  # fmt: skip
            for directive in ready:
                yield from self._take(crew.parameters.command.verifies_s)
                seen[directive["id"]] = crew.t_s + crew.parameters.command.looks_again_s.value
                row = crew.view.one(DIRECTIVES, directive["id"]) or directive
                against = {dispute["code"] for dispute in row["disputed"]}
                if against - {"locked", "shut"} or not self._commands(incident):
                    continue
                reason = crew.word("short_accepted") if against else None
                said = crew.say(
                    COMMANDER, "directive.verify", directive=directive["id"], reason=reason
                )
                yield from crew.heard(said)
            yield from crew.wait(RETRY_S)

    def close(self, incident: str, plan: Plan | None) -> Script:
        """Try to close; handle what is missing; try again."""
        crew = self._crew
        yield lambda: self._isolated(incident) or not self._commands(incident)
        yield from self._take(crew.parameters.command.decides_s)
        asked = False
        while self._commands(incident):
            if not asked or not self._in_hand(incident):
                said = crew.say(COMMANDER, "incident.close", incident=incident)
                yield from crew.heard(said)
                asked = True
                if said.accepted:
                    return
            yield from self._take_up(incident, plan)
            yield from crew.wait(crew.parameters.command.looks_again_s.value)

    def _in_hand(self, incident: str) -> bool:
        """Somebody is still at work: after the first asking, they are waited for."""
        return any(
            d["state"] in ("acknowledged", "in_progress", "done")
            for d in self._directives(incident)
        )

    def _isolated(self, incident: str) -> bool:
        row = self._crew.incident(incident)
        return bool(row and row["source"]["isolated"])

    def _take_up(self, incident: str, plan: Plan | None) -> Script:
        """Ask once more for what only another measurement can give; drop what nobody will do."""
        crew, row = self._crew, self._crew.incident(incident)
        missing = {m["code"] for m in row["missing_to_close"]} if row else set()
        if plan is not None and row is not None and "gas_clear" in missing:
            yield from self._clear_the_air(incident, plan, row)
        if plan is not None and "gas_detectors" in missing and "source_isolated" not in missing:
            yield from self._again(incident, plan, Deed.COVER)
        if plan is not None and "outfall_sampled" in missing:
            yield from self._again(incident, plan, Deed.SAMPLE)
        if missing == {"life_safety"}:
            for directive in self._directives(incident):
                waited = (crew.view.now_ms - directive["issued_at"]) / 1000
                unreached = directive["state"] == "issued" and waited > GIVES_UP_S
                refused = directive["state"] == "refused" and directive["live"]
                if unreached or refused:
                    said = crew.say(
                        COMMANDER, "directive.withdraw", directive=directive["id"],
                        reason=crew.word("unreached" if unreached else "not_needed"),
                    )  # fmt: skip
                    yield from crew.heard(said)

    def _clear_the_air(self, incident: str, plan: Plan, row: IncidentRow) -> Script:
        """Measure again, place by place, what was above the limit; cover what nobody covered."""
        above = [g for g in row["gas"] if g["ever_above"] and not g["clear"]]
        if any(not g["below"] for g in above) and not self._carried_out(incident, plan, Deed.COVER):
            yield from self._again(incident, plan, Deed.COVER)
        counting = [g for g in row["gas"] if g["counts"]]  # the entry point, upwind, does not
        if not counting:
            yield from self._again(incident, plan, Deed.GAS)
        for gas in above or counting[-1:]:
            if self._is_due(gas):
                yield from self._again(incident, plan, Deed.GAS, gas["place"])

    def _is_due(self, gas: Place) -> bool:
        since = gas["clear_since"]
        apart = self._crew.parameters.command.gas_readings_apart_s.value
        return since is None or self._crew.view.now_ms - since >= apart * 1000

    def _steps_with(self, plan: Plan, deed: Deed) -> list[Step]:
        deeds = self._crew.scenario.people.deeds
        return [step for step in plan.steps if deed in deeds.get(step.id, [])]

    def _carried_out(self, incident: str, plan: Plan, deed: Deed) -> bool:
        steps = {step.id for step in self._steps_with(plan, deed)}
        given = [d for d in self._directives(incident) if d["step"] in steps]
        return not steps or any(d["state"] in ANSWERED for d in given)

    def _again(self, incident: str, plan: Plan, deed: Deed, place: str | None = None) -> Script:
        """Issue the step with this deed (at this place) again, unless one is being worked on."""
        crew = self._crew
        steps = self._steps_with(plan, deed)
        here = next((s for s in steps if s.place == place), next(iter(steps), None))
        if here is None:
            return
        given = [d for d in self._directives(incident) if d["step"] == here.id]
        if any(d["state"] not in ("done", *ENDED) for d in given):
            return
        if deed is Deed.SAMPLE and not given:
            return
        said = crew.say(COMMANDER, "directive.issue", incident=incident, step=here.id, place=place)
        yield from crew.heard(said)
