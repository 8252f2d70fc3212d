"""The assessment report, modelled on the one in YJ/T 9009 (formerly AQ/T 9009-2015, "Specification for emergency
exercises evaluation of production safety accidents"; the report is its 7.4): particulars, course of the assessment,
analysis, suggestions, conclusion. The clause's own text was not available: the headings are ours, and the document
says so. What it requires beyond facts is left to people.
"""

from command_center.reports.export.reader import Reader
from command_center.reports.export.word import blocks, conclusions, course, judgement, particulars
from command_center.reports.export.word.paper import Paper
from command_center.reports.export.word.photographs import photographs

CHINESE = "一二三四五六七八九"


class _Numbered:
    """Headings with their numbers as each language writes them."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._chapter, self._part = paper, 0, 0
        self._chinese = paper.lang.startswith("zh")

    def chapter(self, words: str) -> None:
        self._chapter, self._part = self._chapter + 1, 0
        number = f"{CHINESE[self._chapter - 1]}、" if self._chinese else f"{self._chapter}. "
        self._paper.heading(f"{number}{words}", 1)

    def part(self, words: str) -> None:
        self._part += 1
        number = (
            f"（{CHINESE[self._part - 1]}）" if self._chinese else f"{self._chapter}.{self._part} "
        )
        self._paper.heading(f"{number}{words}", 2)

    def annex(self, n: int, words: str) -> None:
        self._paper.heading(self._paper.reader.say("export.annex", n=n, words=words), 1)


def yjt9009(reader: Reader) -> bytes:
    """The document's bytes."""
    say = reader.say
    paper = Paper(reader, reader.either("yjt.title"))
    heads = _Numbered(paper)
    blocks.title(paper, reader.either("yjt.title"))
    paper.note(say("export.yjt.modelled"))
    blocks.key_figures(paper)

    heads.chapter(reader.either("yjt.particulars"))
    paper.pairs(_particulars(reader))
    heads.part(reader.either("yjt.actions_taken"))
    paper.sentences(reader.dossier.report["overview"])
    conclusions.rectified(paper)

    heads.chapter(reader.either("yjt.assessment"))
    paper.write(reader.either("yjt.how_assessed"))
    conclusions.steps_of_review(paper)

    heads.chapter(reader.either("yjt.analysis"))
    blocks.counts(paper)
    heads.part(reader.either("yjt.organisation"))
    if reader.dossier.exercise:
        course.injects(paper)
    course.levels(paper)
    heads.part(reader.either("yjt.performance"))
    course.response(paper)
    if reader.dossier.exercise:
        paper.heading(say("review.expectations"), 3)
        course.expectations(paper)
    paper.heading(say("review.planned"), 3)
    course.steps(paper)
    heads.part(say("export.yjt.good"))
    conclusions.strengths(paper)
    heads.part(say("export.yjt.problems"))
    conclusions.problems(paper, 3)
    heads.part(reader.either("yjt.objectives"))
    judgement.objectives(paper)
    photographs(paper, 3)
    heads.part(reader.either("yjt.cost"))
    paper.missing(say("export.yjt.cost_missing"))

    heads.chapter(say("export.yjt.suggestions"))
    judgement.plan_of_improvement(paper)
    paper.heading(say("action.earlier"), 3)
    judgement.earlier_actions(paper)

    heads.chapter(say("export.yjt.conclusion"))
    judgement.whole(paper)
    paper.heading(say("export.signatures"), 2)
    blocks.basis(paper)

    paper.turn(lying=True)
    heads.annex(1, say("timing.title"))
    course.times(paper)
    heads.annex(2, say("export.sheet.deliveries"))
    course.deliveries(paper)
    return paper.file()


def _particulars(reader: Reader) -> list[tuple[str, str]]:
    say = reader.say
    rows = [
        (reader.either("part.name"), reader.text(reader.dossier.report["title"])),
        (say("export.about.id"), reader.dossier.id),
        (reader.either("part.organiser"), reader.text(reader.dossier.site.name)),
        (say("export.part.form"), particulars.form(reader)),
        (say("export.part.hazard"), particulars.hazard(reader)),
        (say("export.part.when"), particulars.when(reader)),
        (say("export.part.where"), particulars.where(reader)),
        (say("export.about.hands"), particulars.participants(reader)),
    ]
    if reader.dossier.exercise:
        rows += [
            (say("export.part.weather"), particulars.conditions(reader)),
            (say("export.part.scenario"), particulars.scenario(reader)),
            (say("export.part.broken"), particulars.broken(reader)),
            (say("export.part.objectives"), particulars.objective_list(reader)),
        ]
    return rows
