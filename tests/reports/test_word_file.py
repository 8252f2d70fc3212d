"""The Word document, opened and read back: headings, marks, facts, signatures, and nothing that runs."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from command_center.reports.export.dossier import Dossier
from command_center.reports.export.outline import Outline
from command_center.reports.export.reader import Reader, fact_numbers, mark_in_all
from command_center.reports.export.word import particulars
from command_center.reports.export.word.word_file import word_file
from command_center.words import LANGUAGES
from tests.reports.gathered import dossier
from tests.reports.reviewed import FORMULA, judged, reviewed_drill, reviewed_incident, signed
from tests.support.factories import ControlRoom

OUTLINES: tuple[Outline, ...] = ("yjt9009", "hseep")
HEADINGS = {
    ("zh-CN", "yjt9009"): [
        "一、演练基本情况", "二、演练评估过程", "三、演练情况分析", "四、改进的意见和建议", "五、评估结论",
        "附件1 响应时间", "附件2 通知送达",
    ],
    ("en", "yjt9009"): [
        "1. Particulars of the exercise", "2. Course of the assessment",
        "3. Analysis of the exercise", "4. Suggestions for improvement",
        "5. Conclusion of the assessment", "Annex 1: Response times", "Annex 2: Deliveries",
    ],
    ("en", "hseep"): [
        "Exercise Overview", "Executive Summary", "Analysis of Core Capabilities",
        "Appendix A: Improvement Plan", "Appendix B: Exercise Participants",
        "Appendix C: Master Scenario Events and Expectations", "Appendix D: Response times",
        "Appendix E: Levels and Notices", "Appendix F: Basis and signatures",
    ],
    ("zh-CN", "hseep"): [
        "演练概述", "摘要", "核心能力分析", "附录A 改进计划", "附录B 参演人员",
        "附录C 情景事件清单与预期行动", "附录D 响应时间", "附录E 液位与通知", "附录F 依据与签署",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """An ended drill, judged and not signed."""
    room = ControlRoom(tmp_path_factory.mktemp("word") / "works.db")
    name = reviewed_drill(room)
    judged(room, name)
    return dossier(room, name)


def opened(found: Dossier, lang: str, outline: Outline) -> Any:
    return Document(io.BytesIO(word_file(found, lang, outline)))


def paragraphs(document: Any) -> Iterator[Any]:
    """Of the body, the tables, the heads and the feet."""
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for section in document.sections:
        yield from section.header.paragraphs
        yield from section.footer.paragraphs


def text_of(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(document))


@pytest.mark.parametrize(("lang", "outline"), HEADINGS)
def test_the_headings_are_those_of_the_standard(
    drilled: Dossier, lang: str, outline: Outline
) -> None:
    document = opened(drilled, lang, outline)
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == HEADINGS[lang, outline]


@pytest.mark.parametrize("outline", OUTLINES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_section_of_an_exercise_carries_the_mark_above_and_below(
    drilled: Dossier, lang: str, outline: Outline
) -> None:
    document = opened(drilled, lang, outline)
    assert len(document.sections) > 1
    for section in document.sections:
        assert not section.different_first_page_header_footer
        for part in (section.header, section.footer):
            assert not part.is_linked_to_previous
            assert mark_in_all() in part.paragraphs[0].text
    settings = document.settings.element
    assert settings.find(qn("w:evenAndOddHeaders")) is None


@pytest.mark.parametrize("outline", OUTLINES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_reality_carries_none(tmp_path: Path, lang: str, outline: Outline) -> None:
    room = ControlRoom(tmp_path / "works.db")
    document = opened(dossier(room, reviewed_incident(room)), lang, outline)
    told = text_of(document)
    assert "EXERCISE" not in told
    assert "【演练】" not in told
    assert (
        len(document.inline_shapes) == 2
    )  # the waterfall and the levels; an incident has no injects


@pytest.mark.parametrize("outline", OUTLINES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_followed_by_its_facts(
    drilled: Dossier, lang: str, outline: Outline
) -> None:
    lines = [p.text for p in opened(drilled, lang, outline).paragraphs]
    report = drilled.report
    told = [*report["overview"], *report["strengths"]]
    told += [s for problem in report["problems"] for s in problem["sentences"]]
    assert len(told) > 4
    for sentence in told:
        words = sentence["text"]["zh" if lang == "zh-CN" else "en"]
        assert f"{words}  [{fact_numbers(sentence['facts'])}]" in lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_run_of_text_names_a_chinese_face(drilled: Dossier, lang: str) -> None:
    runs = [run for p in paragraphs(opened(drilled, lang, "yjt9009")) for run in p.runs if run.text]
    assert len(runs) > 200
    for run in runs:
        fonts = run._r.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) in ("SimSun", "SimHei"), run.text


@pytest.mark.parametrize(
    ("lang", "draft", "done"),
    [("en", "Unsigned draft", "Signed by"), ("zh-CN", "未签署草稿", "签署")],
)
def test_a_draft_says_so_and_a_signed_one_says_who_and_when(
    tmp_path: Path, lang: str, draft: str, done: str
) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    judged(room, name)
    before = opened(dossier(room, name), lang, "yjt9009")
    assert all(draft in section.header.paragraphs[0].text for section in before.sections)
    signed(room, name)
    found = dossier(room, name)
    after = opened(found, lang, "yjt9009")
    head = after.sections[0].header.paragraphs[0].text
    assert draft not in text_of(after)
    assert done in head
    for signature in found.report["clock"]["signatures"]:
        assert f"#{signature['seq']}" in text_of(after)
    assert found.frozen is not None
    assert found.frozen.hash in text_of(after)


def test_it_names_the_head_of_the_journal_it_rests_on(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    found = dossier(room, reviewed_drill(room))
    newest = room.facts()[-1]
    told = text_of(opened(found, "en", "hseep"))
    assert f"#{newest.seq} · {newest.hash}" in told
    assert found.sha256 in told


@pytest.mark.parametrize("outline", OUTLINES)
def test_what_a_person_wrote_is_text_and_nothing_else(drilled: Dossier, outline: Outline) -> None:
    report = dict(drilled.report)
    report["findings"] = [
        {**report["findings"][0], "text": "bell\x07 \u202eback\u202c $x_1$ <b> \uffff"}
    ]
    document = opened(replace(drilled, report=report), "en", outline)
    told = text_of(document)
    assert "bell<U+0007> <U+202E>back<U+202C> $x_1$ <b> <U+FFFF>" in told
    assert FORMULA in told
    parts = [document.element, *(s.footer._element for s in document.sections)]
    codes = {e.text for part in parts for e in part.iter(qn("w:instrText"))}
    assert codes == {"PAGE", "NUMPAGES"}
    assert not list(document.element.iter(qn("w:hyperlink")))


def test_where_it_was_is_the_tank_that_was_found_to_be_the_source(room: ControlRoom) -> None:
    opening = room.does("ann", "incident.open", place="farm", plan="leak-plan")
    incident = opening[0].data["id"]
    where = Reader(dossier(room, incident), "en")
    assert (particulars.where(where), particulars.hazard(where)) == ("Farm", "Leak · Farm")
    room.does("ann", "source.locate", incident=incident, tank="tank")
    found = Reader(dossier(room, incident), "en")
    assert (particulars.where(found), particulars.hazard(found)) == ("Tank", "Leak · tank")
