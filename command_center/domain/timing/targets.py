"""The target of each interval, and who sets it (docs/domain.md, "Response times")."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A target: `seconds` to be kept in `share` of all cases (1.0: in each); None where the site
    has set none.

    A margin must be `above` it, every other time within it. `source` is who sets it: a word
    `target.SOURCE` of the words catalogue.
    """

    seconds: float | None = None
    share: float = 1.0
    source: str = "site"
    above: bool = False


OF_SITE = Target()
ANSWERING = Target(15.0, 0.95, "nfpa_1710")
"""NFPA 1710: 15 s at 95 %, 40 s at 99 %: a call centre's goal."""
PROCESSING = Target(64.0, 0.9, "nfpa_1710")
TURNOUT = Target(80.0, 0.9, "nfpa_1710")
FIRST_TEAM_DAY = Target(300.0, 1.0, "rule")
FIRST_TEAM_NIGHT = Target(420.0, 1.0, "rule")
EVERY_TEAM = Target(480.0, 1.0, "rule")
TWELVE_MINUTES = Target(720.0, 1.0, "case")
"""The case this software is held against: twelve minutes; it does not say to which of the two."""
MARGIN = Target(0.0, 1.0, "rule", above=True)
