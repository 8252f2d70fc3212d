"""A field that was written wrong is corrected on the page of its matter, and a line needs its photograph there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.words import say
from tests.e2e.works_by_hand import Plant, WorksByHand
from tests.support.pictures import a_phone_picture
from tests.support.requesting import ask
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

LINES = """reference: own-lines
title: {zh: 自查项, en: Own lines}
entries:
  fenced: {title: {zh: 已设围栏, en: Fenced off}}
"""
CHECK = """template: own-check
title: {zh: 自查, en: Own check}
fields:
  place: {type: place, title: {zh: 地点, en: Place}, required: true}
  lines: {type: checklist, of: own-lines, title: {zh: 措施, en: Measures}, each: {photo: true}}
parties: {opener: {opener: true, title: {zh: 检查人, en: Checker}}}
states: {asked: {zh: 待检查, en: To be checked}, done: {zh: 已检查, en: Checked}}
moves: {end: {title: {zh: 完成, en: Done}, from: asked, to: done, by: opener, needs: [lines]}}
"""


@pytest.fixture
def known(tmp_path: Path) -> Plant:
    (tmp_path / "plant").mkdir()
    (tmp_path / "run").mkdir()
    return Plant(tmp_path / "plant")


@pytest.fixture
def works(browser: Browser, known: Plant, tmp_path: Path) -> Iterator[WorksByHand]:
    with known.begun(tmp_path / "run") as center:
        center.start()
        with WorksByHand(browser, known, center, tmp_path / "run") as works:
            yield works


def publishes(works: WorksByHand, secret: str, ident: str, text: str) -> None:
    """A controller publishes a text of the site."""
    answer = ask(
        "PUT", f"{works.center.url}/api/v1/templates/{ident}", json={"text": text, "base": 0},
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.ok, answer.text


def test_a_party_corrects_a_field_with_a_reason_and_the_page_shows_it(works: WorksByHand) -> None:
    with works.by_interface():
        made = works.opens("fay", "appeal", about="Score of November", why="Powr cut on the 3rd")
    was = works.of(made).fields["why"]
    own = works.at("fay", made)
    part = own.locator("details[data-deed='correct']")
    part.locator("summary").click()
    part.locator("select[name=corrected]").select_option("why")
    form = part.locator("form")
    box = form.locator("[data-field='why'] textarea")
    expect(box).to_have_value(was)
    box.fill("Power cut on the 3rd")
    form.locator("[name=reason]").fill("A letter was missing")
    form.get_by_role("button", name=say("en", "mine.correct_it")).click()
    expect(own.locator("dl")).to_contain_text("Power cut on the 3rd")
    (fact,) = eventually(lambda: works.facts("matter.corrected"))
    said = [fact.data[name] for name in ("field", "was", "value", "reason")]
    assert said == ["why", was, "Power cut on the 3rd", "A letter was missing"]
    assert fact.actor == "fay"


def test_a_line_is_done_on_the_page_only_with_its_photograph(
    works: WorksByHand, known: Plant
) -> None:
    for ident, text in (("own-lines", LINES), ("own-check", CHECK)):
        publishes(works, known.tokens["controller"], ident, text)
    page = works.page_of("fay")
    page.goto(f"{works.center.url}/mine")
    page.locator(".mine-open-any").click()
    page.locator(".open-any option[value='own-check']").wait_for(state="attached")
    assert not page.locator(".open-any option[value='duty-report']").count()
    page.locator(".open-any select[name=template]").select_option("own-check")
    form = page.locator(".open-any form")
    form.locator("[data-field='place'] select").select_option("tank")
    form.get_by_role("button", name=say("en", "mine.open_it")).click()
    page.locator("button[data-owed]").click()
    move = page.locator("[data-move='end']")
    line = move.locator("[data-line='fenced']")
    line.get_by_role("radio", name=say("en", "matter.yes")).click()
    expect(line).to_contain_text(say("en", "matter.line_photo"))
    move.locator("button[type=submit]").click()
    refused = page.locator(".offline-item.refused")
    expect(refused).to_contain_text("Fenced off")
    refused.get_by_role("button", name=say("en", "offline.discard")).click()
    refused.get_by_role("button", name=say("en", "offline.discard_sure")).click()
    expect(refused).to_have_count(0)
    line.get_by_role("radio", name=say("en", "matter.yes")).click()
    line.locator("input[type=file]").set_input_files(
        {
            "name": "line.jpg",
            "mimeType": "image/jpeg",
            "buffer": a_phone_picture(works.now, works.site.zone),
        }
    )
    expect(line).to_contain_text(say("en", "matter.pictures", n=1))
    move.locator("button[type=submit]").click()
    expect(page.locator(".mine-matter.ended")).to_contain_text("Checked")
    (fact,) = eventually(lambda: works.facts("matter.moved"))
    answer = fact.data["fields"]["lines"]["fenced"]
    assert (answer["answer"], answer["by"], len(answer["photo"])) == ("yes", "fay", 1)
