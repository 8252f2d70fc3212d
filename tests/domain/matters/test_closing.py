"""An account is closed when its period is over: the report is opened once, with what everybody had then."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Forbidden
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.template_language.known import Known
from command_center.template_file import read_text
from tests.domain.matters.test_plans import Planned
from tests.domain.matters.works import CATEGORIES, HAZARD

SCORED = "account: duty-score\nof: person\nstarts: 0\ncloses: {every: month, report: sheet}\n"
SHEET = """
template: sheet
title: {zh: 履职月报, en: Sheet}
fields:
  period: {type: text, required: true}
  lines:
    type: list
    of: {person: {type: person}, former: {type: text}, points: {type: number}, entries: {type: number}}
  remarks: {type: text}
parties: {checker: {post: safety-officer}}
states: [drafted, issued]
moves: {issue: {from: drafted, to: issued, by: checker}}
due: {issue: {within: 3 d, escalate: [manager]}}
"""


class Closed(Planned):
    """The works with hazards that score into an account of the month."""

    def __init__(self, where: Path, *texts: str, **parts: Any) -> None:
        super().__init__(where, HAZARD, CATEGORIES, SCORED, SHEET, *texts, **parts)

    def until(self, day: str) -> None:
        """Until this moment by the clocks of the works."""
        at = datetime.fromisoformat(day).replace(tzinfo=self.site.zone).timestamp()
        self.later(at - self.now / 1000)

    def signs_in_time(self, place: str = "tank") -> None:
        """Eva signs for a hazard in time: a point for her."""
        made = self.opens("fay", "hazard", place=place, category="equipment/pipe/clamp", level="general",
                          found="A clamp leaks")  # fmt: skip
        self.turn()
        self.moves("eva", made, "sign")

    def sheets(self) -> list[dict[str, Any]]:
        """The fields of every report that was opened."""
        opened = [
            one.data for one in self.facts("matter.opened") if one.data["template"] == "sheet"
        ]
        return [one["fields"] for one in opened]


def test_the_month_is_closed_once_with_what_everybody_had(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.signs_in_time()
    works.until("2026-12-31T23:59:50")
    works.turn()
    assert works.sheets() == []
    works.later(10)
    assert "matter.close_account" in works.turn()
    line = {"person": "eva", "points": 2.0, "entries": 2}
    assert works.sheets() == [{"period": "2026-12", "lines": [line]}]
    works.later(60)
    works.turn()
    assert len(works.sheets()) == 1
    works.does(DUTY_ACTOR, "matter.close_account", account="duty-score", period="2026-12")
    assert len(works.sheets()) == 1
    made = next(one for one in works.state.matters.open.values() if one.template == "sheet")
    assert made.holders == ["ben"]
    assert works.replayed() == works.state


def test_nobody_writes_other_figures_into_the_report(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2027-01-01T00:00:00")
    works.turn()
    made = next(one for one in works.state.matters.open.values() if one.template == "sheet")
    figures = dict(made.fields)
    better = [{"person": "ben", "points": 99}]
    for name, value in (("lines", better), ("lines", []), ("period", "2026-11")):
        for kind, data in (
            ("matter.fill", {"fields": {name: value}}),
            ("matter.correct", {"field": name, "value": value, "reason": "Better"}),
            ("matter.move", {"move": "issue", "fields": {name: value}}),
        ):
            refused = works.refuses("ben", kind, matter=made.id, **data)
            assert refused.refusal.code == "report_closed"
    works.does("ben", "matter.fill", matter=made.id, fields={"remarks": "Read and right"})
    works.moves("ben", made.id, "issue")
    (issued,) = works.sheets()
    assert issued == figures


def test_who_does_not_fit_into_the_report_is_counted_in_it(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    account = works.state.matters.accounts["duty-score"]
    account.update({f"gone-{n}": account["eva"] for n in range(400)})
    works.until("2027-01-01T00:00:00")
    works.turn()
    (sheet,) = works.sheets()
    held = len(sheet["lines"])
    more = f"This list holds {held} lines. {401 - held} more are not in it."
    assert sheet["remarks"] == more


def test_an_entry_of_the_new_month_does_not_change_the_report_of_the_old_one(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2027-01-01T00:00:05")
    made = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                       found="A clamp leaks")  # fmt: skip
    works.beat()
    works.moves("eva", made, "sign")
    works.turn()
    assert works.sheets()[0]["lines"] == [{"person": "eva", "points": 1.0, "entries": 1}]


def test_a_month_without_an_entry_says_so(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2027-01-02T00:00:00")
    works.turn()
    works.until("2027-02-01T00:00:00")
    works.turn()
    assert works.sheets()[1] == {
        "period": "2027-01",
        "remarks": "Nothing was entered in this period.",
    }


def test_an_account_in_which_nothing_was_ever_entered_has_no_report(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.until("2027-02-01T00:00:00")
    assert "matter.close_account" not in works.turn()
    assert works.sheets() == []


def test_who_is_no_longer_in_the_list_of_the_plant_stands_there_by_name(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    account = works.state.matters.accounts["duty-score"]
    account["gone"] = account["eva"]
    works.until("2027-01-01T00:00:00")
    works.turn()
    lines = works.sheets()[0]["lines"]
    assert [one.get("person") or one.get("former") for one in lines] == ["eva", "gone"]


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ("sheet", None),
        ("shete", "template.unknown_template"),
        ("hazard", "template.report_without_points"),
    ],
)
def test_a_report_that_cannot_hold_the_points_is_refused_at_its_line(
    report: str, code: str | None
) -> None:
    others = {}
    for text in (HAZARD, SHEET):
        described, _ = read_text(text)
        assert described is not None
        others[described.id] = described
    text = SCORED.replace("report: sheet", f"report: {report}")
    _, problems = read_text(text, "", Known(others, None), {})
    assert [one.code for one in problems] == ([] if code is None else [code])
    assert all(one.mark.line == 4 for one in problems)
    assert all("“" in one.sentence("zh-CN") or report in one.sentence("en") for one in problems)


def test_nobody_else_closes_an_account(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2027-01-01T00:00:00")
    asked = {"account": "duty-score", "period": "2026-12"}
    with pytest.raises(Forbidden):
        works.does("ann", "matter.close_account", **asked)
    works.does(DUTY_ACTOR, "matter.close_account", account="duty-score", period="2026-11")
    assert works.sheets() == []
