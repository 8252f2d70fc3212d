"""The complete content of the report to the authorities; making the file needs nothing else."""

from dataclasses import dataclass
from typing import Any

from command_center.domain.air.wind import Wind
from command_center.domain.fact import Fact
from command_center.domain.incidents.authorities.official_draft import OfficialDraft
from command_center.domain.payload import Words
from command_center.domain.site.model import Site


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One report or draft. `number` is its number, the first report or a later supplement; None is an unsent draft.
    `sent` are the facts of the reports up to it, `filled` the latest values entered by people. `head` is the newest
    fact it rests on. `wind` is that of the beginning and of the time of the report, from the readings that are still
    kept.
    """

    site: Site
    incident: str
    title: Words
    exercise: bool
    number: int | None
    draft: OfficialDraft
    sent: list[Fact]
    filled: dict[str, Any]
    head: Fact
    wind: tuple[Wind, Wind]
