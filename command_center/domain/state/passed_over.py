"""A fact that cannot be folded and is passed over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassedOver:
    """`fact` is its number, `of` its kind, `why` the error, `at` when it was set aside (UTC epoch ms); `asked_by` is
    the administrator who asks that it is folded again."""

    fact: int
    of: str
    why: str
    at: int
    asked_by: str | None = None
