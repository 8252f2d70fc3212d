"""Parts that both structures share: title, key figures, times, expectations, steps, annexes."""

from typing import Any

from command_center.reports.export.plots.inject_line import inject_line
from command_center.reports.export.plots.level_lines import level_lines
from command_center.reports.export.plots.waterfall import waterfall
from command_center.reports.export.reader import NONE, Reader, fact_numbers, mark_in_all
from command_center.reports.export.standing import basis_rows, is_signed, signature_rows, standing
from command_center.reports.export.timing_tables import beside
from command_center.reports.export.word.paper import Paper
from command_center.reports.export.word.type_faces import AMBER, GREY, RED, VIOLET

KEY_ROWS = (
    "intervention",
    "control",
    "detection",
    "answering",
    "donning",
    "headcount",
    "drain_margin",
)
BEHIND = ("late", "refused", "not_issued", "open")
"""States of a step that was not done on time."""


def title(paper: Paper, words: str) -> None:
    """The head of the first page: mark, plant, title, what it is of, and plainly how it stands."""
    reader, dossier = paper.reader, paper.reader.dossier
    if dossier.exercise:
        paper.write(mark_in_all(), centred=True, bold=True, size=16, color=VIOLET)
    paper.write(reader.text(dossier.site.name), centred=True, size=12)
    paper.heading(words, 0)
    paper.write(reader.text(dossier.report["title"]), centred=True, bold=True, size=13)
    when = reader.say("export.when", id=dossier.id, at=reader.minute(dossier.began_at))
    paper.write(when, centred=True, color=GREY)
    color = GREY if is_signed(reader) else RED
    paper.write(standing(reader), centred=True, bold=True, size=12, color=color)
    paper.note(reader.say("export.how_numbers", mark="[#12]"))


def key_figures(paper: Paper) -> None:
    """What one looks at first: the two twelve minutes, who was counted, what was expected."""
    reader, report = paper.reader, paper.reader.dossier.report
    over, rows = reader.say("timing.verdict.over"), []
    for name in KEY_ROWS:
        row = next((r for r in report["timing"] if r["row"] == name), None)
        if row is None:
            continue
        verdict = reader.say(f"timing.verdict.{row['verdict']}") if row["verdict"] else NONE
        rows.append(
            [reader.row_name(row), reader.measured(row), reader.target(row), verdict, _facts(row)]
        )
    head = [
        reader.say(f"export.head.{name}")
        for name in ("row", "measured", "target", "verdict", "facts")
    ]
    paper.table(head, rows, (2.2, 2.2, 2.6, 1.6, 1.6), red=[over])
    counts(paper)


def counts(paper: Paper) -> None:
    """In one line: expectations, problems, steps of the plan."""
    reader, report = paper.reader, paper.reader.dossier.report
    told = [reader.say("export.count.problems", n=len(report["problems"]))]
    if report["expectations"]:
        told.insert(0, expected(reader))
    late = sum(step["state"] != "on_time" for step in report["planned"])
    if report["planned"]:
        told.append(reader.say("export.count.steps", late=late, of=len(report["planned"])))
    paper.write(" · ".join(told))


def expected(reader: Reader) -> str:
    """How many expectations came out how."""
    states = [row["state"] for row in reader.dossier.report["expectations"]]
    counted = [(s, states.count(s)) for s in ("met", "late", "missed", "moot", "open")]
    told = reader.listed(f"{reader.say(f'expectation.{s}')} {n}" for s, n in counted if n)
    return reader.say("export.count.expectations", told=told)


def _facts(row: Any) -> str:
    ends = [f"#{seq}" if seq else NONE for seq in (row["start_seq"], row["stop_seq"])]
    return NONE if ends == [NONE, NONE] else " → ".join(ends)


def response(paper: Paper) -> None:
    """The waterfall."""
    reader = paper.reader
    if drawn := waterfall(reader):
        caption = reader.say(
            "export.caption.waterfall", at=reader.clock(reader.dossier.report["t0"])
        )
        paper.figure(drawn[0], " ".join(part for part in (caption, drawn[1]) if part))
    else:
        paper.note(reader.say("review.no_times"))


def levels(paper: Paper) -> None:
    """Levels with their limits."""
    if drawn := level_lines(paper.reader):
        caption = paper.reader.say("export.caption.levels")
        paper.figure(drawn[0], " ".join(part for part in (caption, drawn[1]) if part))


def times(paper: Paper) -> None:
    """The whole timing table, with the figures over all cases."""
    reader, report = paper.reader, paper.reader.dossier.report
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
            reader.span(figures["p90_s"]) if figures else "", _facts(row),
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
    """What was expected, of whom, by when, and how it came out."""
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
            fact_numbers(row["facts"]),
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


def steps(paper: Paper) -> None:
    """The plan's steps beside what became of them."""
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
    """Planned against actual, drawn and as a table."""
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


