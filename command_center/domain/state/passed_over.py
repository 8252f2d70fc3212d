"""A fact that cannot be applied and is skipped."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A skipped fact: `fact` is its number, `of` its kind, `why` the error, `at` when it was set
    aside (UTC epoch ms); `asked_by` is the administrator who asks that it is applied again."""

    fact: int
    of: str
    why: str
    at: int
    asked_by: str | None = None
