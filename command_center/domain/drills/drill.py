"""Names a drill in a command, and checks its phase; every command about a drill does so first."""

from pydantic import Field

from command_center.domain.actor import Role
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.registry import Command
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Phase

COORDINATORS = frozenset({Role.CONTROLLER, Role.DUTY})
"""Who may know that a drill is planned or sealed (`live/audience.py`)."""

DrillId = Field(pattern=r"^DRL-[0-9]{1,9}$", max_length=20)


class NameDrill(Command):
    """Names a drill."""

    drill: str = DrillId


def the_drill(state: State, drill: str, *phases: Phase) -> Drill | Refusal:
    """Returns the drill if it is in one of `phases`, else the refusal that says which phase it is
    in."""
    found = state.drills.get(drill)
    if found is None:
        return Refusal("unknown_drill", {"drill": drill})
    if found.phase not in phases:
        return drill_phase_refusal(found)
    return found


def begun_drill(state: State, drill: str, role: Role, *phases: Phase) -> Drill | Refusal:
    """Returns the drill if it is in one of `phases`, as `the_drill` does, but hides drills to come.
    To roles other than the coordinators, a drill that has not begun is refused as unknown."""
    found = state.drills.get(drill)
    if found is not None and found.started_at is None and role not in COORDINATORS:
        return Refusal("unknown_drill", {"drill": drill})
    return the_drill(state, drill, *phases)


def drill_phase_refusal(drill: Drill) -> Refusal:
    """Returns the refusal that says in which phase a drill is."""
    return Refusal(
        "drill_phase", {"drill": drill.id, "phase": Phrase(f"phrase.drill_{drill.phase}")}
    )


def live_drill(state: State) -> Drill | None:
    """Returns the drill that is live, so that its twin is on the board; None if there is none.
    There is never more than one."""
    return next((drill for drill in state.drills.values() if drill.live), None)
