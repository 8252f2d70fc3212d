"""The course of events, as both outlines show it: times, levels, expectations, steps, injects, notices."""

from typing import Any

from command_center.reports.export.plots.inject_line import inject_line
from command_center.reports.export.plots.level_lines import level_lines
from command_center.reports.export.plots.waterfall import waterfall
from command_center.reports.export.reader import NONE, Reader, fact_numbers, row_ends
from command_center.reports.export.timing_tables import beside
from command_center.reports.export.word.paper import Paper

BEHIND = ("late", "refused", "not_issued", "open")
"""States of a step that was not done on time."""


def response(paper: Paper) -> None:
    """Writes the waterfall of the response."""
    reader = paper.reader
    if drawn := waterfall(reader):
        caption = reader.say(
            "export.caption.waterfall", at=reader.clock(reader.dossier.report["t0"])
        )
        paper.figure(drawn[0], " ".join(part for part in (caption, drawn[1]) if part))
    else:
        paper.note(reader.say("review.no_times"))


def levels(paper: Paper) -> None:
    """Writes the levels with their limits."""
    if drawn := level_lines(paper.reader):
        caption = paper.reader.say("export.caption.levels")
        paper.figure(drawn[0], " ".join(part for part in (caption, drawn[1]) if part))


def times(paper: Paper) -> None:
    """Write the whole timing table with the figures over all cases; nothing for a withdrawn incident."""
    reader, report = paper.reader, paper.reader.dossier.report
    if report["withdrawn"]:
        paper.note(reader.say("review.not_counted"))
        return
    over = {f["row"]: f for f in report["earlier"]["figures"] if f["shift"] is None}
    names = ("row", "measured", "target", "verdict", "n", "p90", "facts", "beside")
    rows = []
    for row in report["timing"]:
        figures = over.pop(row["row"], None)
        verdict = reader.say(f"timing.verdict.{row['verdict']}") if row["verdict"] else NONE
        flags = [reader.say(f"timing.flag.{flag}") for flag in row["flags"]]
        apart = [
            reader.say(
                "timing.apart",
                why=reader.say(f"timing.apart.{why}"),
                span=reader.span(row[f"{why}_s"]),
            )
            for why in ("paused", "suspended", "outage")
            if row[f"{why}_s"]
        ]
        rows.append([
            reader.row_name(row), reader.measured(row), reader.target(row), verdict,
            reader.say("figures.n_gaps", n=figures["n"], gaps=figures["gaps"]) if figures else "",
            reader.span(figures["p90_s"]) if figures else "", row_ends(row),
            " · ".join(part for part in (beside(reader, row), *apart, *flags) if part),
        ])  # fmt: skip
    head = [reader.say(f"export.head.{name}") for name in names]
    paper.table(
        head,
        rows,
        (3.4, 1.7, 2.1, 1.1, 1.1, 0.9, 1.5, 2.8),
        red=[reader.say("timing.verdict.over")],
        size=8,
    )
    paper.note(reader.say("export.timing_note"))


def expectations(paper: Paper) -> None:
    """Write what was expected, of whom, by when, and the result."""
    reader, dossier = paper.reader, paper.reader.dossier
    rows_told = dossier.report["expectations"]
    if not rows_told:
        paper.note(reader.say("export.none.expectations"))
        return
    known = {one.id: one for one in dossier.plan.expectations} if dossier.plan else {}
    rows = []
    for row in rows_told:
        opened, own = row.get("opened", {}), known.get(row["expectation"])
        rows.append([
            reader.text(opened.get("text")), reader.named(own.who if own else None),
            reader.clock(opened.get("by")), reader.say(f"expectation.{row['state']}"),
            _resting_on(reader, row),
        ])  # fmt: skip
    head = [
        reader.say(f"export.head.{name}")
        for name in ("expected", "of_whom", "due", "state", "facts")
    ]
    paper.table(
        head,
        rows,
        (4.2, 1.6, 1.2, 1.0, 1.8),
        red=[reader.say(f"expectation.{s}") for s in ("late", "missed")],
    )


