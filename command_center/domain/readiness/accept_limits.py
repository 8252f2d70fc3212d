"""Accepts the proposed H and HH limits of a level: the plant's description is changed, which closes
the gap."""

from pydantic import Field

from command_center.domain.plant_data.change_site import ChangeSite, change
from command_center.domain.quantities import Measured
from command_center.domain.readiness.proposed_limits import proposed_limits
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, decides
from command_center.domain.site.changing.change import Change
from command_center.domain.site.changing.nouns import NOUNS, PLANT, hash_of
from command_center.domain.site.vessels import vessels
from command_center.domain.state import State
from command_center.domain.text import Reason


class AcceptLimits(Command):
    """Accept the limits `h` and `hh` for the level of a tank or pool, as they are proposed now."""

    vessel: str = Field(max_length=40)
    h: Measured
    hh: Measured
    reason: Reason | None = None


@decides("readiness.accept_limits", AcceptLimits, sorted(PLANT), scene=Scene.REALITY, begins=True)
def accept(state: State, command: AcceptLimits, ctx: Context) -> Decision:
    """Changes the limits of the level's tag. Refused where the proposal has changed meanwhile."""
    site = state.site
    vessel = next((one for one in vessels(site) if one.id == command.vessel), None)
    if vessel is None:
        return Refusal("unknown_element", {"element": command.vessel})
    told = proposed_limits(site, vessel)
    if (told.get("h"), told.get("hh")) != (command.h, command.hh):
        return Refusal("proposal_changed", {"vessel": command.vessel})
    noun = NOUNS["tags"]
    row = noun.row_of(site.tag_by_id[vessel.level])
    limits = {**(row["limits"] or {}), "h": command.h, "hh": command.hh}
    changed = Change(noun="tags", key=vessel.level, row={**row, "limits": limits}, was=hash_of(row))
    return change(state, ChangeSite(changes=[changed], reason=command.reason), ctx)
