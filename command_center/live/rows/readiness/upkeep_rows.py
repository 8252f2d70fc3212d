"""Rows of topic `readiness` about upkeep: overdue or expired items, and expired agreements."""

from collections.abc import Iterable, Iterator

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.readiness.never_done import NeverDone, never_done
from command_center.domain.readiness.upkeep import AgreementGap, Upkeep, agreement_gap, upkeep
from command_center.live.rows.described import Described
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.readiness.readiness_rows import TOPIC

UPKEEP = RowKind(TOPIC, "upkeep", Upkeep, readers=EVERYBODY)
NEVER = RowKind(TOPIC, "never", NeverDone, readers=EVERYBODY)
AGREEMENT = RowKind(TOPIC, "agreement:", AgreementGap, readers=EVERYBODY)


@UPKEEP.moved_by("resource.*", "kit.inspected")
def the_only(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@UPKEEP.described("kits", "stock", "time_zone")
def upkeep_anew(change: Described, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@UPKEEP.made
def upkeep_row(seen: Seen, key: str) -> Upkeep | None:
    """How much upkeep is overdue."""
    return upkeep(seen.state, seen.site)


@AGREEMENT.moved_by("shift.*")
def at_a_shift(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield every outside unit: its agreement is checked against the plant description at each shift."""
    return every_unit(seen)


@AGREEMENT.listed
def every_unit(seen: Seen) -> Iterator[str]:
    """The keys of all outside units."""
    return (unit.id for unit in seen.site.outside)


@AGREEMENT.made
def agreement_row(seen: Seen, unit: str) -> AgreementGap | None:
    """Return the row of an outside unit whose agreement has expired; None otherwise."""
    known = seen.site.outside_by_id.get(unit)
    return None if known is None else agreement_gap(known, seen.site.zone)


@NEVER.moved_by("resource.*")
def the_one(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@NEVER.described("stock", "plans")
def never_anew(change: Described, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@NEVER.listed
def the_one_row(seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@NEVER.made
def never_row(seen: Seen, _: str) -> NeverDone | None:
    """Return what was never done on this plant, such as counting the stock."""
    return never_done(seen.state, seen.site)
