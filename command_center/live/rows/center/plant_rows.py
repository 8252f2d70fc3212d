"""The row of topic `center` that says which plant description is in force."""

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.plant_data.revision import revision_of
from command_center.domain.readers import EVERYBODY
from command_center.live.rows.kind import ONLY, Names, RowKind, Seen


class PlantRow(TypedDict):
    """The plant description that the board uses. `revision` differs for each description; `GET /api/v1/site` then
    returns the new one. `changed_seq` is the number of the fact that last changed the description (0: none).
    `held_by` is the open incident that keeps plans, limits and authority as they were when it was opened.
    """

    revision: str
    changed_seq: int
    held_by: str | None


PLANT = RowKind("center", "plant", PlantRow, readers=EVERYBODY)


@PLANT.moved_by("site.changed", "incident.opened", "incident.closed", "incident.withdrawn")
def moved_plant(fact: Fact, seen: Seen) -> Names:
    """The key of the only row."""
    return ONLY


@PLANT.made
def plant_row(seen: Seen, name: str) -> PlantRow:
    """Return the row of the plant in force."""
    held = seen.state.held
    return {
        "revision": revision_of(seen.state),
        "changed_seq": seen.state.plant.revision,
        "held_by": None if held is None else held.id,
    }
