"""Names of the plant for the ids in facts; an id nobody knows any more stands for itself."""

from dataclasses import dataclass
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.text import Text


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the description of the plant that the incident ran under."""

    site: Site

    def of(self, ident: str | None) -> Text | str:
        """The name of a person, post, store, kit, resource, team, outside unit, level or place."""
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
        """Whose word a fact is: the speaker's, else the actor's."""
        return self.of(fact.speaker or fact.actor)

    def quantities(self, lines: Any) -> list[Any]:
        """Resources with their quantities, as (name, number) pairs."""
        return [Counted(self.of(line["resource"]), line["quantity"]) for line in lines]


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of a named thing."""

    name: Text | str
    quantity: float
