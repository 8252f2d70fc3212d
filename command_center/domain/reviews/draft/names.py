"""Names of the plant for the ids in facts; an id that is no longer known stands for itself."""

from dataclasses import dataclass
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.site.model import Pool, Site, Tank
from command_center.domain.text import Text

LOSS_UNIT = "mm/min"
"""What nobody accounts for, as a tank's level moves by it (docs/domain.md, "Net loss")."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names in the description of the plant under which the incident ran."""

    site: Site

    def of(self, ident: str | None) -> Text | str:
        """Returns the name of a person, post, store, kit, resource, team, outside unit, level or
        place."""
        if ident is None:
            return "–"
        s = self.site
        for known in (
            s.person_by_id, s.post_by_id, s.store_by_id, s.kit_by_id, s.resource_by_id,
            s.team_by_id, s.outside_by_id,
        ):  # fmt: skip
            if ident in known:
                name: Text = known[ident].name
                return name
        level = next((one.name for one in s.levels if one.id == ident), None)
        place = s.places.get(ident)
        return level or (place[0] if place else ident)

    def hand(self, fact: Fact) -> Text | str:
        """Returns the name of the person behind a fact: the speaker, else the actor."""
        return self.of(fact.speaker or fact.actor)

    def vessel(self, tag: str) -> Text | str:
        """Returns the name of the tank or pool whose level a tag measures; another tag stands for
        itself."""
        vessels: list[Tank | Pool] = [*self.site.tanks, *self.site.pools]
        return next((one.name for one in vessels if one.level == tag), tag)

    def unit(self, alarm: Fact) -> str:
        """Returns the unit of an alarm's value: that of the rate for a net loss, else its tag's."""
        if alarm.data["condition"] == "NETLOSS":
            return LOSS_UNIT
        tag = self.site.tag_by_id.get(alarm.data["tag"])
        return tag.unit if tag is not None else ""

    def quantities(self, lines: Any) -> list[Any]:
        """Returns resources with their quantities, as (name, number) pairs."""
        return [Counted(self.of(line["resource"]), line["quantity"]) for line in lines]


@dataclass(frozen=True, slots=True)
class Counted:
    """A named thing and its quantity."""

    name: Text | str
    quantity: float
