"""The conclusions, as both outlines show them: problems, strengths, review steps, corrections."""

from typing import Any

from command_center.reports.export.reader import NONE, Reader
from command_center.reports.export.signatures import withdrawal
from command_center.reports.export.word.paper import Paper
from command_center.reports.export.word.type_faces import AMBER, GREY


def problems(paper: Paper, level: int) -> None:
    """Write the problems found automatically, each sentence with its facts, and what people made of them."""
    reader, report = paper.reader, paper.reader.dossier.report
    if not report["problems"]:
        paper.write(reader.say("review.no_problems"))
    if untaken := sum(problem["finding"] is None for problem in report["problems"]):
        paper.missing(reader.say("export.not_taken_up", n=untaken))
    for n, problem in enumerate(report["problems"], 1):
        kind = reader.say(f"problem_kind.{problem['kind']}")
        whose = problem["key"].partition(":")[2]
        named = reader.named(whose)
        kind = kind if named == whose else f"{kind} · {named}"
        paper.heading(reader.say("export.problem", n=n, kind=kind), level)
        paper.sentences(problem["sentences"])
        found = next((f for f in report["findings"] if f["id"] == problem["finding"]), None)
        if found is not None:
            _judged(paper, found, f"{found['id']} {reader.text(found['text'])}")
    taken_up = {problem["finding"] for problem in report["problems"]}
    others = [f for f in report["findings"] if f["nature"] == "problem" and f["id"] not in taken_up]
    for n, found in enumerate(others, len(report["problems"]) + 1):
        paper.heading(
            reader.say("export.problem", n=n, kind=reader.say("export.brought_in")), level
        )
        finding(paper, found)
        _judged(paper, found, found["id"])


def finding(paper: Paper, found: Any) -> None:
    """Write a finding in its author's words, with its facts."""
    paper.sentences([{name: found[name] for name in ("text", "facts", "late", "rectified_by")}])


def _judged(paper: Paper, found: Any, told: str) -> None:
    reader = paper.reader
    cause = reader.text(found["cause"]) if found["cause"] else reader.say("export.missing")
    severity = (
        reader.say(f"severity.{found['severity']}")
        if found["severity"]
        else reader.say("export.missing")
    )
    words = reader.say("export.judged", finding=told, cause=cause, severity=severity)
    paper.write(words, color=AMBER if not (found["cause"] and found["severity"]) else GREY)


def strengths(paper: Paper) -> None:
    """Write the strengths that the facts show, and those that people entered."""
    report = paper.reader.dossier.report
    own = [f for f in report["findings"] if f["nature"] == "strength"]
    paper.sentences(report["strengths"])
    for found in own:
        finding(paper, found)
    if not report["strengths"] and not own:
        paper.write(paper.reader.say("export.none.strengths"))


def rectified(paper: Paper) -> None:
    """Write later corrections of facts; the facts themselves stay."""
    reader, told = paper.reader, paper.reader.dossier.report["rectified"]
    if told:
        head = [reader.say(f"export.head.{name}") for name in ("fact", "rectified", "facts")]
        rows = [[f"#{one['fact']}", reader.text(one["text"]), f"#{one['seq']}"] for one in told]
        paper.table(head, rows, (1, 6, 1))


def steps_of_review(paper: Paper) -> None:
    """Write the four review steps: due, done, by whom."""
    reader, clock = paper.reader, paper.reader.dossier.report["clock"]
    if reader.dossier.report["withdrawn"]:
        paper.write(withdrawal(reader))
        return
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
    paper.table(head, rows, (1.6, 2, 2, 1.9, 1.1, 1), red=[reader.say("export.not_done")])
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
