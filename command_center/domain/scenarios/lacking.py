"""The reasons why a scenario cannot be played on a plant: what it needs and the plant does not
have."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from command_center.domain.refusal import Phrase

if TYPE_CHECKING:
    from command_center.domain.scenarios.needs import Need

MENDED_BY = {
    "tank": "tanks", "pool": "pools", "valve": "valves", "pump": "pumps", "store": "stores",
    "kit": "kits", "post": "posts", "team": "teams", "area": "areas", "gauge": "tags",
    "muster": "musters", "outside": "outside",
}  # fmt: skip
"""The list of the site file in which the missing thing would stand."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One reason; `need` is the scenario's name for the missing thing, None for another reason."""

    why: Phrase
    need: str | None = None


def lacks(need: "Need") -> Lacking:
    """Returns the reason that nothing on the site fits the need."""
    asked = need.chosen.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    wanted = [
        f"{field}: {', '.join(value) if isinstance(value, list) else str(value).lower()}"
        for field, value in asked.items()
    ]
    params: dict[str, Any] = {
        "need": need.id, "kind": need.which, "list": MENDED_BY[need.which],
    }  # fmt: skip
    if wanted:
        return Lacking(Phrase("scenario.lacks", params | {"wanted": wanted}), need.id)
    return Lacking(Phrase("scenario.lacks_any", params), need.id)


def unmanned(need: "Need") -> Lacking:
    """Returns the reason that nobody holds the post at that time."""
    return Lacking(Phrase("scenario.post_unmanned", {"need": need.id}), need.id)


def nothing_downwind(need: "Need", wind_from_deg: int) -> Lacking:
    """Returns the reason that no such area lies downwind."""
    params = {"need": need.id, "wind": wind_from_deg}
    return Lacking(Phrase("scenario.nothing_downwind", params), need.id)


def no_such_time(kind: str) -> Lacking:
    """Returns the reason that the site's shifts have no such time."""
    return Lacking(Phrase("scenario.no_such_time", {"kind": kind}))
