"""Gathers the report to the authorities: what facts say, what people filled in, and what is unknown."""

from typing import Any

from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.incidents.authorities.official_draft import official_draft
from command_center.domain.incidents.authorities.official_report import KINDS
from command_center.reports.export.official_document import OfficialDocument
from command_center.reports.incident_facts import incident_facts, site_then
from command_center.reports.sources import Sources


def official_document(
    sources: Sources, desk: Desk, incident: str, number: int | None
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
    return OfficialDocument(
        site=site,
        incident=incident,
        title=(located[-1] if located else opened).data["title"],
        exercise=opened.drill is not None or site.simulated,
        number=which or None,
        draft=official_draft(site, incident, facts, upto),
        sent=sent,
        filled=_filled(sent),
        head=sent[-1] if sent else rested[-1],
    )


def _filled(sent: list[Fact]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for fact in sent:
        known |= {name: value for name, value in fact.data.items() if value is not None}
    return known
