"""Every notice that was sent, and what became of it; who took part."""

from typing import Any

from command_center.domain.actor import ActorKind
from command_center.domain.timing.record import Record

AFTER = ("delivered", "read", "failed")


def delivery_rows(record: Record) -> list[dict[str, Any]]:
    """A row a delivery, in the order they were sent. The address itself is nobody's business here."""
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
    """Everybody with a hand in it, people first; `facts` is how many facts are theirs."""
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
