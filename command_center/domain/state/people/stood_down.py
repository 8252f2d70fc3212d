"""The state of a virtual double that is stopped because its person is present."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoodDown:
    """A stopped double: since when (UTC epoch ms), by what (sign_in or act), and by which fact."""

    at: int
    by: str
    seq: int
