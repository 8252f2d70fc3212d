"""The reports of an incident to the authorities."""

from dataclasses import dataclass, field

from command_center.domain.payload import Words


@dataclass(frozen=True, slots=True)
class OfficialReport:
    """One official report as it was sent: the first, or a supplement. `at` is UTC epoch ms, `unit`
    the authority it went to (None: not stated), `upto` the number of the last fact on which its
    draft rests. A figure or text that is None was not known, or in a supplement not changed.
    `loss_wan` is in 10,000 yuan."""

    seq: int
    at: int
    by: str
    unit: str | None
    upto: int
    deaths: int | None
    injured: int | None
    missing: int | None
    loss_wan: float | None
    profile: str | None
    scene: str | None
    course: str | None
    measures: str | None
    note: str | None


@dataclass(slots=True)
class Official:
    """The official reports of an incident in order; `waived` says why none is owed (at, by,
    reason)."""

    reports: list[OfficialReport] = field(default_factory=list)
    waived: tuple[int, str, str | Words] | None = None
