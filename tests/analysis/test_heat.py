"""The heat map: counts that an independent loop makes again, and what is more than chance."""

import math
import random
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from command_center.analysis.heat import HOURS, at_least, heat
from command_center.analysis.months import Span, same_offset, span_of

ZONE = ZoneInfo("Asia/Shanghai")
AREAS = ("farm", "workshop", "unloading")
KINDS = ("equipment/static/leak", "behaviour/protection/helmet", None)


def found(seed: int, n: int = 400) -> list[tuple[str | None, str | None, int]]:
    """(area, category, time) at random within November."""
    rolled, span = random.Random(seed), span_of(ZONE, "2026-11")
    return [
        (rolled.choice([*AREAS, None]), rolled.choice(KINDS), rolled.randrange(span.since, span.until))
        for _ in range(n)
    ]  # fmt: skip


def counted(
    every: list[tuple[str | None, str | None, int]], form: str = "%H"
) -> list[tuple[str | None, str | None, str, int]]:
    counts = Counter(
        (area, category, f"{datetime.fromtimestamp(at / 1000, ZONE):{form}}")
        for area, category, at in every
    )
    return [(*key, n) for key, n in counts.items()]


def test_the_cells_are_those_of_a_plain_loop_across_hours_kinds_and_months() -> None:
    every = found(1)
    by_hour = heat(counted(every), "hour", AREAS, "2026-11")
    assert by_hour.columns == HOURS
    assert by_hour.rows == (*AREAS, "")
    for row in by_hour.rows:
        for hour in HOURS:
            same = [
                one for one in every
                if (one[0] or "") == row and f"{datetime.fromtimestamp(one[2] / 1000, ZONE):%H}" == hour
            ]  # fmt: skip
            assert by_hour.cells[row, hour].n == len(same)
    by_kind = heat(counted(every), "kind", AREAS, "2026-11")
    assert by_kind.columns == ("", "behaviour", "equipment")
    assert sum(cell.n for cell in by_kind.cells.values()) == by_kind.total == 400
    by_month = heat(counted(every, "%Y-%m"), "month", AREAS, "2026-11")
    assert by_month.columns[-1] == "2026-11"
    assert len(by_month.columns) == 12
    assert sum(by_month.cells[row, "2026-11"].n for row in by_month.rows) == 400
    only = heat(counted(every), "hour", AREAS, "2026-11", "equipment")
    assert only.total == sum((one[1] or "").startswith("equipment/") for one in every)


def test_chance_alone_calls_nothing_remarkable_and_a_real_cluster_is_named() -> None:
    for seed in range(2, 40):
        every = found(seed)
        quiet = heat(counted(every), "hour", AREAS, "2026-11")
        assert quiet.remarks == (), seed
    night = span_of(ZONE, "2026-11").since + 2 * 3_600_000
    every += [
        ("unloading", "equipment/electrical/earthing", night + n * 86_400_000) for n in range(20)
    ]
    every += [("unloading", "equipment/electrical/earthing", night + 3_600_000 + n * 86_400_000)
              for n in range(20)]  # fmt: skip
    told = heat(counted(every), "hour", AREAS, "2026-11")
    (remark,) = told.remarks
    assert (remark.row, remark.first, remark.last) == ("unloading", "02", "03")
    assert remark.n >= 40
    assert remark.expected < remark.n / 2
    assert (remark.category, remark.of_category) == ("equipment/electrical/earthing", 40)


def test_the_tail_is_that_of_its_sum() -> None:
    for share in (0.02, 0.3, 0.7):
        for n, of in ((1, 4), (3, 9), (9, 60), (60, 60)):
            head = sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(n))
            assert math.isclose(at_least(n, of, share), 1 - head, rel_tol=1e-6, abs_tol=1e-9)
    assert [at_least(0, 5, 0.0), at_least(1, 5, 0.0), at_least(3, 3, 1.0)] == [1.0, 0.0, 1.0]


def test_a_month_without_hazards_has_an_empty_map() -> None:
    empty = heat([], "hour", AREAS, "2026-11")
    assert (empty.total, empty.remarks) == (0, ())
    assert {cell.n for cell in empty.cells.values()} == {0}


def test_a_month_in_which_the_clocks_are_turned_has_two_parts() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    month = span_of(berlin, "2026-10")
    (summer, two), (winter, one) = same_offset(berlin, month)
    assert (two, one) == (7_200_000, 3_600_000)
    assert (summer.since, summer.until, winter.until) == (month.since, winter.since, month.until)
    assert f"{datetime.fromtimestamp(winter.since / 1000, berlin):%d %H}" == "25 02"
    assert list(same_offset(ZONE, Span(0, 7_200_000))) == [(Span(0, 7_200_000), 28_800_000)]