def problems(paper: Paper, level: int) -> None:
    """What the log found by itself, each sentence with its facts, and what people made of it."""
    reader, report = paper.reader, paper.reader.dossier.report
    if not report["problems"]:
        paper.write(reader.say("review.no_problems"))
    if untaken := sum(problem["finding"] is None for problem in report["problems"]):
        paper.missing(reader.say("export.not_taken_up", n=untaken))
    for n, problem in enumerate(report["problems"], 1):
        words = reader.say(
            "export.problem", n=n, kind=reader.say(f"problem_kind.{problem['kind']}")
        )
        paper.heading(words, level)
        paper.sentences(problem["sentences"])
        found = next((f for f in report["findings"] if f["id"] == problem["finding"]), None)
        if found is not None:
            _judged(paper, found)
    others = [f for f in report["findings"] if f["nature"] == "problem" and not f["problem"]]
    for n, found in enumerate(others, len(report["problems"]) + 1):
        paper.heading(
            reader.say("export.problem", n=n, kind=reader.say("export.brought_in")), level
        )
        finding(paper, found)
        _judged(paper, found)


def finding(paper: Paper, found: Any) -> None:
    """A finding in the words of whoever brought it in, with its facts."""
    paper.sentences(
        [{"text": found["text"], "facts": found["facts"], "rectified_by": found["rectified_by"]}]
    )


def _judged(paper: Paper, found: Any) -> None:
    reader = paper.reader
    cause = reader.text(found["cause"]) if found["cause"] else reader.say("export.missing")
    severity = (
        reader.say(f"severity.{found['severity']}")
        if found["severity"]
        else reader.say("export.missing")
    )
    told = found["id"] if not found["problem"] else f"{found['id']} {reader.text(found['text'])}"
    words = reader.say("export.judged", finding=told, cause=cause, severity=severity)
    paper.write(words, color=AMBER if not (found["cause"] and found["severity"]) else GREY)


def strengths(paper: Paper) -> None:
    """What the facts show to have gone well, and what people brought in."""
    report = paper.reader.dossier.report
    own = [f for f in report["findings"] if f["nature"] == "strength"]
    paper.sentences(report["strengths"])
    for found in own:
        finding(paper, found)
    if not report["strengths"] and not own:
        paper.write(paper.reader.say("export.none.strengths"))


def basis(paper: Paper) -> None:
    """What the document rests on, and the signatures."""
    reader = paper.reader
    paper.pairs(basis_rows(reader))
    paper.note(reader.say("export.basis_note"))
    head = [
        reader.say(f"export.head.{name}") for name in ("side", "signed_by", "signed_at", "facts")
    ]
    paper.table(
        head, signature_rows(reader), (2, 2.4, 2.4, 1), red=[reader.say("export.not_signed")]
    )
    if not is_signed(reader):
        paper.write(standing(reader), bold=True, color=RED)


def rectified(paper: Paper) -> None:
    """What was said of facts after they were written down; the facts themselves stay."""
    reader, told = paper.reader, paper.reader.dossier.report["rectified"]
    if told:
        head = [reader.say(f"export.head.{name}") for name in ("fact", "rectified", "facts")]
        rows = [[f"#{one['fact']}", reader.text(one["text"]), f"#{one['seq']}"] for one in told]
        paper.table(head, rows, (1, 6, 1))


def deliveries(paper: Paper) -> None:
    """How many notices went to whom by which channel, and what became of them."""
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
        (2, 1.3, 0.9, 0.9, 0.9, 0.9, 2.2),
        size=8,
    )


def steps_of_review(paper: Paper) -> None:
    """The four steps: due, done, by whom."""
    reader, clock = paper.reader, paper.reader.dossier.report["clock"]
    if clock is None:
        paper.write(reader.say("review.not_begun"))
        return
    rows = []
    for step, due in clock["due"].items():
        done = clock["done"].get(step)
        rows.append(_step(reader, step, reader.minute(due), done))
        if step == "agreed":
            rows.append(_step(reader, "meeting", NONE, clock["meeting"]))
    head = [
        reader.say(f"export.head.{name}")
        for name in ("step", "due", "done", "by", "present", "facts")
    ]
    paper.table(head, rows, (1.6, 2, 2, 2, 1, 1), red=[reader.say("export.not_done")])
    for name, held in (("hotwash", clock["done"].get("hotwash")), ("meeting", clock["meeting"])):
        if held and held.get("notes"):
            words = reader.say(
                f"export.notes.{name}", notes=reader.text(held["notes"]), seq=held["seq"]
            )
            paper.write(words)


def _step(reader: Reader, step: str, due: str, done: Any) -> list[str]:
    name = reader.say(f"review.step.{step}")
    if done is None:
        return [name, due, reader.say("export.not_done"), NONE, NONE, NONE]
    present = str(done["present"]) if done.get("present") else NONE
    return [
        name,
        due,
        reader.minute(done["at"]),
        reader.named(done["by"]),
        present,
        f"#{done['seq']}",
    ]
