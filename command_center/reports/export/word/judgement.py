"""People's judgements and decisions, as tables of the document: objectives, overall grade, actions."""

from typing import Any

from command_center.reports.export.judgement_tables import noted, objective_texts, observed
from command_center.reports.export.reader import NONE, Reader, fact_numbers
from command_center.reports.export.word.paper import Paper

RATINGS = ("P", "S", "M", "U", "not_observed")
GRADES = ("excellent", "good", "fair", "poor")
TICK = "●"


def objectives(paper: Paper) -> None:
    """Write each objective with its rating in the review and evaluators' observations in the drill; ratings are never
    computed.
    """
    reader, report = paper.reader, paper.reader.dossier.report
    texts = objective_texts(reader)
    rated = {r["objective"]: r for r in report["ratings"]}
    names = [*texts, *(name for name in rated if name not in texts)]
    names += [o["objective"] for o in report["observations"] if o["objective"] not in names]
    if not names:
        paper.missing(reader.say("export.none.objectives"))
        return
    rows = []
    for name in dict.fromkeys(names):
        own: Any = rated.get(name)
        ticks = [TICK if own and own["rating"] == letter else "" for letter in RATINGS]
        by = f"{reader.named(own['by'])} #{own['seq']}" if own else reader.say("review.not_given")
        rows.append([texts.get(name, name), *ticks, by])
    head = [reader.say("export.head.objective"), "P", "S", "M", "U"]
    head += [reader.say("rating.not_observed"), reader.say("export.head.rated_by")]
    paper.table(head, rows, (4, 0.6, 0.6, 0.6, 0.6, 1.2, 2.2), red=[reader.say("review.not_given")])
    seen = [
        [texts.get(o["objective"], o["objective"]), reader.say(f"rating.{o['rating']}"),
         reader.text(noted(reader, o)), _evidence(reader, o), reader.named(o["by"]), f"#{o['seq']}"]
        for o in report["observations"]
    ]  # fmt: skip
    if seen:
        heads = ("objective", "rating", "note", "evidence", "by", "facts")
        paper.table(
            [reader.say(f"export.head.{n}") for n in heads], seen, (2.6, 1.4, 2.6, 1.4, 1.2, 0.7)
        )
    paper.note(" ".join(reader.say(f"export.rating_means.{letter}") for letter in RATINGS[:4]))
    paper.note(reader.say("review.never_computed"))


def _evidence(reader: Reader, observation: Any) -> str:
    shown = len(observation["photographs"])
    named = [one for one in (observation["evidence"],) if one]
    return reader.listed(
        [*named, *([reader.say("export.photographs_below", n=shown)] if shown else [])]
    )


def whole(paper: Paper) -> None:
    """Write the overall grade and who gave it; the four grades and what they mean."""
    reader, grade = paper.reader, paper.reader.dossier.report["grade"]
    if grade is None:
        paper.missing(reader.say("export.no_grade"))
    else:
        words = reader.say(
            "export.graded", grade=reader.say(f"grade.{grade['grade']}"), who=reader.named(grade["by"]),
            at=reader.minute(grade["at"]), seq=grade["seq"],
        )  # fmt: skip
        paper.write(words, bold=True)
        if grade["note"]:
            paper.write(reader.text(grade["note"]))
    rows = [
        [
            TICK if grade and grade["grade"] == name else "",
            reader.say(f"grade.{name}"),
            reader.say(f"export.grade_means.{name}"),
        ]
        for name in GRADES
    ]
    head = ["", reader.say("export.head.grade"), reader.say("export.head.means")]
    paper.table(head, rows, (0.4, 1, 6))


def plan_of_improvement(paper: Paper) -> None:
    """Write findings with their actions, owners and due days, and which actions only a drill can close."""
    reader, report = paper.reader, paper.reader.dossier.report
    found = {f["id"]: f for f in report["findings"]}
    rows = []
    for a in report["actions"]:
        of = found.get(a["finding"])
        rows.append([
            f"{a['finding']} {reader.text(of['text']) if of else ''}", f"{a['id']} {reader.text(a['text'])}",
            reader.named(a["owner"]) if a["owner"] else reader.say("export.missing"),
            reader.minute(a["at"])[:10],
            reader.minute(a["due_at"])[:10] if a["due_at"] else reader.say("export.missing"),
            reader.say(f"action.state.{a['state']}"), reader.text(a["proof"]), fact_numbers(a["history"]),
        ])  # fmt: skip
    unmet = [
        f
        for f in found.values()
        if f["nature"] == "problem" and all(a["finding"] != f["id"] for a in report["actions"])
    ]
    rows += [
        [
            f"{f['id']} {reader.text(f['text'])}",
            reader.say("review.no_action"),
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            fact_numbers(f["facts"]),
        ]
        for f in unmet
    ]
    if not rows:
        paper.missing(reader.say("export.none.actions"))
    else:
        names = ("area", "action", "owner", "opened", "until", "state", "proof", "facts")
        red = [reader.say("export.missing"), reader.say("review.no_action")]
        paper.table(
            [reader.say(f"export.head.{n}") for n in names],
            rows,
            (2.3, 2.3, 1.3, 1.6, 1.6, 1.2, 1.2, 1.1),
            red=red,
            size=8,
        )
    paper.note(reader.say("action.rule"))


def earlier_actions(paper: Paper) -> None:
    """Write the actions left by earlier reviews, and what this drill observed of them."""
    reader, rows_told = paper.reader, paper.reader.dossier.report["earlier_actions"]
    if not rows_told:
        paper.note(reader.say("action.none_earlier"))
        return
    rows = [
        [a["review"], f"{a['id']} {reader.text(a['text'])}", reader.named(a["owner"]) if a["owner"] else NONE,
         reader.say(f"action.state.{a['state']}"), observed(reader, a) or NONE]
        for a in rows_told
    ]  # fmt: skip
    names = ("from_review", "action", "owner", "state", "observed")
    paper.table(
        [reader.say(f"export.head.{n}") for n in names], rows, (1, 3.6, 1.4, 1.4, 2.2), size=8
    )
