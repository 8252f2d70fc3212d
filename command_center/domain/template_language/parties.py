"""The parties of a matter: who they are, which certificates they must hold, and who they must never
be."""

from typing import Annotated

from pydantic import BeforeValidator

from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.values import LockName, Name, Names
from command_center.domain.text import Text

OPENER = "opener"
DUTY = "duty"
"""Who moves by rule: the center itself, never a person."""
SUPERIOR = "superior"
"""Who holds the post above the posts of whom a matter belongs to: its opener, or the holder for whom a plan made it."""
FUNCTIONS = frozenset({
    "superior", "deputy", "area-head", "workshop-head", "team-leader", "shift-supervisor", "safety-officer",
    "safety-head", "manager", "equipment-head", "electrical-head", "production-head", "traffic-head", "fire-brigade",
    "dispatcher", "contractor-office", "training-office", "auditor",
})  # fmt: skip
"""Functions that a template may name where a site has posts of its own names: the site says which post has each."""
READERS = frozenset({"parties", "area", "safety", "commander", "everyone"})
"""Who may read, besides the template's own parties and the functions."""
REASON = "reason"
"""What a move may need besides fields: words why."""


def _party(value: object) -> object:
    return {"opener": True} if value == OPENER else value


class PartyForm(Part):
    """A party, written `opener`, or with the keys below.

    `opener`: who opened the matter. `post`: who holds this post; with `of`, a place field, in that
    place's area. `post_of`: who is responsible for the area of a place field. `field`: the person
    named in a person field. Without one of these, whoever opens or fills the matter names the
    party. `certified`: certificates that the person must hold. `never`: parties, or person columns
    of lists, that must be somebody else. `busy: false`: the person must have no other open matter
    of this template in this party.
    """

    title: Text | None = None
    opener: bool = False
    post: Name | None = None
    of: Name | None = None
    post_of: Name | None = None
    field: Name | None = None
    certified: Names | None = None
    never: Names | None = None
    busy: bool = True
    locked: LockName | None = None

    @property
    def named(self) -> bool:
        """Returns whether a person chooses who fills this party."""
        return not (self.opener or self.post or self.post_of or self.field)


Party = Annotated[PartyForm, BeforeValidator(_party)]
