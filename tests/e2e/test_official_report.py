"""A commander reports to the authorities by the page alone: the clock, the form, the files, a supplement."""

import io
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from playwright.sync_api import Locator, expect

from tests.e2e.hands import Desk, center, desk, places, word

__all__ = ["center", "desk", "places"]  # fixtures

pytestmark = pytest.mark.e2e


def panel(desk: Desk) -> Locator:
    """The panel, unfolded."""
    found = desk.page.locator("#panel-official")
    fold = found.locator("h2 button")
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()
    return found


def field(form: Locator, key: str) -> Locator:
    label = form.locator("label", has=form.page.get_by_text(word(key), exact=True))
    return label.locator("input, textarea")


def downloaded(found: Locator, key: str) -> bytes:
    with found.page.expect_download() as waiting:
        found.get_by_role("link", name=word(key), exact=True).click()
    return waiting.value.path().read_bytes()


def pressed(found: Locator, key: str) -> None:
    found.get_by_role("button", name=word(key), exact=True).click()


def words_of(content: bytes) -> str:
    read = Document(io.BytesIO(content))
    cells = [c.text for t in read.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in read.paragraphs] + cells)


def test_a_report_is_drafted_sent_and_supplemented(desk: Desk) -> None:
    found = panel(desk)
    assert word("official.draft") in words_of(downloaded(found, "official.draft_file"))
    assert ET.fromstring(downloaded(found, "official.cap_file")).tag.endswith("}alert")

    pressed(found, "official.submit")
    form = found.locator("form")
    send = form.get_by_role("button", name=word("official.submit_now"), exact=True)
    field(form, "input.deaths").fill("-1")
    expect(send).to_be_disabled()
    field(form, "input.deaths").fill("0")
    field(form, "input.loss_wan").fill("35.5")
    field(form, "input.scene").fill("Smoke to the north-east")
    send.press("Enter")
    figures = found.locator(".official-figures")
    expect(figures).to_contain_text("35.5")
    expect(found.locator("form")).to_have_count(0)
    [sent] = desk.facts("report.submitted")
    assert (sent["data"]["deaths"], sent["data"]["injured"]) == (0, None)
    told = words_of(downloaded(found, "official.report_file"))
    assert "Smoke to the north-east" in told
    assert word("official.not_known") in told

    pressed(found, "official.supplement_act")
    field(found.locator("form"), "input.injured").fill("2")
    pressed(found, "official.supplement_now")
    expect(figures).to_contain_text("2")
    [added] = desk.facts("report.supplemented")
    assert added["data"]["injured"] == 2
    assert added["data"]["deaths"] is None


def test_why_no_report_is_owed_is_asked_for(desk: Desk) -> None:
    found = panel(desk)
    pressed(found, "official.waive")
    reason = found.locator(".reason input")
    reason.fill("Nobody was hurt and nothing was lost")
    reason.press("Enter")
    expect(found.locator(".official-clock")).to_contain_text(word("official.turn.waived"))
    expect(found).to_contain_text("Nobody was hurt and nothing was lost")
