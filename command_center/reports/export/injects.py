"""What a drill brought in: planned and actual, in the order in which it was to come."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.timing.record import Record

HAPPENED = ("inject.fired", "inject.added", "inject.held", "inject.skipped")


def inject_rows(record: Record, plan: DrillPlan | None) -> list[dict[str, Any]]:
    """A row an inject: of the plan where it was revealed, and whatever else the facts know."""
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
