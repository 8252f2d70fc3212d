"""Drafts the factual parts of the report to the authorities: the course of the incident and the
measures taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.overview import overview
from command_center.domain.reviews.draft.sentence import Moment, Said, Sentence, Word
from command_center.domain.site.model import Site
from command_center.domain.state.resources.ledger import amount
from command_center.domain.timing.record import Record

BEGINNINGS = ("first_alarm", "first_report", "opened")
"""Sentences of the overview of how it began, the first of them first."""
MATTER = ("emergency", "high")
"""Alarms of these priorities stand in the report."""
MEASURED = ("LL", "L", "H", "HH", "NETLOSS")
"""Conditions whose value is one of the tag; the others are told without."""


@dataclass(frozen=True, slots=True)
class OfficialDraft:
    """The sentences of the report that rest on facts. `t0` is UTC epoch ms; `place` is an id of the
    plant. `began` is the first alarm or report, or the opening. `scene` are the alarms of high
    priority and what was measured. `counted` is the headcount: how many people, and how many are not
    accounted for (None: nobody was counted)."""

    t0: int
    place: str
    level: str
    drill: str | None
    began: Sentence
    scene: list[Sentence]
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
    course = overview(record, names)
    began = next(told for told in course if told.key in BEGINNINGS)
    return OfficialDraft(
        t0=record.t0,
        place=record.tank or data["place"],
        level=levelled[-1].data["level"] if levelled else data["level"],
        drill=record.drill,
        began=began,
        scene=_scene(record, names),
        course=[told for told in course if told is not began],
        measures=_measures(record, names),
        counted=_counted(record),
    )


def _scene(record: Record, names: Names) -> list[Sentence]:
    """Returns sentences on each alarm of high priority, on gas by its place, on the outfall and on
    pools that overflowed."""
    said = Said()
    _alarms(record, names, said)
    _gas(record, names, said)
    for fact in record.of_kind("outfall.sampled"):
        told = {"at": Moment(fact.at), "place": names.of(fact.data["place"])}
        if fact.data["value"] is None:
            said.add("official_outfall_sampled", [fact], **told)
        else:
            value, unit = fact.data["value"], fact.data["unit"] or ""
            said.add("official_outfall", [fact], **told, value=value, unit=unit)
    for fact in record.of_kind("plant.overflowed", "plant.overflow_ceased"):
        ceased = fact.kind == "plant.overflow_ceased"
        said.add(
            "official_overflow_ceased" if ceased else "official_overflow", [fact],
            at=Moment(fact.at), pool=names.of(fact.data["element"]), value=fact.data["value"],
        )  # fmt: skip
    return _in_order(said)


def _alarms(record: Record, names: Names, said: Said) -> None:
    """Each alarm as it was first raised, how often, and when it returned."""
    raised, begins = dict[str, list[Fact]](), record.t0_fact
    for fact in record.of_kind("alarm.raised"):
        if fact.data["priority"] in MATTER or fact is begins:
            raised.setdefault(fact.data["alarm"], []).append(fact)
    for alarm, facts in raised.items():
        first, last = facts[0], facts[-1]
        d = first.data
        of = {
            "vessel": names.vessel(d["tag"]), "tag": d["tag"],
            "condition": Word(f"alarm.condition.{d['condition']}"),
        }  # fmt: skip
        if d["condition"] in MEASURED:
            limit = Word("official.no_limit") if d["limit"] is None else d["limit"]
            value = {"value": d["value"], "unit": names.unit(first), "limit": limit}
            said.add("official_alarm", [first], at=Moment(first.at), **of, **value)
        else:
            said.add("official_alarm_stood", [first], at=Moment(first.at), **of)
        if len(facts) > 1:
            said.add("official_alarm_again", facts, at=Moment(last.at), **of, n=len(facts))
        returned = record.of_kind("alarm.returned", alarm=alarm)
        if returned and returned[-1].seq > last.seq:
            said.add("official_alarm_returned", returned[-1:], at=Moment(returned[-1].at), **of)


def _gas(record: Record, names: Names, said: Said) -> None:
    """The last value of each place and unit, and the highest where that is another."""
    measured: dict[tuple[str, str], list[Fact]] = {}
    for fact in record.of_kind("gas.measured"):
        measured.setdefault((fact.data["place"], fact.data["unit"]), []).append(fact)
    for (place, unit), facts in measured.items():
        last, top = facts[-1], max(facts, key=lambda fact: fact.data["value"])
        told = {
            "at": Moment(last.at), "place": names.of(place), "unit": unit,
            "value": last.data["value"],
        }  # fmt: skip
        if top.data["value"] > last.data["value"]:
            highest = {"highest": top.data["value"], "then": Moment(top.at)}
            said.add("official_gas_fell", [top, last], **told, **highest)
        else:
            said.add("official_gas", [last], **told)


def _measures(record: Record, names: Names) -> list[Sentence]:
    """Returns sentences on the evacuated areas, on the reported source, on what was sent from the
    stores, and on each directive and its result."""
    said = Said()
    for fact in record.of_kind("evacuation.ordered"):
        zones = [names.of(zone) for zone in fact.data["zones"]]
        said.add("official_evacuated", [fact], at=Moment(fact.at), zones=zones)
    for fact in record.of_kind("source.reported", "plant.confirmed"):
        by = "measured" if fact.kind == "plant.confirmed" else "reported"
        state = Word(f"official.source.{fact.data['state']}_{by}")
        said.add("official_source", [fact], at=Moment(fact.at), state=state)
    for fact in record.of_kind("resource.dispatched"):
        sent: dict[str, float] = {}
        for line in fact.data["lines"]:
            sent[line["resource"]] = amount(sent.get(line["resource"], 0) + line["quantity"])
        lines = [{"resource": one, "quantity": quantity} for one, quantity in sent.items()]
        said.add(
            "official_dispatched", [fact], at=Moment(fact.at), place=names.of(fact.data["place"]),
            lines=names.quantities(lines),
        )  # fmt: skip
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
    return _in_order(said)


def _in_order(said: Said) -> list[Sentence]:
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
