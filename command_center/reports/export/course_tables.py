"""Tables that compare the plan with what happened: expectations, plan steps, injects, deliveries, levels."""

from typing import Any

from command_center.reports.export.reader import Reader, fact_numbers
from command_center.reports.export.table import Column, Table

EXPECTATIONS = (
    Column("expectation", width=18), Column("text", width=44), Column("of_whom", width=20),
    Column("inject", width=16), Column("by_at", "moment", 24), Column("state", width=12),
    Column("objective", width=18), Column("source", width=44), Column("facts", width=20),
    Column("not_played", width=20),
)  # fmt: skip
PLANNED = (
    Column("text", width=48), Column("post", width=20), Column("category", width=12),
    Column("due_s", "seconds", 11), Column("issued_s", "seconds", 11),
    Column("acked_s", "seconds", 11), Column("done_s", "seconds", 11), Column("state", width=12),
    Column("directive", width=16), Column("issued_seq", "fact", 9), Column("acked_seq", "fact", 9),
    Column("done_seq", "fact", 9),
)  # fmt: skip
INJECTS = (
    Column("inject", width=18), Column("text", width=48), Column("trigger", width=14),
    Column("planned_at", "moment", 24), Column("fired_at", "moment", 24),
    Column("late_s", "seconds", 12), Column("state", width=12), Column("reason", width=28),
    Column("by", width=18), Column("seq", "fact", 9),
)  # fmt: skip
DELIVERIES = (
    Column("delivery", width=22), Column("person", width=18), Column("channel", width=12),
    Column("step", width=14), Column("directive", width=16), Column("attempt", "count", 9),
    Column("address_version", width=12), Column("sent_at", "moment", 24),
    Column("delivered_at", "moment", 24), Column("read_at", "moment", 24),
    Column("failed_at", "moment", 24), Column("error", width=16), Column("facts", width=18),
)  # fmt: skip
LEVELS = (
    Column("tag", width=12), Column("name", width=22), Column("at", "moment", 24),
    Column("value", "seconds", 12), Column("unit", width=8),
)  # fmt: skip


def expectations_table(reader: Reader) -> Table:
    """The table of expectations: what was expected of whom, by when, and its result."""
    plan = reader.dossier.plan
    known = {one.id: one for one in plan.expectations} if plan else {}
    rows = []
    for row in reader.dossier.report["expectations"]:
        opened, own = row.get("opened", {}), known.get(row["expectation"])
        rows.append([
            row["expectation"], reader.text(opened.get("text")),
            reader.named(own.who) if own and own.who else None, opened.get("inject"),
            opened.get("by"), reader.say(f"expectation.{row['state']}"),
            own.objective if own else None, reader.text(own.source) if own else None,
            fact_numbers(row["facts"]), fact_numbers(row["not_played"]) or None,
        ])  # fmt: skip
    return Table("expectations", EXPECTATIONS, rows)


def planned_table(reader: Reader) -> Table:
    """The table of plan steps beside their results; seconds from the first alarm or report."""
    rows = [
        [
            reader.text(row["text"]), reader.named(row["post"]),
            reader.say(f"category.{row['category']}"), row["due_s"], row["issued_s"],
            row["acked_s"], row["done_s"], reader.say(f"planned.{row['state']}"), row["directive"],
            row["issued_seq"], row["acked_seq"], row["done_seq"],
        ]
        for row in reader.dossier.report["planned"]
    ]  # fmt: skip
    return Table("planned", PLANNED, rows)


def injects_table(reader: Reader) -> Table:
    """The table of injects, planned and fired."""
    rows = [
        [
            row["inject"], reader.text(row["text"]), reader.say(f"export.trigger.{row['trigger']}"),
            row["planned_at"], row["at"], row["late_s"], reader.say(f"export.inject.{row['state']}"),
            reader.text(row["reason"]) if row["reason"] else None,
            by(reader, row["by"]), row["seq"],
        ]
        for row in reader.dossier.injects
    ]  # fmt: skip
    return Table("injects", INJECTS, rows)


def by(reader: Reader, name: str | None) -> str | None:
    """Return whose action it was; actions of the program itself are marked as such."""
    return (
        None
        if name is None
        else reader.say("export.by_itself")
        if name == "duty"
        else reader.named(name)
    )


def deliveries_table(reader: Reader) -> Table:
    """The table of notices and their results."""
    rows: list[list[Any]] = []
    for row in reader.dossier.deliveries:
        seqs = [row[f"{how}_seq"] for how in ("sent", "delivered", "read", "failed")]
        rows.append([
            row["delivery"], reader.named(row["person"]), reader.coded("channel", row["channel"]),
            reader.coded("reach.step", row["step"]), row["directive"] or row["request"],
            row["attempt"], row["address_version"], row["sent_at"], row["delivered_at"],
            row["read_at"], row["failed_at"],
            reader.coded("error", row["error"]) if row["error"] else None,
            fact_numbers(seq for seq in seqs if seq),
        ])  # fmt: skip
    return Table("deliveries", DELIVERIES, rows)


def levels_table(reader: Reader) -> Table:
    """The table of the readings from which the figures are drawn."""
    rows = [
        [level["tag"], reader.text(level["name"]), ts, value, level["unit"]]
        for level in reader.dossier.levels
        for ts, value in level["points"]
    ]
    return Table("levels", LEVELS, rows)
