"""Starts a leak of a simulated plant. A real plant has no such command."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State


class AskLeak(Command):
    """Start the prepared leak of the simulated plant; `tank` selects one of several."""

    tank: str | None = Field(default=None, max_length=40)


class LeakAsked(TypedDict):
    """Somebody asked the simulated plant to start its leak."""

    tank: str | None


ASKERS = (Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR)


@decides("simulation.leak", AskLeak, ASKERS, scene=Scene.REALITY)
def ask(state: State, command: AskLeak, ctx: Context) -> Decision:
    """Starts the prepared leak of a simulated plant. Refused where the plant is real."""
    if not ctx.site.simulated:
        return Refusal("not_simulated", status=403)
    if command.tank is not None and command.tank not in ctx.site.tank_by_id:
        return Refusal("unknown_place", {"place": command.tank})
    return [Draft("simulation.leak_asked", LeakAsked(tank=command.tank))]


@applies("simulation.leak_asked", LeakAsked, readers=EVERYBODY)
def asked(state: State, fact: Fact) -> None:
    """Changes nothing: the board learns of the leak from the plant's measurements."""
