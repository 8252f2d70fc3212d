"""A year's drill programme: windows that meet the law, with hazards and times spread and starts hidden."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from command_center.domain.scenarios.bias import UNBIASED, Bias
from command_center.domain.scenarios.manning import hour_in, manned, shift_of
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Setting, resolve
from command_center.domain.scenarios.scenario import ShiftKind
from command_center.domain.scenarios.year.legal import MONTHS, months_after
from command_center.domain.scenarios.year.programme import BlindWindow, HiddenStart, Programme
from command_center.words.worded_error import Said
from simulations.surprise.draw_attempts import GENERATOR, Drawn, NoDrill, draw
from simulations.surprise.lots import Lots

if TYPE_CHECKING:
    from command_center.domain.scenarios.scenario import Scenario
    from command_center.domain.site.model import Site

WINDOW_DAYS = 14
"""How long a blind window is (ours): long enough that a start cannot be guessed."""
HALVES = ((1, 1, 6, 30), (7, 1, 12, 31))


class NothingToDrill(Said):
    """None of the scenarios can be played on this site."""

    def __init__(self, site: str) -> None:
        """Name the site."""
        super().__init__("scenario.nothing_here", site=site)


def year(
    site: "Site",
    scenarios: Mapping[str, "Scenario"],
    number: int,
    seed: int,
    bias: Bias = UNBIASED,
    *,
    last: date | None = None,
) -> Programme:
    """Return the programme of a year: one drill in each half, and never more than six months apart.

    `last` is the day of the last drill. Hazards and times favour what was drilled least, and do not repeat within the
    year; scenarios for `anywhere` are taken only where no other can be played. Raises NothingToDrill if none can be.
    """
    able = {s.id: (s, kinds) for s in scenarios.values() if (kinds := _playable(s, site))}
    able = {id: one for id, one in able.items() if not one[0].anywhere} or able
    if not able:
        raise NothingToDrill(site.id)
    lots = Lots(seed, "year", str(number))
    windows = _windows(site.id, number, lots, last)
    hidden: list[HiddenStart] = []
    for window in windows:
        scenario, kinds = _least_used(list(able.values()), hidden, bias, lots)
        hidden.append(_start(window, scenario, kinds, site, hidden, bias, lots))
    return Programme(
        generator=GENERATOR, site=site.id, year=number, seed=seed, windows=windows, hidden=hidden
    )


def drill_of(
    start: HiddenStart,
    site: "Site",
    scenarios: Mapping[str, "Scenario"],
    bias: Bias = UNBIASED,
    *,
    site_version: str | None = None,
) -> Drawn | NoDrill:
    """Return the drill hidden by a programme's start: its scenario, time and seed, with today's bias."""
    return draw(
        site, scenarios, start.seed, bias, site_version=site_version,
        only=start.scenario, shift=start.shift, hour=time.fromisoformat(start.time),
    )  # fmt: skip


def _playable(scenario: "Scenario", site: "Site") -> list[ShiftKind]:
    """The times at which a scenario can be played here: somebody is missing at the others."""
    return [
        kind
        for kind in (scenario.varies.shifts if scenario.varies else [])
        if isinstance(resolve(scenario, site, Setting(shift=kind), site_version="any"), DrillPlan)
    ]


def _windows(site: str, number: int, lots: Lots, last: date | None) -> list[BlindWindow]:
    windows: list[BlindWindow] = []
    before = last
    length = timedelta(days=WINDOW_DAYS - 1)
    for half, (m1, d1, m2, d2) in enumerate(HALVES, 1):
        opens, closes = date(number, m1, d1), date(number, m2, d2)
        # The next half's drill is due six months after this one at the latest: leave it a window.
        earliest = months_after(opens, MONTHS) + timedelta(days=WINDOW_DAYS)
        earliest = max(opens, _months_before(earliest))
        latest = closes - length
        if before is not None:
            latest = min(latest, months_after(before, MONTHS) - length)
        if latest < earliest:
            earliest = latest = max(opens, latest)
        start = earliest + timedelta(days=lots.between(0, (latest - earliest).days))
        windows.append(
            BlindWindow(id=f"{site}-{number}-{half}", opens=start, closes=start + length)
        )
        before = start
    return windows


def _months_before(day: date) -> date:
    return months_after(day, -MONTHS)


Able = tuple["Scenario", list[ShiftKind]]
"""A scenario, and the times at which it can be played."""


def _least_used(
    able: Sequence[Able], hidden: Sequence[HiddenStart], bias: Bias, lots: Lots
) -> Able:
    """Another hazard than before, at another time than before, as long as there is one."""
    used = {start.hazard for start in hidden}
    times = {start.shift for start in hidden}
    fresh = [a for a in able if a[0].hazard not in used] or list(able)
    fresh = [a for a in fresh if set(a[1]) - times] or fresh
    return lots.weighed(fresh, [bias.weight("hazard", s.hazard) for s, _ in fresh])


def _start(
    window: BlindWindow,
    scenario: "Scenario",
    kinds: Sequence[ShiftKind],
    site: "Site",
    hidden: Sequence[HiddenStart],
    bias: Bias,
    lots: Lots,
) -> HiddenStart:
    used = {start.shift for start in hidden}
    fresh = [kind for kind in kinds if kind not in used] or kinds
    kind = lots.weighed(fresh, [bias.weight("shift", k) for k in fresh])
    days = [window.opens + timedelta(days=i) for i in range(window.days)]
    fit = [day for day in days if _fits(kind, day)] or days
    shift = shift_of(site, kind)
    there = manned(site, kind, hour_in(shift, lots.share()) if shift else time(3))
    assert there is not None, kind
    return HiddenStart(
        window=window.id,
        day=lots.pick(fit),
        time=there.time,
        shift=kind,
        hazard=scenario.hazard,
        scenario=scenario.id,
        seed=lots.between(1, 2**31 - 1),
    )


def _fits(kind: ShiftKind, day: date) -> bool:
    """A working day for the day shift, a weekend for a holiday (public ones are the site's)."""
    weekend = day.weekday() >= 5
    return weekend if kind == "holiday" else not weekend if kind == "day" else True
