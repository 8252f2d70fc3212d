"""Rows of topic `readiness` about equipment that an open matter puts out of service."""

from collections.abc import Iterable

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.readiness.impaired import ImpairedGap, impaired_gap
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.readiness_rows import TOPIC

IMPAIRED = RowKind(TOPIC, "impaired:", ImpairedGap, readers=EVERYBODY)


@IMPAIRED.moved_by("matter.*")
def of_the_matter(fact: Fact, seen: Seen) -> Iterable[str]:
    """Everything that is or was out of service: which of it the matter had named, its fact need not say."""
    return list(seen.state.matters.once_impaired)


@IMPAIRED.listed
def every_impaired(seen: Seen) -> Iterable[str]:
    """Everything that is out of service."""
    return list(seen.state.matters.impaired)


@IMPAIRED.made
def impaired_row(seen: Seen, equipment: str) -> ImpairedGap | None:
    """Which matter puts it out of service."""
    return impaired_gap(seen.state, equipment)
