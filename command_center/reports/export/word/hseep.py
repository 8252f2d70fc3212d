"""The After-Action Report/Improvement Plan under the headings of HSEEP's template (HSEEP-IP01, April
2013): overview, analysis with ratings P/S/M/U, strengths, areas for improvement, and the appendices."""

from command_center.reports.export.reader import Reader
from command_center.reports.export.word import blocks, conclusions, course, judgement, particulars
from command_center.reports.export.word.paper import Paper
from command_center.reports.export.word.photographs import photographs
from command_center.reports.export.word.type_faces import GREY

LETTERS = "ABCDEFG"


def hseep(reader: Reader) -> bytes:
    """The document's bytes."""
    say = reader.say
    paper = Paper(reader, say("export.hseep.title"))
    blocks.title(paper, say("export.hseep.title"))
    paper.note(say("export.hseep.modelled"))

    paper.heading(reader.either("hseep.overview"))
    paper.pairs(_overview(reader))
    paper.heading(say("export.hseep.summary"))
    blocks.key_figures(paper)
    course.response(paper)
    paper.sentences(reader.dossier.report["overview"])
    conclusions.rectified(paper)

    paper.heading(say("export.hseep.analysis"))
    paper.write(say("export.hseep.aligned"))
    paper.write(say("export.hseep.table_1"), bold=True, size=9.5)
    judgement.objectives(paper)
    photographs(paper, 2)
    paper.heading(say("export.hseep.strengths"), 2)
    conclusions.strengths(paper)
    paper.heading(say("export.hseep.areas"), 2)
    paper.write(say("export.hseep.areas_note"), color=GREY, size=9)
    conclusions.problems(paper, 3)
    paper.heading(say("export.hseep.whole"), 2)
    judgement.whole(paper)

    letters = iter(LETTERS)

    def appendix(words: str) -> None:
        paper.heading(say("export.appendix", letter=next(letters), words=words))

    paper.turn(lying=True)
    appendix(say("export.hseep.improvement_plan"))
    judgement.plan_of_improvement(paper)
    paper.heading(say("action.earlier"), 2)
    judgement.earlier_actions(paper)
    paper.turn(lying=False)
    appendix(reader.either("hseep.participants"))
    _participants(paper)
    if reader.dossier.exercise:
        appendix(say("export.hseep.events"))
        course.injects(paper)
        paper.heading(say("review.expectations"), 2)
        course.expectations(paper)
    paper.turn(lying=True)
    appendix(say("timing.title"))
    course.times(paper)
    paper.heading(say("review.planned"), 2)
    course.steps(paper)
    paper.turn(lying=False)
    appendix(say("export.hseep.levels"))
    course.levels(paper)
    paper.heading(say("export.sheet.deliveries"), 2)
    course.deliveries(paper)
    appendix(say("export.signatures"))
    conclusions.steps_of_review(paper)
    blocks.basis(paper)
    return paper.file()


def _overview(reader: Reader) -> list[tuple[str, str]]:
    """The rows of the template's own table; what facts do not know is a person's to add."""
    say, dossier = reader.say, reader.dossier
    people = reader.say("export.hseep.added_by_people")
    rows = [
        (
            reader.either("hseep.name"),
            f"{reader.text(dossier.report['title'])} ({dossier.id})",
        ),
        (reader.either("hseep.dates"), particulars.when(reader)),
        (say("export.hseep.scope"), f"{particulars.form(reader)} · {particulars.where(reader)}"),
        (say("export.hseep.mission"), say("export.hseep.response")),
        (say("export.hseep.capabilities"), people),
        (
            say("export.hseep.objectives"),
            particulars.objective_list(reader) if dossier.exercise else people,
        ),
        (say("export.hseep.threat"), particulars.hazard(reader)),
    ]
    if dossier.exercise:
        told = [particulars.scenario(reader), particulars.conditions(reader)]
        rows.append((say("export.hseep.scenario"), "\n".join(told)))
        rows.append((say("export.part.broken"), particulars.broken(reader)))
    return [
        *rows,
        (say("export.hseep.sponsor"), reader.text(dossier.site.name)),
        (say("export.hseep.organizations"), particulars.participants(reader)),
        (say("export.hseep.contact"), people),
    ]


def _participants(paper: Paper) -> None:
    reader = paper.reader
    posts = {entry.person: entry.post for entry in reader.dossier.site.roster}
    rows = [
        [
            reader.named(one["person"]), reader.named(posts.get(one["person"])),
            reader.say("timing.flag.virtual") if one["virtual"] else reader.say("export.person"),
            str(one["facts"]),
        ]
        for one in reader.dossier.participants
    ]  # fmt: skip
    names = ("person", "post", "kind", "facts_given")
    paper.table([reader.say(f"export.head.{n}") for n in names], rows, (2, 3, 1.4, 1), size=8)
