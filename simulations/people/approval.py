"""A person asked for authority: once notified, they think, and grant it."""

from command_center.domain.scenarios.broken import MissingAuthority
from command_center.live.rows.incidents.authority_rows import Asked
from simulations.people.crew import Crew
from simulations.script import Script


class Approval:
    """Answers for virtual people; a person not reached does not answer."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._known: set[str] = set()

    def notice(self, request: Asked) -> None:
        """Take a request that its person knows of: on site by radio, off site by a notice."""
        who = self._crew.people.get(request["person"])
        if who is None or who.played or request["state"] != "asked" or request["id"] in self._known:
            return
        if who.reached if who.on_site else request["id"] in who.told:
            self._known.add(request["id"])
            missing = self._crew.truth.authority.get(request["target"])
            self._crew.stage.start(self._answer(request["id"], who.id, missing))

    def _answer(self, request: str, person: str, missing: MissingAuthority | None) -> Script:
        """Answers a request for authority; in an exercise it may answer late, refuse or stay silent."""
        crew = self._crew
        if missing is not None and missing.answer == "silent":
            return
        if missing is not None:
            yield from crew.wait(missing.after_s)
        yield from crew.take(crew.people[person], crew.parameters.command.approves_s)
        if missing is not None and missing.answer == "denies":
            said = crew.say(person, "authority.deny", request=request, reason=crew.word("denied"))
            yield from crew.heard(said)
            return
        yield from crew.heard(crew.say(person, "authority.grant", request=request))
