"""The report to the authorities as a Word document, under the headings of article 12 of State Council Decree 493.

Statements from facts carry the fact numbers. What nobody has filled in is stated as not known.
"""

from collections.abc import Iterable

from command_center.domain.air.wind import Wind
from command_center.domain.reviews.draft.sentence import Sentence
from command_center.reports.export.official_document import OfficialDocument
from command_center.reports.export.reader import fact_numbers, mark_in_all
from command_center.reports.export.word.paper import BODY_PT, NOTE_PT, Masthead, Sheets
from command_center.reports.export.word.type_faces import AMBER, GREY, RED, VIOLET, add_run
from command_center.reports.sentence_text import sentence_text
from command_center.reports.speaker import Speaker


def official_report(document: OfficialDocument, lang: str) -> bytes:
    """The document's bytes, in `lang`."""
    return _Report(document, lang).bytes()


class _Report:
    def __init__(self, document: OfficialDocument, lang: str) -> None:
        self.document, self.draft, self.lang = document, document.draft, lang
        self.speaker = speaker = Speaker(document.site, lang)
        self.title = speaker.say("official.title")
        masthead = Masthead(
            plant=speaker.text(document.site.name),
            of=f"{document.incident} · {speaker.text(document.title)}",
            standing=self._standing(),
            settled=document.number is not None,
            rests_on=speaker.say(
                "export.rests_on", seq=document.head.seq, hash=document.head.hash[:12]
            ),
            exercise=document.exercise,
        )
        self.sheets = Sheets(lang, self.title, masthead)

    def bytes(self) -> bytes:
        self._head()
        self._sentence(self.draft.began)
        say, draft, filled = self.speaker.say, self.draft, self.document.filled
        self.sheets.heading(say("official.part.unit"))
        self.sheets.write(self.speaker.text(self.document.site.name), bold=True)
        self._said("profile")
        self.sheets.heading(say("official.part.place"))
        self.sheets.pairs([
            (say("official.time"), self.speaker.moment(draft.t0)),
            (say("official.place"), self.speaker.named(draft.place)),
            (say("official.level"), self.speaker.named(draft.level)),
            (say("official.wind_first"), self._wind(self.document.wind[0])),
            (say("official.wind_now"), self._wind(self.document.wind[1])),
        ])  # fmt: skip
        self._sentences(draft.scene)
        self._said("scene")
        self.sheets.heading(say("official.part.course"))
        self._sentences(draft.course)
        self._said("course", needed=not draft.course)
        self.sheets.heading(say("official.part.casualties"))
        self.sheets.pairs([
            (say(f"official.{name}"), self._people(filled.get(name)))
            for name in ("deaths", "injured", "missing")
        ] + [
            (say("official.counted"), self._counted()),
            (say("official.loss"), self._loss(filled.get("loss_wan"))),
        ])  # fmt: skip
        self.sheets.heading(say("official.part.measures"))
        self._sentences(draft.measures)
        self._said("measures", needed=not draft.measures)
        self.sheets.heading(say("official.part.other"))
        self._said("note")
        self._sent()
        self.sheets.note(say("official.basis"))
        return self.sheets.file()

    def _standing(self) -> str:
        say, number = self.speaker.say, self.document.number
        if number is None:
            return say("official.draft")
        at = self.speaker.minute(self.document.sent[-1].at)
        if number == 1:
            return say("official.first", at=at)
        return say("official.supplement", n=number - 1, at=at)

    def _head(self) -> None:
        document, sheets = self.document, self.sheets
        if document.exercise:
            sheets.write(mark_in_all(), centred=True, bold=True, size=16, color=VIOLET)
            word = "official.simulated" if document.site.simulated else "official.exercise"
            sheets.write(self.speaker.say(word), centred=True, color=VIOLET)
        sheets.heading(self.title, 0)
        sheets.write(self.speaker.text(document.title), centred=True, bold=True, size=13)
        color = RED if document.number is None else GREY
        sheets.write(self._standing(), centred=True, bold=True, size=12, color=color)
        sheets.note(self.speaker.say("export.how_numbers", mark="[#12]"))
        sheets.note(self.speaker.by_plant(self.draft.t0))

    def _said(self, name: str, *, needed: bool = True) -> None:
        """What a person filled in; plainly so where nobody has and no fact says it."""
        value = self.document.filled.get(name)
        label = self.speaker.say(f"official.by_people.{name}")
        if value:
            self.sheets.write(f"{label}{value}")
        elif needed:
            self.sheets.missing(f"{label}{self.speaker.say('official.not_known')}")

    def _sentences(self, told: Iterable[Sentence]) -> None:
        for one in told:
            self._sentence(one, style="List Bullet")

    def _sentence(self, told: Sentence, style: str | None = None) -> None:
        paragraph = self.sheets.document.add_paragraph(style=style)
        words = sentence_text(self.lang, told, self.document.site.zone)
        add_run(paragraph, words, self.lang, size=BODY_PT)
        numbers = f"  [{fact_numbers(told.facts)}]"
        add_run(paragraph, numbers, self.lang, size=NOTE_PT, color=GREY)

    def _wind(self, wind: Wind) -> str:
        say = self.speaker.say
        if wind.from_deg is None or wind.speed_m_s is None:
            return say("official.not_known")
        return say("official.wind", deg=round(wind.from_deg) % 360, speed=f"{wind.speed_m_s:.1f}")

    def _people(self, value: int | None) -> str:
        return self.speaker.say("official.not_known") if value is None else str(value)

    def _loss(self, value: float | None) -> str:
        if value is None:
            return self.speaker.say("official.not_known")
        return self.speaker.say("official.loss_wan", value=f"{value:g}")

    def _counted(self) -> str:
        if self.draft.counted is None:
            return self.speaker.say("official.nobody_counted")
        people, open_ = self.draft.counted
        return self.speaker.say("official.counted_of", people=people, open=open_)

    def _sent(self) -> None:
        """To whom each report went, when and by whom."""
        speaker, sent = self.speaker, self.document.sent
        if not sent:
            self.sheets.write(speaker.say("official.draft"), bold=True, color=AMBER)
            return
        self.sheets.heading(speaker.say("official.part.sent"), 2)
        head = [speaker.say(f"official.head.{name}") for name in ("report", "at", "unit", "by")]
        rows = [
            [
                speaker.say("official.first_short")
                if n == 0
                else speaker.say("official.supplement_short", n=n),
                speaker.minute(fact.at),
                speaker.named(fact.data["unit"])
                if fact.data["unit"]
                else speaker.say("official.not_known"),
                f"{speaker.named(fact.speaker or fact.actor)} [#{fact.seq}]",
            ]
            for n, fact in enumerate(sent)
        ]
        self.sheets.table(head, rows, (1.2, 1.6, 2.2, 2))
