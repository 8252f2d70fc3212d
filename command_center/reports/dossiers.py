"""Gathers a dossier: the review, the facts and readings beside it, and the journal heads that it rests on."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.actor import ActorKind
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.reading import Quality
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.site.model import Pool, Site, Tank
from command_center.domain.state import State
from command_center.domain.timing.record import Record
from command_center.reports.export.dossier import Dossier, Head
from command_center.reports.review_report import whole
from command_center.reports.sources import Sources, Subject
from command_center.store.series.readings import Readings

HAPPENED = ("inject.fired", "inject.added", "inject.held", "inject.skipped")

AFTER = ("delivered", "read", "failed")

POINTS = 300
"""Of each level: no more than a printed figure shows."""
BEFORE_MS = 300_000
"""A figure of levels begins so long before the first alarm of a real incident."""
MOST_LEVELS = 5
"""Below each other on one page."""


MOST_PICTURES = 64 * 2**20
"""Bytes of photographs that a file is made from (ours): those beyond are named, and said to be on the page."""


def dossier_of(
    sources: Sources,
    state: State,
    subject: Subject,
    readings: Readings,
    now: int,
    *,
    pictures: bool = True,
) -> Dossier:
    """Return everything from which a file of the review of `subject` is made, as of now; `pictures` includes the
    photographs it names.
    """
    site = sources.site_of(subject)
    report = whole(sources, state, subject, site.zone, now)
    draft = sources.draft(subject, now, made_once=True)
    record = draft.record
    plan = _plan(sources, state, subject)
    began = record.began.data["exercise_at"] if record.began else record.t0 or record.until
    frozen = subject.review.frozen_seq if subject.review else None
    seqs = [fact.seq for fact in record.facts]
    seqs += [seq for action in report["earlier_actions"] for seq in action["history"]]
    newest = max([*seqs, report["clock"]["newest_seq"] if report["clock"] else 0])
    return Dossier(
        report=report,
        site=site,
        head=_head(sources, newest),
        frozen=_head(sources, frozen) if frozen else None,
        began_at=began,
        drill=_drill(state, subject.id),
        plan=plan,
        injects=inject_rows(record, plan),
        deliveries=delivery_rows(record),
        levels=_levels(readings, site, record, began),
        participants=participant_rows(record),
        photographs=_pictures(sources, report) if pictures else {},
    )


def _pictures(sources: Sources, report: dict[str, Any]) -> dict[str, bytes]:
    """By SHA-256, as many as `MOST_PICTURES` allows."""
    found: dict[str, bytes] = {}
    room = MOST_PICTURES
    for name in dict.fromkeys(n for o in report["observations"] for n in o["photographs"]):
        content = sources.photograph(name)
        if content is not None and len(content) <= room:
            found[name], room = content, room - len(content)
    return found


def _head(sources: Sources, seq: int) -> Head:
    fact = sources.fact(seq)
    return Head(seq, fact.hash if fact else "")


def _drill(state: State, name: str) -> dict[str, Any] | None:
    found = state.drills.get(name)
    if found is None:
        return None
    return {
        "unannounced": found.unannounced,
        "in_plant": found.in_plant,
        "safety_officer": found.safety_officer,
        "virtual": found.virtual,
        "planned_by": found.planned_by,
        "commitment": found.commitment,
        "generator": found.generator,
        "revealed": found.revealed,
    }


def _plan(sources: Sources, state: State, subject: Subject) -> DrillPlan | None:
    """What was sealed, once it is revealed."""
    drill = state.drills.get(subject.id)
    content = sources.sealed(drill) if drill else None
    return content.plan if content else None


def _levels(readings: Readings, site: Site, record: Record, began: int) -> list[dict[str, Any]]:
    """The incident's tank, every pool, and whatever else had an alarm: with its limits."""
    tank = record.tank
    named = [site.tank_by_id[tank].level] if tank in site.tank_by_id else []
    named += [pool.level for pool in site.pools]
    named += [f.data["tag"] for f in record.of_kind("alarm.raised")]
    measured = {t.level for t in site.tanks} | {p.level for p in site.pools}
    tags = [tag for tag in dict.fromkeys(named) if tag in measured][:MOST_LEVELS]
    since = began if record.drill else began - BEFORE_MS
    rows = [_level(readings, site, record, tag, since) for tag in tags]
    return [row for row in rows if row["points"]]


