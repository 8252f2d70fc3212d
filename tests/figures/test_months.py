"""The line of twelve months: a share from none to all, a time up to its longest, a month without data as a gap."""

from typing import Any

from command_center.analysis.figures import Figure, Name, Unit
from command_center.reports.speaker import Speaker
from layouts.figures.look import Look
from layouts.figures.months import month_line
from tests.support.small_site import small_site

MONTHS = [f"2026-{n:02}" for n in range(1, 13)]
DAY_MS = 86_400_000


def drawn(name: Name, unit: Unit, values: list[float | None], look: Look) -> dict[str, Any]:
    figures = [Figure(name, unit, one, n=0 if one is None else 3, of=4) for one in values]
    told = Speaker(small_site(), "en")
    made: dict[str, Any] = month_line(
        list(zip(MONTHS, figures, strict=True)), told, look
    ).to_plotly_json()
    return made


def test_a_share_is_drawn_from_none_to_all() -> None:
    made = drawn("rectified", "share", [None] * 11 + [0.4], Look())
    axis = made["layout"]["yaxis"]
    assert axis["tickvals"] == [0, 50, 100]
    low, high = axis["range"]
    assert low == 0
    assert high > 100
    assert list(made["data"][0]["y"]) == [None] * 11 + [40]


def test_a_time_is_drawn_up_to_its_longest() -> None:
    made = drawn("cycle", "ms", [2.0 * DAY_MS] * 11 + [8.0 * DAY_MS], Look())
    assert 8 < made["layout"]["yaxis"]["range"][1] < 16


def test_the_last_month_is_always_named_in_full_and_a_narrow_page_names_fewer() -> None:
    for narrow, named in ((False, 6), (True, 4)):
        axis = drawn("cycle", "ms", [None] * 12, Look(narrow=narrow))["layout"]["xaxis"]
        assert axis["ticktext"][-1] == "2026-12"
        assert len(axis["ticktext"]) == named
