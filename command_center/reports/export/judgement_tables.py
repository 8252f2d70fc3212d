"""Tables of people's judgements: ratings, findings and actions; and the draft's sentences beside their facts."""

from typing import Any

from command_center.reports.export.reader import Reader, fact_numbers
from command_center.reports.export.table import Column, Table

RATINGS = (
    Column("what", width=18), Column("objective", width=48), Column("rating", width=22),
    Column("note", width=48), Column("evidence", width=24), Column("by", width=20), Column("at", "moment", 24),
    Column("seq", "fact", 9),
)  # fmt: skip
PHOTOGRAPHS = (
    Column("photograph", width=44), Column("objective", width=48), Column("rating", width=22),
    Column("note", width=48), Column("by", width=20), Column("at", "moment", 24), Column("seq", "fact", 9),
    Column("sha256", width=68),
)  # fmt: skip
FINDINGS = (
    Column("finding", width=12), Column("nature", width=12), Column("text", width=60),
    Column("cause", width=44), Column("severity", width=12), Column("rated_by", width=18),
    Column("by", width=18), Column("at", "moment", 24), Column("facts", width=24),
    Column("rectified_by", width=16),
)  # fmt: skip
ACTIONS = (
    Column("action", width=12), Column("finding", width=12), Column("text", width=60),
    Column("owner", width=20), Column("due_at", "moment", 24), Column("state", width=18),
    Column("proof", width=28), Column("done_at", "moment", 24), Column("observed", width=28),
    Column("closed_at", "moment", 24), Column("review", width=12), Column("facts", width=18),
)  # fmt: skip
SENTENCES = (
    Column("part", width=20), Column("sentence", width=100), Column("facts", width=36),
    Column("rectified_by", width=16),
)  # fmt: skip


def ratings_table(reader: Reader) -> Table:
    """The table of ratings: evaluators' observations in the drill, ratings of the review, the overall grade."""
    report, texts = reader.dossier.report, objective_texts(reader)
    rows: list[list[Any]] = [
        [
            reader.say("export.what.observation"), texts.get(o["objective"], o["objective"]),
            reader.say(f"rating.{o['rating']}"), noted(reader, o), evidence(o),
            reader.named(o["by"]), o["at"], o["seq"],
        ]
        for o in report["observations"]
    ]  # fmt: skip
    rows += [
        [
            reader.say("export.what.rating"), texts.get(r["objective"], r["objective"]),
            reader.say(f"rating.{r['rating']}"), _remark(reader, r["note"]), None, reader.named(r["by"]),
            r["at"], r["seq"],
        ]
        for r in report["ratings"]
    ]  # fmt: skip
    if grade := report["grade"]:
        rows.append([
            reader.say("export.what.grade"), reader.say("review.whole"),
            reader.say(f"grade.{grade['grade']}"), _remark(reader, grade["note"]), None,
            reader.named(grade["by"]), grade["at"], grade["seq"],
        ])  # fmt: skip
    return Table("ratings", RATINGS, rows)


def photographs_table(reader: Reader) -> Table:
    """The table of observers' photographs, one a row; shown there if the file can show pictures."""
    texts = objective_texts(reader)
    rows = [
        [
            reader.say("export.photograph_n", n=n, of=len(o["photographs"])),
            texts.get(o["objective"], o["objective"]), reader.say(f"rating.{o['rating']}"),
            noted(reader, o), reader.named(o["by"]), o["at"], o["seq"], sha256,
        ]
        for o in reader.dossier.report["observations"]
        for n, sha256 in enumerate(o["photographs"], 1)
    ]  # fmt: skip
    return Table("photographs", PHOTOGRAPHS, rows)


def objective_texts(reader: Reader) -> dict[str, str]:
    """The objectives of the plan by id."""
    plan = reader.dossier.plan
    return {one.id: reader.text(one.text) for one in plan.objectives} if plan else {}


def evidence(observation: Any) -> str | None:
    """Return the evidence of a note: a paper's number, and photographs by the beginning of their SHA-256."""
    named = [one for one in (observation["evidence"],) if one]
    return ", ".join([*named, *(one[:12] for one in observation["photographs"])]) or None


def noted(reader: Reader, observation: Any) -> str | None:
    """Return an observer's note with its ratings before changes, and the reason for a correction."""
    told = [_remark(reader, observation["note"])]
    told += [
        reader.say("drills.note_was", rating=reader.say(f"rating.{was['rating']}"), seq=was["seq"])
        for was in observation["was"]
    ]
    if observation["late"]:
        told.append(f"{reader.say('drills.note_late')}: {reader.text(observation['reason'])}")
    return " · ".join(one for one in told if one) or None


def _remark(reader: Reader, value: Any) -> str | None:
    return reader.text(value) if value else None


def findings_table(reader: Reader) -> Table:
    """The table of findings as people entered them; missing entries stay empty."""
    rows = [
        [
            f["id"], reader.say(f"review.kind.{f['nature']}"), reader.text(f["text"]),
            _remark(reader, f["cause"]),
            reader.say(f"severity.{f['severity']}") if f["severity"] else None,
            reader.named(f["rated_by"]) if f["rated_by"] else None, reader.named(f["by"]), f["at"],
            fact_numbers(f["facts"]), fact_numbers(f["rectified_by"]) or None,
        ]
        for f in reader.dossier.report["findings"]
    ]  # fmt: skip
    return Table("findings", FINDINGS, rows)


def actions_table(reader: Reader) -> Table:
    """The table of this review's actions, then those of earlier ones: finding, action, drills that
    observed it, pass.
    """
    report = reader.dossier.report
    rows = [
        [
            a["id"], a["finding"], reader.text(a["text"]),
            reader.named(a["owner"]) if a["owner"] else None, a["due_at"],
            reader.say(f"action.state.{a['state']}"), _remark(reader, a["proof"]), a["done_at"],
            observed(reader, a) or None, a["closed_at"], a["review"], fact_numbers(a["history"]),
        ]
        for a in [*report["actions"], *report["earlier_actions"]]
    ]  # fmt: skip
    return Table("actions", ACTIONS, rows)


def observed(reader: Reader, action: Any) -> str:
    """Return the drills that observed an action, and what they saw."""
    return (
        reader.listed(
            f"{o['drill']}: {reader.say('action.passed' if o['passed'] else 'action.failed')} #{o['seq']}"
            for o in action["observed"]
        )
        if action["observed"]
        else ""
    )


def sentences_table(reader: Reader) -> Table:
    """The table of the draft's sentences with the facts they rest on."""
    report = reader.dossier.report
    parts = [(reader.say("review.overview"), report["overview"])]
    parts += [(reader.say("review.not_played"), report["not_played"])]
    parts += [(reader.say("review.strengths"), report["strengths"])]
    parts += [(reader.say(f"problem_kind.{p['kind']}"), p["sentences"]) for p in report["problems"]]
    rows = [
        [
            part,
            reader.text(s["text"]),
            fact_numbers(s["facts"]),
            fact_numbers(s["rectified_by"]) or None,
        ]
        for part, sentences in parts
        for s in sentences
    ]
    return Table("sentences", SENTENCES, rows)
