"""The expectations of a drill for the draft, and whether a fact met each."""

from typing import Any

from command_center.domain.timing.record import Record

ENDS = (
    "expectation.met", "expectation.late", "expectation.missed", "expectation.moot",
    "expectation.not_reached",
)  # fmt: skip


def expectations(record: Record) -> list[dict[str, Any]]:
    """Returns each expectation's own data, its result and the deciding fact; open ones too.
    `not_played` are the facts which say that the virtual plant could not play its inject."""
    found: dict[str, dict[str, Any]] = {}
    for fact in record.of_kind("expectation.opened", *ENDS):
        name = str(fact.data.get("expectation") or fact.data.get("id") or fact.seq)
        row = found.setdefault(name, {"expectation": name, "state": "open", "facts": []})
        row["facts"].append(fact.seq)
        if fact.kind == "expectation.opened":
            row["opened"] = dict(fact.data)
        else:
            row["state"] = fact.kind.partition(".")[2]
            matched = fact.data.get("matched")
            row["facts"] += [matched] if isinstance(matched, int) else []
    for row in found.values():
        inject = row.get("opened", {}).get("inject")
        silent = record.of_kind("inject.not_played", inject=inject) if inject else []
        row["not_played"] = [fact.seq for fact in silent]
    return list(found.values())