def _level(readings: Readings, site: Site, record: Record, tag: str, since: int) -> dict[str, Any]:
    described = site.tag_by_id[tag]
    vessels: list[Tank | Pool] = [*site.tanks, *site.pools]
    vessel = next(v for v in vessels if v.level == tag)
    stored = in_drill(record.drill, tag)
    points = readings.history(stored, since, record.until + 1, POINTS)
    limits = described.limits
    return {
        "tag": tag,
        "name": vessel.name.as_row(),
        "unit": described.unit,
        "weir": vessel.to_weir_m3 if isinstance(vessel, Pool) else None,
        "limits": {
            name: value
            for name in ("ll", "l", "h", "hh")
            if limits is not None and (value := getattr(limits, name)) is not None
        },
        "points": [
            [p.ts, p.value] for p in points if p.quality is not Quality.BAD and p.value is not None
        ],
    }


def delivery_rows(record: Record) -> list[dict[str, Any]]:
    """Return a row for each delivery, in sending order, without the address."""
    rows: dict[str, dict[str, Any]] = {}
    for fact in record.of_kind("notification.sent", *(f"notification.{how}" for how in AFTER)):
        d, how = fact.data, fact.kind.partition(".")[2]
        row = rows.setdefault(
            d["delivery"],
            {
                **{name: d[name] for name in ("delivery", "directive", "request", "step")},
                **{name: d[name] for name in ("person", "channel", "attempt", "address_version")},
                **{f"{name}_at": None for name in ("sent", *AFTER)},
                **{f"{name}_seq": None for name in ("sent", *AFTER)},
                "error": None,
            },
        )
        row[f"{how}_at"], row[f"{how}_seq"] = fact.at, fact.seq
        row["error"] = d.get("error") or row["error"]
    return list(rows.values())


def participant_rows(record: Record) -> list[dict[str, Any]]:
    """Return everybody who took part, people first; `facts` is the number of facts they recorded."""
    rows: dict[str, dict[str, Any]] = {}
    for fact in record.facts:
        reviewing = fact.kind.partition(".")[0] in ("review", "finding", "action")
        if fact.actor_kind not in (ActorKind.HUMAN, ActorKind.VIRTUAL) or reviewing:
            continue
        name = fact.speaker or fact.actor
        virtual = fact.actor_kind is ActorKind.VIRTUAL
        row = rows.setdefault(name, {"person": name, "virtual": virtual, "facts": 0})
        row["facts"] += 1
        row["virtual"] = row["virtual"] and virtual
    return sorted(rows.values(), key=lambda row: (row["virtual"], -row["facts"]))


def inject_rows(record: Record, plan: DrillPlan | None) -> list[dict[str, Any]]:
    """Return a row for each inject: of the plan if it was revealed, and any others known from the facts."""
    last: dict[str, Fact] = {f.data["inject"]: f for f in record.of_kind(*HAPPENED)}
    known: dict[str, Mapping[str, Any]] = {}
    for inject in plan.injects if plan else ():
        planned = record.began.data["exercise_at"] if record.began and inject.at else None
        known[inject.id] = {
            "trigger": inject.trigger,
            "text": inject.text.as_row(),
            "planned_at": planned + inject.at.s * 1000 if planned and inject.at else None,
        }
    names = [*known, *(name for name in last if name not in known)]
    rows = [_row(name, known.get(name, {}), last.get(name)) for name in names]
    return sorted(rows, key=lambda row: row["at"] or row["planned_at"] or record.until)


def _row(name: str, planned: Mapping[str, Any], fact: Fact | None) -> dict[str, Any]:
    due = planned.get("planned_at")
    if fact is not None and fact.data.get("planned") is not None:
        due = fact.data["planned"]
    happened = fact if fact is not None and fact.kind in HAPPENED[:2] else None
    return {
        "inject": name,
        "text": planned.get("text") or (fact.data.get("text") if fact else None),
        "trigger": planned.get("trigger", "by_hand"),
        "planned_at": due,
        "at": happened.at if happened else None,
        "late_s": (happened.at - due) / 1000 if happened and due is not None else None,
        "state": fact.kind.partition(".")[2] if fact else "not_fired",
        "reason": fact.data.get("reason") if fact else None,
        "by": (fact.speaker or fact.actor) if fact else None,
        "seq": fact.seq if fact else None,
    }
