"""An account is closed when its period is over: the report is opened once, with what everybody had then."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Desk, Forbidden
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.template_language.known import Known
from command_center.duties.matters import MatterClock
from command_center.template_file import read_text
from command_center.words import say
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

    def signs_in_time_without_a_clock(self) -> None:
        """The same while the clock of matters stands still."""
        made = self.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                          found="A clamp leaks")  # fmt: skip
        self.does(DUTY_ACTOR, "matter.move", matter=made, move="dispatch")
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
    assert made.holders == ("ben",)
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


# A center that was down


def restarted(works: Closed) -> None:
    """A center that starts: its Desk folds the journal, its clock of matters has seen nothing."""
    works.desk = Desk(works.site, works.journal, works.clock)
    works.desk.templates = works.shelf
    works.desk.catch_up()
    works.beats = MatterClock()


def runs_on(works: Closed, seconds: int = 60) -> list[str]:
    """What the clock of matters gives within so many seconds, each ten."""
    return [kind for _ in range(seconds // 10) for kind in (*works.turn(), *later(works))]


def later(works: Closed) -> tuple[str, ...]:
    works.later(10)
    return ()


def test_a_center_that_was_down_over_two_months_makes_up_for_both_reports_once(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.turn()
    works.until("2027-02-03T08:00:00")
    restarted(works)
    assert runs_on(works).count("matter.close_account") == 2
    first, second = works.sheets()
    assert first == {"period": "2026-12", "lines": [{"person": "eva", "points": 1.0, "entries": 1}]}
    assert second == {"period": "2027-01", "remarks": "Nothing was entered in this period."}
    restarted(works)
    assert "matter.close_account" not in runs_on(works)
    assert len(works.sheets()) == 2
    assert works.replayed() == works.state


def test_a_month_in_between_that_has_no_report_is_made_up_for(tmp_path: Path) -> None:
    """A program that made only the report of the last month left a hole."""
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2027-02-01T00:00:00")
    asked = {"account": "duty-score", "period": "2027-01"}
    works.does(DUTY_ACTOR, "matter.close_account", **asked)
    assert [one["period"] for one in works.sheets()] == ["2027-01"]
    works.turn()
    works.later(10)
    works.turn()
    assert [one["period"] for one in works.sheets()] == ["2027-01", "2026-12"]


def test_a_report_that_is_refused_holds_none_of_the_others_up_and_is_tried_again(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    works.shelf.put(SHEET.replace("points: {type: number}", "points: {type: number, at_most: 0}"))
    works.signs_in_time()
    works.until("2027-03-03T08:00:00")
    works.turn()
    assert [one["period"] for one in works.sheets()] == ["2027-01", "2027-02"]
    works.later(10)
    assert works.turn() == []
    works.shelf.put(SHEET)
    works.later(3_600)
    works.turn()
    works.later(10)
    assert works.turn() == []
    assert [one["period"] for one in works.sheets()] == ["2027-01", "2027-02", "2026-12"]


def test_an_entry_made_before_the_reports_are_made_up_for_changes_none_of_them(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2027-03-05T08:00:00")
    made = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                       found="A clamp leaks")  # fmt: skip
    works.beat()
    works.moves("eva", made, "sign")
    restarted(works)
    runs_on(works)
    assert [(one["period"], one.get("lines")) for one in works.sheets()] == [
        ("2026-12", [{"person": "eva", "points": 1.0, "entries": 1}]),
        ("2027-01", None),
        ("2027-02", None),
    ]


def test_a_report_is_not_made_up_for_where_nobody_knows_any_more_what_stood_then(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    for day in ("2026-12-05", "2027-01-05", "2027-02-05", "2027-03-05"):
        works.until(f"{day}T08:00:00")
        works.signs_in_time_without_a_clock()
    restarted(works)
    runs_on(works)
    assert [one["period"] for one in works.sheets()] == ["2027-02"]


def test_reports_are_made_up_for_at_most_a_year_back(tmp_path: Path) -> None:
    works = Closed(tmp_path)
    works.signs_in_time()
    works.until("2028-06-02T08:00:00")
    restarted(works)
    runs_on(works, 300)
    periods = [one["period"] for one in works.sheets()]
    assert (len(periods), periods[0], periods[-1]) == (12, "2027-06", "2028-05")


YEARLY = """
account: duty-score
of: person
starts: 12
resets: {every: year}
closes: {every: month, report: sheet}
"""


def test_of_an_account_that_begins_anew_by_another_calendar_only_what_stands_now_is_known(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    works.shelf.put(YEARLY)
    works.until("2027-01-05T08:00:00")
    works.signs_in_time_without_a_clock()
    works.until("2027-04-02T08:00:00")
    restarted(works)
    runs_on(works)
    line = {"person": "eva", "points": 13.0, "entries": 1}
    assert [(one["period"], one["lines"]) for one in works.sheets()] == [
        ("2027-01", [line]), ("2027-02", [line]), ("2027-03", [line]),
    ]  # fmt: skip
    works.until("2027-05-20T08:00:00")
    works.signs_in_time_without_a_clock()
    works.until("2027-07-02T08:00:00")
    restarted(works)
    runs_on(works)
    assert [one["period"] for one in works.sheets()][3:] == ["2027-05", "2027-06"], (
        "in April something else may have stood there than now"
    )


# Nobody opens it by hand


def test_the_report_of_an_account_is_opened_by_the_center_and_by_nobody_else(
    tmp_path: Path,
) -> None:
    works = Closed(tmp_path)
    data = {"matter": "a" * 32, "template": "sheet", "fields": {"period": "2026-11"}}
    refusal = works.refuses("ben", "matter.open", **data).refusal
    assert refusal.code == "report_by_clockwork"
    for lang in ("en", "zh-CN"):
        told = say(lang, "refusal.report_by_clockwork", **refusal.params)
        assert "duty-score" in told
        assert ("Sheet" if lang == "en" else "履职月报") in told
        assert say(lang, "refusal.report_by_clockwork.mend")
    works.shelf.put(SCORED.replace(", report: sheet", ""))
    works.does("ben", "matter.open", **data)
