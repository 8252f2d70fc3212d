"""Plans and seals a drill. The facts hold its name and a commitment, and nothing about what will
happen in it."""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.cast import DrillCast, cast_of
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.drills.sealing import secret_commitments
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.readers import FOR_COORDINATORS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill
from command_center.domain.text import Typed, said


class PlanDrill(Command):
    """Plan a drill. `in_plant`: people will move in the plant, so a safety officer (a person) is
    needed and the holds of such drills apply. `window` is the window of the year's programme
    that it is for. `people` are those who play their own parts, as in `drill.cast`."""

    name: Typed
    unannounced: bool = True
    in_plant: bool = False
    safety_officer: str | None = Field(default=None, max_length=40)
    window: str | None = Field(default=None, max_length=60)
    people: list[str] = Field(default=[], max_length=500)


class DrillPlanned(TypedDict):
    """A drill was planned; its scenario stays secret."""

    id: str
    name: Words
    unannounced: bool
    in_plant: bool
    safety_officer: str | None
    window: NotRequired[str | None]


class SealDrill(NameDrill):
    """Seal a drill: its content is fixed. `commitment` (SHA-256, hex) is computed over the content
    and a secret nonce."""

    commitment: str = Field(pattern=r"^[0-9a-f]{64}$")
    generator: str = Field(min_length=1, max_length=60, pattern=r"^[\x21-\x7e]+$")


class DrillSealed(TypedDict):
    """Scenario, seed and hidden start of the drill are fixed; only their commitment is published.
    `site_version` is the stored description of the plant at that time (absent in older facts)."""

    commitment: str
    generator: str
    site_version: NotRequired[int | None]


@decides("drill.plan", PlanDrill, [Role.CONTROLLER, Role.DUTY], scene=Scene.REALITY)
def plan(state: State, command: PlanDrill, ctx: Context) -> Decision:
    """Plans a drill. One with people in the plant names a safety officer who may stop it. A window
    of the programme has only one drill."""
    if command.window is not None and command.window in (d.window for d in state.drills.values()):
        return []
    officer = command.safety_officer
    if officer is not None and officer not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": officer})
    if command.in_plant and officer is None:
        return Refusal("safety_officer_needed")
    cast = cast_of(command.people, ctx)
    if isinstance(cast, Refusal):
        return cast
    name = said(command.name) if isinstance(command.name, str) else command.name
    payload = DrillPlanned(
        id=f"DRL-{len(state.drills) + 1}",
        name=Words(zh=name.zh, en=name.en),
        unannounced=command.unannounced,
        in_plant=command.in_plant,
        safety_officer=officer,
        window=command.window,
    )
    drafts = [Draft("drill.planned", payload, drill=payload["id"])]
    if cast:
        drafts.append(Draft("drill.cast", DrillCast(people=cast), drill=payload["id"]))
    return drafts


@decides("drill.seal", SealDrill, [Role.CONTROLLER, Role.DUTY], scene=Scene.REALITY, begins=True)
def seal(state: State, command: SealDrill, ctx: Context) -> Decision:
    """Seals a drill by a commitment over its content. A drill is sealed once. A commitment that the
    programme or another drill already uses is refused."""
    found = the_drill(state, command.drill, "planned")
    if isinstance(found, Refusal):
        return found
    if command.commitment in secret_commitments(state):
        return Refusal("commitment_used")
    payload = DrillSealed(
        commitment=command.commitment,
        generator=command.generator,
        site_version=ctx.site_version,
    )
    return [Draft("drill.sealed", payload, drill=found.id)]


@applies("drill.planned", DrillPlanned, of_drill=True, readers=FOR_COORDINATORS)
def planned(state: State, fact: Fact) -> None:
    """Applies the fact: the drill is on the list of drills."""
    d = fact.data
    state.drills[d["id"]] = Drill(
        id=d["id"],
        name=d["name"],
        planned_at=fact.at,
        planned_by=fact.actor,
        unannounced=d["unannounced"],
        in_plant=d["in_plant"],
        safety_officer=d["safety_officer"],
        window=d.get("window"),
    )


@applies("drill.sealed", DrillSealed, of_drill=True, readers=FOR_COORDINATORS)
def sealed(state: State, fact: Fact) -> None:
    """Applies the fact: the drill is sealed, and its commitment is kept."""
    drill = state.drills[fact.drill or ""]
    drill.phase = "sealed"
    drill.commitment, drill.generator = fact.data["commitment"], fact.data["generator"]