def _resting_on(reader: Reader, row: Any) -> str:
    """Its facts; and that its inject was not played, which is no gap of the players."""
    facts = fact_numbers(row["facts"])
    if not row["not_played"]:
        return facts
    return f"{facts} · {reader.say('expectation.not_played')} {fact_numbers(row['not_played'])}"


def steps(paper: Paper) -> None:
    """Write the plan's steps beside their results."""
    reader, report = paper.reader, paper.reader.dossier.report
    if not report["planned"]:
        paper.note(reader.say("export.none.steps"))
        return
    rows = [
        [
            reader.text(row["text"]), reader.named(row["post"]), reader.span(row["due_s"]),
            reader.span(row["issued_s"]), reader.span(row["acked_s"]), reader.span(row["done_s"]),
            reader.say(f"planned.{row['state']}"),
            fact_numbers(s for s in (row["issued_seq"], row["acked_seq"], row["done_seq"]) if s) or NONE,
        ]
        for row in report["planned"]
    ]  # fmt: skip
    names = ("step", "post", "due", "issued", "acked", "done", "state", "facts")
    head = [reader.say(f"export.head.{name}") for name in names]
    red = [reader.say(f"planned.{state}") for state in BEHIND]
    paper.table(head, rows, (3.0, 1.5, 0.95, 1.25, 1.05, 1.05, 1.2, 1.8), red=red, size=8)
    paper.note(reader.say("export.from_t0", at=reader.clock(report["t0"])))


def injects(paper: Paper) -> None:
    """Write the injects, planned against actual, as a figure and a table."""
    reader, dossier = paper.reader, paper.reader.dossier
    if not dossier.injects:
        paper.note(reader.say("export.none.injects"))
        return
    if drawn := inject_line(reader):
        caption = reader.say("export.caption.injects")
        paper.figure(drawn[0], " ".join(part for part in (caption, drawn[1]) if part))
    rows = [
        [
            row["inject"], reader.text(row["text"]), reader.say(f"export.trigger.{row['trigger']}"),
            reader.clock(row["planned_at"]), reader.clock(row["at"]),
            NONE if row["late_s"] is None else f"{row['late_s']:+.1f}",
            reader.say(f"export.inject.{row['state']}") + (f": {reader.text(row['reason'])}" if row["reason"] else ""),
            f"#{row['seq']}" if row["seq"] else NONE,
        ]
        for row in dossier.injects
    ]  # fmt: skip
    names = ("inject", "what", "trigger", "planned", "actual", "off", "state", "facts")
    head = [reader.say(f"export.head.{name}") for name in names]
    paper.table(head, rows, (1.4, 3.6, 1.2, 1.2, 1.2, 0.9, 1.2, 0.8), size=8)
    if told := dossier.report["not_played"]:
        paper.write(reader.say("review.not_played"), bold=True)
        paper.sentences(told)


def deliveries(paper: Paper) -> None:
    """Write how many notices went to whom by which channel, and their results."""
    reader, rows_told = paper.reader, paper.reader.dossier.deliveries
    if not rows_told:
        paper.note(reader.say("export.none.deliveries"))
        return
    counts: dict[tuple[str, str], list[int]] = {}
    for row in rows_told:
        count = counts.setdefault((row["person"], row["channel"]), [0, 0, 0, 0])
        for at, how in enumerate(("sent", "delivered", "read", "failed")):
            count[at] += row[f"{how}_at"] is not None
    errors: dict[tuple[str, str], list[str]] = {}
    for row in rows_told:
        if row["error"]:
            errors.setdefault((row["person"], row["channel"]), []).append(
                reader.coded("error", row["error"])
            )
    rows = [
        [
            reader.named(p),
            reader.coded("channel", c),
            *map(str, n),
            reader.listed(dict.fromkeys(errors.get((p, c), []))),
        ]
        for (p, c), n in sorted(counts.items(), key=lambda item: -item[1][3])
    ]
    names = ("person", "channel", "sent", "delivered", "read", "failed", "why")
    paper.table(
        [reader.say(f"export.head.{name}") for name in names],
        rows,
        (2, 1.4, 0.8, 1.15, 0.8, 0.9, 2),
        size=8,
    )
