"""Tells how long the certificate of a gateway's connection is still valid."""

from command_center.domain.verdicts.turns import Turn, turns_of

DAY_MS = 86_400_000
SOON_MS = 30 * DAY_MS
"""So long before its end it is to be renewed (ours: time to get one from the plant's authority, and to let the control
system's owner trust it)."""


def certificate_turns(ends: int) -> list[Turn]:
    """Returns the turns of a certificate: `valid`, then `soon`, then `over` at its end (UTC epoch
    ms)."""
    return turns_of(
        [
            (0, "plain", "valid"),
            (max(1, ends - SOON_MS), "warn", "soon"),
            (max(2, ends), "urgent", "over"),
        ]
    )
