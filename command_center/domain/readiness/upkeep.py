"""Readiness gaps of upkeep: overdue counts and inspections, expired stock, expired agreements."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import TypedDict

from command_center.domain.resources.due import kit_due
from command_center.domain.resources.due_index import NEVER, due_index
from command_center.domain.site.model import Outside, Site
from command_center.domain.state import State
from command_center.domain.verdicts.last_days import SOON_DAYS, last_day_turns
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn, day_begins, turns_of


class Upkeep(TypedDict):
    """How many inspections and counts are overdue, how many lines or batches have expired
    (`expired`), and how many will within 30 days (`expiring`). Each is turns whose code is the
    number."""

    inspections: list[Turn]
    counts: list[Turn]
    expired: list[Turn]
    expiring: list[Turn]


class AgreementGap(TypedDict):
    """An outside unit and the last day of its agreement; turns: far, known, due, over."""

    unit: str
    expires: str
    turns: list[Turn]


def upkeep(state: State, site: Site) -> Upkeep | None:
    """Returns how much is overdue; None where the site requires nothing and nothing has a date."""
    index = due_index(state, site)
    inspections = Counter(index.inspections)
    for kit in site.kits:
        if (due := kit_due(state, site, kit)) is not None:
            inspections[due.day or NEVER] += 1
    if not (inspections or index.counts or index.good_until):
        return None
    return Upkeep(
        inspections=_over(inspections, site.zone, "warn"),
        counts=_over(index.counts, site.zone, "warn"),
        expired=_over(index.good_until, site.zone, "urgent"),
        expiring=_soon(index.good_until, site.zone),
    )


def agreement_gap(unit: Outside, zone: ZoneInfo) -> AgreementGap | None:
    """Returns when the agreement with an outside unit expires; None where it has no end."""
    if unit.agreement_expires is None:
        return None
    day = unit.agreement_expires
    return AgreementGap(
        unit=unit.id, expires=day.isoformat(), turns=last_day_turns(day, zone, "warn")
    )


def _over(days: Counter[date], zone: ZoneInfo, sign: Sign) -> list[Turn]:
    """After each day those of it are over too."""
    return _counted({_after(day, zone): n for day, n in days.items()}, sign)


def _soon(days: Counter[date], zone: ZoneInfo) -> list[Turn]:
    """Returns how many items are due soon, as counts over time: each from `SOON_DAYS` before its
    day until the day ends."""
    moved: Counter[int] = Counter()
    for day, n in days.items():
        moved[day_begins(day - timedelta(days=SOON_DAYS), zone)] += n
        moved[_after(day, zone)] -= n
    return _counted(moved, "note")


def _after(day: date, zone: ZoneInfo) -> int:
    return ALWAYS if day == NEVER else day_begins(day + timedelta(days=1), zone)


def _counted(moved: dict[int, int], sign: Sign) -> list[Turn]:
    total, turns = 0, [(ALWAYS, "plain", "0")]
    for at in sorted(moved):
        total += moved[at]
        turns.append((at, sign if total else "plain", str(total)))
    return turns_of(turns)  # type: ignore[arg-type]
