"""Response times as tables: every row of this case beside the figures over all cases, and by shift."""

from typing import Any

from command_center.reports.export.reader import Reader
from command_center.reports.export.signatures import withdrawal
from command_center.reports.export.table import Column, Table

TIMING = (
    Column("row", width=18), Column("about", width=30), Column("span", "span", 10),
    Column("seconds", "seconds", 12), Column("open_s", "seconds", 13),
    Column("target_s", "seconds", 10), Column("target_share", "share", 9),
    Column("target_source", width=18), Column("outcome", width=16), Column("verdict", width=14),
    Column("n", "count", 6), Column("gaps", "count", 6), Column("median_s", "seconds", 11),
    Column("p90_s", "seconds", 11), Column("kept", "count", 8), Column("lower", "share", 11),
    Column("start_seq", "fact", 9), Column("stop_seq", "fact", 9),
    Column("start_at", "moment", 24), Column("stop_at", "moment", 24),
    Column("paused_s", "seconds", 10), Column("suspended_s", "seconds", 12),
    Column("outage_s", "seconds", 10), Column("lag_s", "seconds", 12), Column("flags", width=22),
    Column("beside", width=34),
)  # fmt: skip
FIGURES = (
    Column("row", width=18), Column("shift", width=16), Column("n", "count", 6),
    Column("gaps", "count", 6), Column("median_s", "seconds", 11), Column("p90_s", "seconds", 11),
    Column("target_s", "seconds", 10), Column("kept", "count", 8), Column("of", "count", 8),
    Column("lower", "share", 11), Column("verdict_over", width=14),
)  # fmt: skip


def timing_table(reader: Reader) -> Table:
    """The whole table; the figures over all cases are on the first line of their row. A withdrawn incident has only
    one line that says so, and no times.
    """
    report = reader.dossier.report
    if report["withdrawn"]:
        return Table("timing", TIMING, [[withdrawal(reader), *[None] * (len(TIMING) - 1)]])
    over = {f["row"]: f for f in report["earlier"]["figures"] if f["shift"] is None}
    rows = [_timing(reader, row, over.pop(row["row"], {})) for row in report["timing"]]
    return Table("timing", TIMING, rows)


def _timing(reader: Reader, row: Any, over: Any) -> list[Any]:
    about = reader.listed(
        reader.coded("capability", one) if name == "capability" else reader.named(one)
        for name, one in row["about"].items()
    )
    verdict = row["verdict"] and reader.say(f"timing.verdict.{row['verdict']}")
    return [
        reader.say(f"timing.{row['row']}"), about if row["about"] else None,
        row["seconds"], row["seconds"], row["open_s"],
        row["target_s"], row["target_share"] if row["target_s"] is not None else None,
        reader.say(f"target.{row['target_source']}"),
        reader.say(f"timing.outcome.{row['outcome']}"), verdict,
        over.get("n"), over.get("gaps"), over.get("median_s"), over.get("p90_s"),
        over.get("kept"), over.get("lower"),
        row["start_seq"], row["stop_seq"], row["start_at"], row["stop_at"],
        row["paused_s"], row["suspended_s"], row["outage_s"], row["lag_s"],
        reader.listed(reader.say(f"timing.flag.{f}") for f in row["flags"]) if row["flags"] else None,
        beside(reader, row) or None,
    ]  # fmt: skip


def beside(reader: Reader, row: Any) -> str:
    """Return additional information about a row: other end points of the same start, and counts."""
    told = []
    for one in row["beside"]:
        if one["count"] is None and one["seconds"] is None:
            continue
        value = reader.span(one["seconds"]) if one["count"] is None else str(one["count"])
        name = reader.say(f"timing.beside.{one['name']}")
        told.append(reader.say("timing.beside", name=name, value=value))
    return " · ".join(told)


def figures_table(reader: Reader) -> Table:
    """The table of figures over all cases of the kind, and by shift: n, gaps, median, P90, confidence of the rate."""
    figures = [f for f in reader.dossier.report["earlier"]["figures"] if f["n"] + f["gaps"]]
    shifts = {shift.id: shift.name for shift in reader.dossier.site.shifts}
    rows = [
        [
            reader.say(f"timing.{f['row']}"),
            reader.text(shifts.get(f["shift"], f["shift"])) if f["shift"] else reader.say("export.all_shifts"),
            f["n"], f["gaps"], f["median_s"], f["p90_s"], f["target_s"], f["kept"],
            f["n"] + f["gaps"] if f["kept"] is not None else None, f["lower"],
            f["verdict"] and reader.say(f"export.verdict_over.{f['verdict']}"),
        ]
        for f in figures
    ]  # fmt: skip
    return Table("figures", FIGURES, rows)
