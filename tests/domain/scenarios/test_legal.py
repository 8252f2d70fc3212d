"""Decree 708, Art. 8: at least every half-year, counted in days."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.scenarios.year.legal import countdown, legal_turns, months_after
from command_center.domain.verdicts.turns import day_begins, turn_taken


def test_days_since_and_days_left() -> None:
    now = countdown(date(2026, 6, 10), date(2026, 11, 25))
    assert (now.due, now.days_since, now.days_left) == (date(2026, 12, 10), 168, 15)
    assert not now.overdue


def test_overdue_the_day_after() -> None:
    last = date(2026, 5, 25)
    assert not countdown(last, date(2026, 11, 25)).overdue
    late = countdown(last, date(2026, 11, 26))
    assert late.overdue
    assert late.days_left == -1


def test_a_plant_that_never_drilled_is_overdue_and_counts_no_days() -> None:
    never = countdown(None, date(2026, 11, 25))
    assert never.overdue
    assert never.days_since is None
    assert never.days_left is None


def test_a_shorter_month_ends_sooner() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_after(date(2026, 3, 15), -6) == date(2025, 9, 15)


ZONE = ZoneInfo("Asia/Shanghai")


def test_the_duty_is_due_soon_and_overdue_by_the_days_of_the_plant() -> None:
    last = date(2026, 5, 25)
    due = countdown(last, last).due
    assert due == date(2026, 11, 25)

    def said(day: date) -> tuple[str, str]:
        begins = turn_taken(legal_turns(due, True, ZONE), day_begins(day, ZONE))
        assert begins is not None
        return begins[1:]

    assert said(due - timedelta(days=31)) == ("plain", "known")
    assert said(due - timedelta(days=30)) == ("warn", "due")
    assert said(due) == ("warn", "due")
    assert said(due + timedelta(days=1)) == ("urgent", "over")


def test_the_turn_says_overdue_on_the_days_that_the_countdown_does() -> None:
    last = date(2026, 5, 25)
    for day in (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26), date(2027, 2, 1)):
        duty = countdown(last, day)
        taken = turn_taken(legal_turns(duty.due, True, ZONE), day_begins(day, ZONE))
        assert taken is not None
        assert (taken[2] == "over") == duty.overdue


def test_drills_that_do_not_count_are_told_from_none_at_all() -> None:
    assert legal_turns(None, False, ZONE) == [(0, "urgent", "never")]
    assert legal_turns(None, True, ZONE) == [(0, "urgent", "uncounted")]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 24))
def test_never_later_than_so_many_months(day: date, months: int) -> None:
    after = months_after(day, months)
    assert after >= day
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day == day.day or (after + timedelta(days=1)).day == 1
