"""That a person is there, so that their virtual double stands down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoodDown:
    """Since when (UTC epoch ms), by what (sign_in or act), and by which fact."""

    at: int
    by: str
    seq: int
