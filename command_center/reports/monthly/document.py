"""The report of a month as a Word document."""

from command_center.reports.export.word.paper import Masthead, Sheets
from command_center.reports.export.word.type_faces import GREY
from command_center.reports.figure_words import remark_said
from command_center.reports.monthly.charts import course
from command_center.reports.monthly.month_report import MonthReport
from command_center.reports.monthly.tables import TABLES
from command_center.reports.speaker import Speaker

LYING = frozenset({"trend"})
"""Tables that are too wide for a standing page."""


def document(report: MonthReport, lang: str) -> bytes:
    """The document's bytes, in `lang`."""
    told = Speaker(report.site, lang)
    say = told.say
    title = say("report.title")
    plant = told.text(report.site.name)
    rests_on = say("export.rests_on", seq=report.seq, hash=report.hash[:12])
    made = say("report.made", at=told.minute(report.now))
    sheets = Sheets(
        lang, title, Masthead(plant, f"{title} · {report.month}", made, True, rests_on, False)
    )
    sheets.heading(title, 0)
    sheets.write(plant, centred=True, size=12)
    sheets.write(report.month, centred=True, bold=True, size=13)
    sheets.write(made, centred=True, color=GREY)
    sheets.note(say("report.how"))
    sheets.note(told.by_plant(*report.times))
    for name, make in TABLES.items():
        table = make(report, told)
        if name in LYING:
            picture, legend = course(report, told)
            sheets.heading(say(f"report.part.{name}"))
            sheets.figure(picture, legend or say("report.course"))
            sheets.turn(lying=True)
            sheets.table(table.head, table.rows, table.widths)
            sheets.note(say("report.trend_how"))
            sheets.turn(lying=False)
            continue
        sheets.heading(say(f"report.part.{name}"))
        if not table.rows:
            sheets.write(say("report.nothing"))
            continue
        sheets.table(table.head, table.rows, table.widths)
        _beside(sheets, report, told, name)
    sheets.heading(say("report.part.signed"))
    sheets.pairs([(say(f"report.{name}"), "") for name in ("by", "checked", "approved")])
    return sheets.file()


def _beside(sheets: Sheets, report: MonthReport, told: Speaker, name: str) -> None:
    """What is said below a table."""
    if name == "figures":
        for one in report.this.figures:
            sheets.note(
                f"{told.say(f'past.figure.{one.name}')}: {told.say(f'past.means.{one.name}')}"
            )
    elif name == "kinds":
        for across, heat in (("kind", report.by_kind), ("hour", report.by_hour)):
            for remark in heat.remarks:
                sheets.write(remark_said(told, report.named, remark, across), bold=True)
        sheets.note(told.say("heat.how", looks=report.by_hour.looks))
    elif name == "scores":
        sheets.note(told.say("report.share", share=round(100 * report.share)))
    elif name == "owed":
        sheets.note(told.say("report.owed_in_all", n=len(report.owed), of=report.owed_in_all))
