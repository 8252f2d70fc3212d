"""Gathers the report to the authorities: what facts say, what people filled in, and what is unknown."""

from typing import Any

from command_center.desk import Desk
from command_center.domain.air.wind import MEAN_MS, Wind, mean_wind
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.incidents.authorities.official_draft import official_draft
from command_center.domain.incidents.authorities.official_report import KINDS
from command_center.domain.site.model import Site, TagKind
from command_center.reports.export.official_document import OfficialDocument
from command_center.reports.incident_facts import incident_facts, site_then
from command_center.reports.sources import Sources
from command_center.store.series.readings import Readings


def official_document(
    sources: Sources, desk: Desk, readings: Readings, incident: str, number: int | None
) -> OfficialDocument | None:
    """Return report `number` as sent; without a number the newest, or the draft if none was sent. None if there is no
    such incident or report.
    """
    facts = incident_facts(sources, desk, incident)
    if not facts:
        return None
    site = site_then(desk, facts, incident)
    sent = [fact for fact in facts if fact.kind in KINDS and fact.incident == incident]
    which = number if number is not None else len(sent)
    if number is not None and not 1 <= number <= len(sent):
        return None
    sent = sent[:which]
    upto = sent[-1].data["upto"] if sent else facts[-1].seq
    rested = [fact for fact in facts if fact.seq <= upto]
    opened = next(f for f in facts if f.kind == "incident.opened" and f.incident == incident)
    located = [f for f in rested if f.kind == "source.located" and f.incident == incident]
    draft, head = official_draft(site, incident, facts, upto), sent[-1] if sent else rested[-1]
    return OfficialDocument(
        site=site,
        incident=incident,
        title=(located[-1] if located else opened).data["title"],
        exercise=opened.drill is not None or site.simulated,
        number=which or None,
        draft=draft,
        sent=sent,
        filled=_filled(sent),
        head=head,
        wind=(
            _wind(readings, site, draft.drill, draft.t0), _wind(readings, site, draft.drill, head.at),
        ),
    )  # fmt: skip


def _wind(readings: Readings, site: Site, drill: str | None, at: int) -> Wind:
    """The mean of the minutes up to `at` (UTC epoch ms), of the exercise in a drill."""
    tags = {
        kind: in_drill(drill, tag.id)
        for kind in (TagKind.WIND_FROM, TagKind.WIND_SPEED)
        if (tag := next((one for one in site.tags if one.kind is kind), None)) is not None
    }
    known = readings.samples(dict.fromkeys(tags.values(), (at - MEAN_MS, at)))
    values = {kind: [value for _, value in known.get(tag, [])] for kind, tag in tags.items()}
    return mean_wind(values.get(TagKind.WIND_FROM, []), values.get(TagKind.WIND_SPEED, []))


def _filled(sent: list[Fact]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for fact in sent:
        known |= {name: value for name, value in fact.data.items() if value is not None}
    return known
