"""A sheet as PDF, in one language. The same sheet gives the same bytes: the file does not contain
its creation time.
"""

import io
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)

from command_center.reports.export.forms.lines import lines_of
from command_center.reports.export.forms.qr_code import draw_qr_code
from command_center.reports.export.forms.sheet import (
    Album,
    Band,
    Box,
    Grid,
    Picture,
    Sheet,
    Told,
    Value,
)
from command_center.reports.export.forms.type_face import TypeFace
from command_center.reports.export.forms.wording import Wording
from command_center.reports.export.printed import Printed, printed
from command_center.words import say

INK, GREY, RULE, FILL, VIOLET = (
    HexColor("#14181d"), HexColor("#5a6270"), HexColor("#8a929c"), HexColor("#e9ecf0"), HexColor("#5b2c83"),
)  # fmt: skip
WATERMARK = Color(0.36, 0.17, 0.51, alpha=0.09)
MARGIN = 12 * mm
HEAD, HEAD_WITH_CODE, FOOT = 16 * mm, 21 * mm, 9 * mm
BODY_PT, LABEL_PT, LEAD, LABEL_LEAD = 9.0, 6.5, 11.5, 8.2
PAD = 3.0
MOST_LINES = 40
"""Of one cell: a longer one goes on in a row of its own, so that every row fits on a page."""
SPARE_MM = 7.0
"""Height of a row that a hand writes in."""
TICK_MM = 3.6
PICTURES, PICTURE_MM = 4, 34.0
"""Photographs beside each other, and how high one is at most (ours)."""
PICTURE_EDGE = 520
"""Pixels of a photograph's longer edge: 300 dpi at its printed size."""
MARKS = "演练EXERCISE0123456789"


def pdf_file(sheet: Sheet, lang: str, face: TypeFace) -> bytes:
    """The document's bytes."""
    return _Document(sheet, lang, face).content()


