"""Everything that the report to the authorities is made of. Nothing else is asked when the file is made."""

from dataclasses import dataclass
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.incidents.authorities.official_draft import OfficialDraft
from command_center.domain.payload import Words
from command_center.domain.site.model import Site


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One report or draft. `number` is which report it is, the first or a later supplement; None is a
    draft that nobody has sent. `sent` are the facts of the reports up to it, `filled` what they last said of each
    thing. `head` is the newest fact it rests on."""

    site: Site
    incident: str
    title: Words
    exercise: bool
    number: int | None
    draft: OfficialDraft
    sent: list[Fact]
    filled: dict[str, Any]
    head: Fact
