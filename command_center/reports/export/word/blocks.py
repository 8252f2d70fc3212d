"""The first and last pages of both outlines: title, key figures, and what the document rests on."""

from command_center.reports.export.reader import NONE, Reader, mark_in_all, row_ends
from command_center.reports.export.signatures import basis_rows, is_signed, signature_rows, standing
from command_center.reports.export.word.paper import Paper
from command_center.reports.export.word.type_faces import GREY, RED, VIOLET

KEY_ROWS = (
    "intervention",
    "control",
    "detection",
    "answering",
    "donning",
    "headcount",
    "drain_margin",
)


def title(paper: Paper, words: str) -> None:
    """Write the head of the first page: mark, plant, title, subject and status."""
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
    """Write the most important figures: the two twelve-minute targets, the headcount, the expectations."""
    reader, report = paper.reader, paper.reader.dossier.report
    over, rows = reader.say("timing.verdict.over"), []
    for name in KEY_ROWS:
        row = next((r for r in report["timing"] if r["row"] == name), None)
        if row is None:
            continue
        verdict = reader.say(f"timing.verdict.{row['verdict']}") if row["verdict"] else NONE
        rows.append(
            [reader.row_name(row), reader.measured(row), reader.target(row), verdict, row_ends(row)]
        )
    head = [
        reader.say(f"export.head.{name}")
        for name in ("row", "measured", "target", "verdict", "facts")
    ]
    paper.table(head, rows, (2.2, 2.2, 2.6, 1.6, 1.6), red=[over])
    counts(paper)


def counts(paper: Paper) -> None:
    """Write in one line: expectations, problems, plan steps."""
    reader, report = paper.reader, paper.reader.dossier.report
    told = [reader.say("export.count.problems", n=len(report["problems"]))]
    if report["expectations"]:
        told.insert(0, expected(reader))
    late = sum(step["state"] != "on_time" for step in report["planned"])
    if report["planned"]:
        told.append(reader.say("export.count.steps", late=late, of=len(report["planned"])))
    paper.write(" · ".join(told))


def expected(reader: Reader) -> str:
    """Return how many expectations had each result."""
    states = [row["state"] for row in reader.dossier.report["expectations"]]
    known = ("met", "late", "missed", "moot", "not_reached", "open")
    counted = [(s, states.count(s)) for s in known]
    told = reader.listed(f"{reader.say(f'expectation.{s}')} {n}" for s, n in counted if n)
    return reader.say("export.count.expectations", told=told)


def basis(paper: Paper) -> None:
    """Writes what the document rests on and the table of signatures."""
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
