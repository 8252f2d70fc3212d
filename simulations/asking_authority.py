"""The virtual commander without authority: asks a person who has it, waits, and finally uses emergency authority.

It asks for what the board says was beyond its authority; after two minutes without an answer it uses emergency
authority and gives that as the reason. A refusal is final.
"""

from numpy.random import Generator

from command_center.live.rows.incidents.authority_rows import Asked, Beyond
from simulations.intent import COMMANDER
from simulations.people.crew import Crew
from simulations.script import Script, Until

GIVEN = ("granted", "emergency")


def ask(crew: Crew, chance: Generator, incident: str, target: str, commands: Until) -> Script:
    """Ask for what was refused about `target`, and wait for the outcome; see `may` afterwards."""
    yield lambda: _beyond(crew, incident, target) is not None or not commands()
    beyond = _beyond(crew, incident, target)
    if beyond is None or not beyond["may"]:
        return
    decides = crew.parameters.command.decides_s
    yield from crew.wait(decides.draw(chance))
    said = crew.say(
        COMMANDER, "authority.ask", incident=incident,
        capability=beyond["capability"], scope=beyond["scope"], target=beyond["target"],
    )  # fmt: skip
    yield from crew.heard(said)
    if not said.accepted:
        return
    yield lambda: _answered(crew, incident, target) or not commands()
    request = _request(crew, incident, target)
    if request is None or request["state"] != "asked" or not commands():
        return
    yield from crew.wait(decides.draw(chance))
    said = crew.say(
        COMMANDER, "authority.use_emergency", request=request["id"], reason=crew.word("unanswered")
    )
    yield from crew.heard(said)
    if said.accepted:
        yield lambda: may(crew, incident, target) or not commands()


def may(crew: Crew, incident: str, target: str) -> bool:
    """Whether the last answer about `target` permits the act."""
    request = _request(crew, incident, target)
    return request is not None and request["state"] in GIVEN


def _beyond(crew: Crew, incident: str, target: str) -> Beyond | None:
    row = crew.incident(incident)
    found = row["authority"]["beyond"] if row is not None else []
    return next((one for one in found if one["target"] == target), None)


def _request(crew: Crew, incident: str, target: str) -> Asked | None:
    row = crew.incident(incident)
    asked = row["authority"]["asked"] if row is not None else []
    found = [one for one in asked if one["target"] == target]
    return found[-1] if found else None


def _answered(crew: Crew, incident: str, target: str) -> bool:
    """Answered, or not within the time that is given for it."""
    request = _request(crew, incident, target)
    if request is None:
        return False
    return request["state"] != "asked" or crew.view.now_ms >= int(request["emergency_from"])
