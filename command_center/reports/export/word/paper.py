"""The pages of a report: header and mark, headings, sentences, tables, figures."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from command_center.reports.export.reader import Reader, fact_numbers, mark_in_all
from command_center.reports.export.signatures import is_signed, standing
from command_center.reports.export.word.type_faces import (
    AMBER,
    BODY,
    GREY,
    INK,
    RED,
    STRONG,
    VIOLET,
    add_run,
    element,
    set_face,
)

A4 = Cm(21.0), Cm(29.7)
MARGIN = Cm(2.2)
SIZES = {"Title": 22.0, "Heading 1": 15.0, "Heading 2": 12.5, "Heading 3": 11.0}
BODY_PT, TABLE_PT, NOTE_PT = 10.5, 9.0, 8.5
HEAD_FILL = "E7EAEE"


@dataclass(frozen=True, slots=True)
class Masthead:
    """The header of every page: the plant, the document's subject, its status (red until it is `settled`), what it
    rests on, and the mark of an `exercise`.
    """

    plant: str
    of: str
    standing: str
    settled: bool
    rests_on: str
    exercise: bool


class Sheets:
    """A Word document written from top to bottom, in one language."""

    def __init__(self, lang: str, title: str, masthead: Masthead) -> None:
        self.lang, self.masthead = lang, masthead
        self.document = Document()
        self._styles()
        section = self.document.sections[0]
        section.page_width, section.page_height = A4
        self._pages(section)
        told = self.document.core_properties
        told.title, told.author = title, masthead.plant
        told.language, told.comments = lang, masthead.standing

    def _styles(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(BODY_PT)
        normal.paragraph_format.space_after = Pt(4)
        normal.paragraph_format.line_spacing = 1.2
        set_face(normal.element, BODY, self.lang)
        for name, size in SIZES.items():
            style = self.document.styles[name]
            style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
            style.font.color.rgb = RGBColor.from_string(INK)
            set_face(style.element, STRONG, self.lang)
            style.paragraph_format.space_before = Pt(14 if name == "Heading 1" else 10)
            style.paragraph_format.space_after = Pt(4)
            style.paragraph_format.keep_with_next = True
        border = self.document.styles["Title"].element.find(".//" + qn("w:pBdr"))
        if border is not None:
            border.getparent().remove(border)

    def _pages(self, section: Any) -> None:
        """The head and foot of a section: its own, with the mark, on its first page as on every other."""
        section.left_margin = section.right_margin = MARGIN
        section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.0)
        section.header_distance = section.footer_distance = Cm(0.9)
        section.different_first_page_header_footer = False
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        mast = self.masthead
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        if mast.exercise:
            add_run(head, f"{mark_in_all()}  ", self.lang, bold=True, size=12, color=VIOLET)
        add_run(head, f"{mast.of} · ", self.lang, size=NOTE_PT, color=GREY)
        color = GREY if mast.settled else RED
        add_run(head, mast.standing, self.lang, size=NOTE_PT, bold=True, color=color)
        _line(head, "bottom", VIOLET if mast.exercise else GREY)
        if mast.exercise:
            add_run(foot, f"{mark_in_all()} · ", self.lang, size=NOTE_PT, bold=True, color=VIOLET)
        words = f"{mast.plant} · {mast.rests_on} · "
        add_run(foot, words, self.lang, size=NOTE_PT, color=GREY)
        _field(foot, "PAGE", self.lang)
        add_run(foot, " / ", self.lang, size=NOTE_PT, color=GREY)
        _field(foot, "NUMPAGES", self.lang)

    def turn(self, *, lying: bool) -> None:
        """Start new pages, in landscape (`lying`) or portrait."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        width, height = A4
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (height, width) if lying else (width, height)
        self._pages(section)

    @property
    def width(self) -> int:
        """The width between the margins of the current page (EMU)."""
        section = self.document.sections[-1]
        page, left, right = section.page_width, section.left_margin, section.right_margin
        assert page is not None
        assert left is not None
        assert right is not None
        return int(page - left - right)

    def heading(self, words: str, level: int = 1) -> None:
        """A heading; level 0 is the title."""
        paragraph = self.document.add_paragraph(style="Title" if level == 0 else f"Heading {level}")
        if level == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        size = SIZES["Title" if level == 0 else f"Heading {level}"]
        add_run(paragraph, words, self.lang, face=STRONG, bold=True, size=size)

    def write(self, words: str, *, centred: bool = False, **look: Any) -> Any:
        """Write a paragraph."""
        paragraph = self.document.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_run(paragraph, words, self.lang, **look)
        return paragraph

    def note(self, words: str) -> None:
        """Write a small grey note on how to read what is above or below."""
        self.write(words, size=NOTE_PT, color=GREY)

    def missing(self, words: str) -> None:
        """Write a placeholder for information that only a person can give and nobody has given."""
        self.write(words, italic=not self.lang.startswith("zh"), color=AMBER)

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float],
        *, red: Iterable[str] = (), size: float = TABLE_PT,
    ) -> None:  # fmt: skip
        """Write a table; its head is repeated on every page. `widths` are parts of the whole width; a cell whose text
        is in `red` is red.
        """
        lines = list(rows)
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _thin(table)
        alarming, parts = set(red), sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(self.width * width / parts)
        for n, cells in enumerate([head, *lines] if head else lines):
            row = table.add_row()
            _whole(row, repeated=n == 0 and bool(head))
            for at, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = int(self.width * widths[at] / parts)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(1)
                paragraph.paragraph_format.line_spacing = 1.05
                is_head = bool(head) and n == 0
                strong = is_head or (not head and at == 0)
                color = RED if words in alarming else INK
                add_run(
                    paragraph,
                    words,
                    self.lang,
                    size=size,
                    bold=strong or words in alarming,
                    color=color,
                )
                if strong:
                    _fill(cell, HEAD_FILL)
        after = self.document.add_paragraph()
        after.paragraph_format.space_after = Pt(2)
        after.paragraph_format.line_spacing = 0.7

    def keep_whole(self, row: Any) -> None:
        """Prevent a table row from breaking over two pages."""
        _whole(row, repeated=False)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write pairs of names and values."""
        self.table((), [list(row) for row in rows], (1, 3.2))

    def figure(self, picture: bytes, caption: str, share: float = 0.97) -> None:
        """Write a picture as wide as the page, with its caption below."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=int(self.width * share))
        shape._inline.docPr.set("descr", caption)
        self.write(caption, centred=True, size=NOTE_PT, color=GREY)

    def file(self) -> bytes:
        """The document's bytes."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


class Paper(Sheets):
    """The document of a review, for one reader."""

    def __init__(self, reader: Reader, title: str) -> None:
        dossier = reader.dossier
        rests = reader.say("export.rests_on", seq=dossier.head.seq, hash=dossier.head.hash[:12])
        masthead = Masthead(
            plant=reader.text(dossier.site.name),
            of=f"{dossier.id} · {reader.text(dossier.report['title'])}",
            standing=standing(reader),
            settled=is_signed(reader),
            rests_on=rests,
            exercise=dossier.exercise,
        )
        super().__init__(reader.lang, title, masthead)
        self.reader = reader

    def sentences(self, told: Iterable[Any]) -> None:
        """Write sentences of the draft, each followed by the numbers of the facts it rests on."""
        for sentence in told:
            paragraph = self.document.add_paragraph(style="List Bullet")
            paragraph.paragraph_format.space_after = Pt(2)
            add_run(paragraph, self.reader.text(sentence["text"]), self.lang, size=BODY_PT)
            add_run(
                paragraph,
                f"  [{fact_numbers(sentence['facts'])}]",
                self.lang,
                size=NOTE_PT,
                color=GREY,
            )
            if sentence.get("late"):
                words = self.reader.say("review.added_late")
                add_run(paragraph, f"  {words}", self.lang, size=NOTE_PT, bold=True, color=AMBER)
            if sentence["rectified_by"]:
                seqs = fact_numbers(sentence["rectified_by"])
                words = self.reader.say("review.rectified_by", seqs=seqs)
                add_run(paragraph, f"  {words}", self.lang, size=NOTE_PT, bold=True, color=AMBER)


def _line(paragraph: Any, side: str, color: str) -> None:
    borders, edge = element("w:pBdr"), element(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "3"), ("color", color)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().append(borders)


def _field(paragraph: Any, code: str, lang: str) -> None:
    """A number that Word works out. Its code is ours; nothing a person wrote ever is one."""
    for kind in ("begin", None, "end"):
        run = add_run(paragraph, "", lang, size=NOTE_PT, color=GREY)
        if kind is None:
            part = element("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        else:
            part = element("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _fill(cell: Any, color: str) -> None:
    shade = element("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _whole(row: Any, *, repeated: bool) -> None:
    """A row is never torn over two pages; the head is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if repeated:
        properties.append(element("w:tblHeader"))


def _thin(table: Any) -> None:
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = element(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "B8BFC8")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    properties = table._tbl.tblPr
    after = [
        properties.find(qn(f"w:{name}")) for name in ("shd", "tblLayout", "tblCellMar", "tblLook")
    ]
    before = next((one for one in after if one is not None), None)
    if before is None:
        properties.append(borders)
    else:  # the order of these is the standard's (ECMA-376, CT_TblPr)
        before.addprevious(borders)
