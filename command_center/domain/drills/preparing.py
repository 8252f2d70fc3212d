"""A window of the year prepared: who plays, and whether people move in the plant, said before anybody
knows which day it will be."""

from datetime import datetime

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.year import Year
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.programme import Preparation


class PrepareWindow(Command):
    """How the drill of a `window` is to be: whose parts real `people` play (persons), and whether they
    move in the plant (`in_plant`, with a `safety_officer`): such a drill is sealed at its hidden hour and
    waits for a hand, every other starts by itself."""

    year: Year
    window: str = Field(min_length=1, max_length=60)
    people: list[str] = Field(default=[], max_length=500)
    in_plant: bool = False
    safety_officer: str | None = Field(default=None, max_length=40)


class WindowPrepared(TypedDict):
    """How the drill of this window is to be. It says nothing of when."""

    year: int
    window: str
    people: list[str]
    in_plant: bool
    safety_officer: str | None


@decides("programme.prepare", PrepareWindow, [Role.CONTROLLER], scene=Scene.REALITY)
def prepare(state: State, command: PrepareWindow, ctx: Context) -> Decision:
    """As long as the window has no drill of its own and is not over."""
    programme = state.programmes.get(command.year)
    windows = () if programme is None else programme.windows
    found = next((one for one in windows if one.id == command.window), None)
    if programme is None or found is None:
        return Refusal("unknown_window", {"window": command.window, "year": str(command.year)})
    made = next((d for d in state.drills.values() if d.window == found.id), None)
    if made is not None:
        return Refusal("window_has_drill", {"drill": made.id})
    if datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date() > found.closes:
        return Refusal("window_over", {"closes": found.closes.isoformat()})
    officer = command.safety_officer if command.in_plant else None
    if command.in_plant and officer is None:
        return Refusal("safety_officer_needed")
    people = sorted(set(command.people))
    for person in (*people, *([officer] if officer else [])):
        if person not in ctx.site.person_by_id:
            return Refusal("unknown_person", {"person": person})
    if programme.prepared_for(found.id) == Preparation(tuple(people), command.in_plant, officer):
        return []
    payload = WindowPrepared(
        year=command.year, window=found.id, people=people, in_plant=command.in_plant,
        safety_officer=officer,
    )  # fmt: skip
    return [Draft("programme.prepared", payload)]


@applies("programme.prepared", WindowPrepared)
def prepared(state: State, fact: Fact) -> None:
    """The newest counts."""
    d = fact.data
    state.programmes[d["year"]].prepared[d["window"]] = Preparation(
        tuple(d["people"]), d["in_plant"], d["safety_officer"]
    )
