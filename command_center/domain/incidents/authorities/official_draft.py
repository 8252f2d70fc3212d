"""Drafts the factual parts of the report to the authorities: the course of the incident and the
measures taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.overview import overview
from command_center.domain.reviews.draft.sentence import Moment, Said, Sentence, Word
from command_center.domain.site.model import Site
from command_center.domain.timing.record import Record


@dataclass(frozen=True, slots=True)
class OfficialDraft:
    """The sentences of the report that rest on facts. `t0` is UTC epoch ms; `place` is an id of the
    plant. `counted` is the headcount: how many people, and how many are not accounted for (None:
    nobody was counted)."""

    t0: int
    place: str
    level: str
    course: list[Sentence]
    measures: list[Sentence]
    counted: tuple[int, int] | None


def official_draft(site: Site, incident: str, facts: Iterable[Fact], upto: int) -> OfficialDraft:
    """Drafts the report from the facts up to `upto`. Raises LookupError where they do not open the
    incident."""
    record, names = Record.of([f for f in facts if f.seq <= upto], incident), Names(site)
    if record.opened is None or record.t0 is None:
        raise LookupError(f"{incident} was not opened by fact {upto}")
    levelled = record.of_kind("incident.levelled")
    data = record.opened.data
    return OfficialDraft(
        t0=record.t0,
        place=record.tank or data["place"],
        level=levelled[-1].data["level"] if levelled else data["level"],
        course=overview(record, names),
        measures=_measures(record, names),
        counted=_counted(record),
    )


def _measures(record: Record, names: Names) -> list[Sentence]:
    """Returns sentences on the evacuated areas, on the reported source, and on each directive and
    its result."""
    said = Said()
    for fact in record.of_kind("evacuation.ordered"):
        zones = [names.of(zone) for zone in fact.data["zones"]]
        said.add("official_evacuated", [fact], at=Moment(fact.at), zones=zones)
    for fact in record.of_kind("source.reported", "plant.confirmed"):
        by = "measured" if fact.kind == "plant.confirmed" else "reported"
        state = Word(f"official.source.{fact.data['state']}_{by}")
        said.add("official_source", [fact], at=Moment(fact.at), state=state)
    for issued in record.of_kind("directive.issued"):
        d = issued.data
        ends = [
            end
            for kind in ("directive.done", "directive.verified")
            if (end := record.first(kind, directive=d["id"])) is not None
        ]
        state = Word("official.directive.done" if ends else "official.directive.given")
        to = names.of(d["to_post"] or d["to_person"])
        said.add(
            "official_directive", [issued, *ends[:1]], at=Moment(issued.at), to=to, text=d["text"],
            state=state,
        )  # fmt: skip
    return sorted(said.sentences, key=lambda told: int(told.params["at"].ms))


def _counted(record: Record) -> tuple[int, int] | None:
    ordered = record.of_kind("evacuation.ordered")
    if not ordered:
        return None
    open_ = dict.fromkeys(ordered[0].data["people"], True)
    for joined in record.of_kind("evacuation.joined", "evacuation.at_work_counted"):
        open_ |= dict.fromkeys(joined.data["people"], True)
    holders = record.holders
    open_ = {holders.get(who, who): True for who in open_}
    for fact in record.of_kind(
        "person.checked_in", "person.assigned", "person.missing", "person.found"
    ):
        person = holders.get(fact.data["person"], fact.data["person"])
        if person in open_:
            open_[person] = fact.kind in ("person.missing", "person.found")
    return len(open_), sum(open_.values())