class _Document:
    def __init__(self, sheet: Sheet, lang: str, face: TypeFace) -> None:
        self.sheet, self.lang, self.face = sheet, lang, face
        self.words = Wording(lang, sheet.zone)
        self.size = landscape(A4) if sheet.landscape else A4
        self.width = self.size[0] - 2 * MARGIN
        self.font = "Helvetica"
        self._seen: set[str] = set()
        self._pictures: dict[str, Printed | str] = {}
        # The first look tells which letters are wanted, by the widths of a face that has them all.
        self.measure: Callable[[str, float], float] = self._rough

    def content(self) -> bytes:
        """Made twice: the letters that the first pass met are those of the second's font."""
        self._story()
        self._furniture(0, 0)
        self._seen.update("0123456789/—")
        cut = self.face.cut("".join(sorted(self._seen)))
        made = TTFont(f"Cut-{sha256(cut).hexdigest()[:12]}", io.BytesIO(cut), asciiReadable=True)
        self.font = str(made.fontName)
        pdfmetrics.registerFont(made)
        self.measure = self._exact
        try:
            return self._built()
        finally:
            # The registry is the whole process's, and each document has a font of its own.
            pdfmetrics._fonts.pop(self.font, None)  # type: ignore[attr-defined]
            pdfmetrics._dynFaceNames.pop(made.face.name, None)  # type: ignore[attr-defined]

    def _built(self) -> bytes:
        content = io.BytesIO()
        made = BaseDocTemplate(
            content, pagesize=self.size, invariant=1, title=self._title(), author="", lang=self.lang,
            subject=f"sha256 {self.sheet.sha256}", creator="", producer="",
        )  # fmt: skip
        head = HEAD_WITH_CODE if self.sheet.serial else HEAD
        left, top = MARGIN, self.size[1] - MARGIN - head
        below = MARGIN + FOOT
        frame = Frame(left, below, self.width, top - below, 0, 0, 0, 0)
        made.addPageTemplates([PageTemplate("page", [frame])])
        made.build(self._story(), canvasmaker=partial(_Numbered, draw=self._draw))
        return content.getvalue()

    def _title(self) -> str:
        mark = say(self.lang, "exercise.mark") if self.sheet.exercise else ""
        return f"{mark}{self.sheet.mark} {self.words.title(self.sheet.form, self.sheet.title)[0]}"

    # ------------------------------------------------------------ words

    def _rough(self, text: str, size: float) -> float:
        self._seen.update(text)
        return len(text) * size

    def _exact(self, text: str, size: float) -> float:
        return float(pdfmetrics.stringWidth(text, self.font, size))

    def _lines(self, text: str, width: float, size: float) -> list[str]:
        shown = self.face.shown(text)
        self._seen.update(shown)
        return lines_of(shown, width, lambda piece: self.measure(piece, size))

    def _values(self, values: Sequence[Value], width: float) -> list[str]:
        told = [self.words.text(value) for value in values]
        return [line for one in told for line in self._lines(one, width, BODY_PT)]

    # ------------------------------------------------------------ parts

    def _story(self) -> list[Flowable]:
        story: list[Flowable] = []
        for index, section in enumerate(self.sheet.sections):
            if index:
                story.append(PageBreak())
            for part in section:
                if isinstance(part, Grid):
                    story.append(Spacer(0, 4))
                    story.append(self._grid(part))
                elif isinstance(part, Album):
                    story += [Spacer(0, 4), self._album(part)]
                else:
                    story += self._band(part)
        return story

    def _band(self, band: Band) -> list[Flowable]:
        whole = sum(box.share for box in band.boxes)
        widths = [self.width * box.share / whole for box in band.boxes]
        told = [self._box(box, width) for box, width in zip(band.boxes, widths, strict=True)]
        labels = ["\n".join(label) for label, _ in told]
        rows = [labels, *_chunked([value for _, value in told])]
        style: list[Any] = [
            ("FONTNAME", (0, 0), (-1, -1), self.font),
            ("FONTSIZE", (0, 0), (-1, 0), LABEL_PT), ("LEADING", (0, 0), (-1, 0), LABEL_LEAD),
            ("TEXTCOLOR", (0, 0), (-1, 0), GREY),
            ("FONTSIZE", (0, 1), (-1, -1), BODY_PT), ("LEADING", (0, 1), (-1, -1), LEAD),
            ("TEXTCOLOR", (0, 1), (-1, -1), INK),
            ("BOX", (0, 0), (-1, -1), 0.6, RULE), ("LINEAFTER", (0, 0), (-2, -1), 0.6, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *_padding(),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 0.5), ("TOPPADDING", (0, 1), (-1, -1), 0.5),
            ("NOSPLIT", (0, 0), (-1, 1)),
        ]  # fmt: skip
        return [Table(rows, widths, style=style, splitByRow=1)]

    def _box(self, box: Box, width: float) -> tuple[list[str], list[str]]:
        room = width - 2 * PAD
        label = self._lines(self.words.label(box.number, box.label), room, LABEL_PT)
        values = self._values(box.values, room) if box.values else []
        return label, values + [""] * (box.lines - len(values))

    def _grid(self, grid: Grid) -> Flowable:
        whole = sum(column.share for column in grid.columns)
        widths = [self.width * column.share / whole for column in grid.columns]
        rooms = [width - 2 * PAD for width in widths]
        title = self.words.label(grid.number, grid.label)
        if grid.of is not None:
            title = f"{title}: {self.words.text(grid.of)}"
        head = self._lines(title, self.width - 2 * PAD, LABEL_PT + 1)
        labels = [
            "\n".join(self._lines(self.words.label(column.number, column.label), room, LABEL_PT))
            for column, room in zip(grid.columns, rooms, strict=True)
        ]
        rows: list[list[Any]] = [["\n".join(head), *[""] * (len(labels) - 1)], labels]
        for row in grid.rows:
            cells = [self._values([cell], room) for cell, room in zip(row, rooms, strict=True)]
            for number, chunk in enumerate(_chunked(cells)):
                rows.append([
                    _Square() if column.ticked and cell is None and not number else text
                    for column, cell, text in zip(grid.columns, row, chunk, strict=True)
                ])  # fmt: skip
        written = len(rows)
        for _ in range(grid.spare):
            rows.append([_Square() if column.ticked else "" for column in grid.columns])
        heights = [None] * written + [SPARE_MM * mm] * grid.spare
        style: list[Any] = [
            ("FONTNAME", (0, 0), (-1, -1), self.font),
            ("SPAN", (0, 0), (-1, 0)), ("BACKGROUND", (0, 0), (-1, 1), FILL),
            ("FONTSIZE", (0, 0), (-1, 0), LABEL_PT + 1), ("LEADING", (0, 0), (-1, 0), LABEL_LEAD + 1),
            ("FONTSIZE", (0, 1), (-1, 1), LABEL_PT), ("LEADING", (0, 1), (-1, 1), LABEL_LEAD),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK), ("TEXTCOLOR", (0, 1), (-1, 1), GREY),
            ("FONTSIZE", (0, 2), (-1, -1), BODY_PT), ("LEADING", (0, 2), (-1, -1), LEAD),
            ("GRID", (0, 0), (-1, -1), 0.4, RULE), ("BOX", (0, 0), (-1, -1), 0.6, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *_padding(),
        ]  # fmt: skip
        return Table(rows, widths, heights, style=style, repeatRows=2, splitByRow=1)

    def _album(self, album: Album) -> Flowable:
        room = self.width / PICTURES - 2 * PAD
        head = self._lines(self.words.label("", album.label), self.width - 2 * PAD, LABEL_PT + 1)
        cells = [self._picture(one, room) for one in album.pictures]
        if album.left_out:
            more = Told("forms.kept_files", {"n": album.left_out})
            cells.append(("\n".join(self._values([more], room)), ""))
        cells += [("", "")] * (-len(cells) % PICTURES)
        rows: list[list[Any]] = [["\n".join(head), *[""] * (PICTURES - 1)]]
        style: list[Any] = [
            ("FONTNAME", (0, 0), (-1, -1), self.font),
            ("SPAN", (0, 0), (-1, 0)), ("BACKGROUND", (0, 0), (-1, 0), FILL),
            ("FONTSIZE", (0, 0), (-1, 0), LABEL_PT + 1), ("LEADING", (0, 0), (-1, 0), LABEL_LEAD + 1),
            ("FONTSIZE", (0, 1), (-1, -1), BODY_PT), ("LEADING", (0, 1), (-1, -1), LEAD),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK), ("BOX", (0, 0), (-1, -1), 0.6, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *_padding(),
        ]  # fmt: skip
        for first in range(0, len(cells), PICTURES):
            beside = cells[first : first + PICTURES]
            style.append(("NOSPLIT", (0, len(rows)), (-1, len(rows) + 1)))
            rows += [[shown for shown, _ in beside], [caption for _, caption in beside]]
        return Table(
            rows, [self.width / PICTURES] * PICTURES, style=style, repeatRows=1, splitByRow=1
        )

    def _picture(self, one: Picture, room: float) -> tuple[Any, str]:
        """A photograph, or in words why it is not shown; and what stands below it."""
        if one.sha256 not in self._pictures:
            self._pictures[one.sha256] = printed(one.content, one.sha256, PICTURE_EDGE)
        found = self._pictures[one.sha256]
        caption = "\n".join(self._values([one.caption], room))
        if isinstance(found, str):
            return "\n".join(self._values([Told(f"forms.photograph.{found}")], room)), caption
        scale = min(room / found.width, PICTURE_MM * mm / found.height)
        size = found.width * scale, found.height * scale
        return Image(io.BytesIO(found.content), *size), caption

    # ------------------------------------------------------------ what stands on every page

    def _furniture(self, page: int, pages: int) -> tuple[str, str, list[str], str, str]:
        own, other = self.words.title(self.sheet.form, self.sheet.title)
        plant = self.words.text(self.sheet.plant)
        subject = " · ".join(
            one for one in (plant, *map(self.words.text, self.sheet.subject)) if one
        )
        mark = say(self.lang, "exercise.mark") if self.sheet.exercise else ""
        rests_on = say(
            self.lang, "forms.rests_on", seq=self.sheet.upto, hash=self.sheet.sha256[:16]
        )
        times = self.sheet.times
        foot = " · ".join([rests_on, self.words.by_plant(times)] if times else [rests_on])
        number = say(self.lang, "forms.page", page=str(page), pages=str(pages))
        top = self._lines(subject, self.width - 42 * mm, BODY_PT)[:2]
        told = (f"{own}  {other}", mark, top, self.face.shown(foot), self.face.shown(number))
        for one in (told[0], mark, foot, number, self.sheet.mark, self.sheet.serial or "", MARKS):
            self._seen.update(self.face.shown(one))
        return told

    def _draw(self, canvas: Canvas, page: int, pages: int) -> None:
        title, mark, subject, foot, number = self._furniture(page, pages)
        left, right, top = MARGIN, self.size[0] - MARGIN, self.size[1] - MARGIN
        if self.sheet.exercise:
            self._watermark(canvas)
        end = right
        if self.sheet.serial:
            draw_qr_code(canvas, self.sheet.serial, right - 20 * mm, top - 18.5 * mm, 20 * mm)
            end = right - 22 * mm
        canvas.setFillColor(INK)
        canvas.setFont(self.font, 15)
        canvas.drawRightString(end, top - 11, self.sheet.serial or self.sheet.mark)
        size = 14.0
        while self.measure(title, size) > end - left - 34 * mm and size > 8:
            size -= 0.5
        canvas.setFont(self.font, size)
        canvas.drawString(left, top - 11, title)
        canvas.setFont(self.font, BODY_PT)
        for down, line in enumerate(subject):
            canvas.drawString(left, top - 27 - down * LEAD, line)
        if mark:
            canvas.setFillColor(VIOLET)
            canvas.setFont(self.font, 12)
            canvas.drawRightString(end, top - 28, mark)
        canvas.setFillColor(GREY)
        canvas.setFont(self.font, LABEL_PT + 0.5)
        canvas.drawString(left, MARGIN, f"{self.sheet.mark} · {foot}")
        canvas.drawRightString(right, MARGIN, number)

    def _watermark(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(WATERMARK)
        canvas.translate(self.size[0] / 2, self.size[1] / 2)
        canvas.rotate(35)
        canvas.setFont(self.font, 84)
        canvas.drawCentredString(0, -28, "演练 EXERCISE")
        canvas.restoreState()


def _padding() -> list[Any]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), PAD), ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]  # fmt: skip


def _chunked(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """Cells beside each other as rows of at most `MOST_LINES` lines; one at least."""
    left = [iter(cell) for cell in cells]
    rows: list[list[str]] = []
    longest = max((len(cell) for cell in cells), default=0)
    for _ in range(max(1, -(-longest // MOST_LINES))):
        rows.append(["\n".join(islice(cell, MOST_LINES)) for cell in left])
    return rows


class _Square(Flowable):
    """An empty square to tick."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = TICK_MM * mm

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.9)
        self.canv.rect(0, 0, TICK_MM * mm, TICK_MM * mm)


class _Numbered(Canvas):
    """Writes each page when the number of all pages is known."""

    def __init__(self, *args: Any, draw: Callable[[Canvas, int, int], None], **named: Any) -> None:
        super().__init__(*args, **named)
        self._draw_on = draw
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Draw what stands on every page, and write them all."""
        for page, kept in enumerate(self._kept, 1):
            self.__dict__.update(kept)
            self._draw_on(self, page, len(self._kept))
            super().showPage()
        super().save()
