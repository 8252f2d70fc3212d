"""A time span in a query."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.web.request.body import Asked

DAY_MS = 86_400_000
LONGEST_MS = 31 * DAY_MS
"""Longest span that is told at once: a month is more than a screen can show."""


class SpanAsked(Asked):
    """The span since <= time < until, both UTC epoch ms; `until` is by default now. `drill` selects what happened in
    that drill, by its own clock, instead of reality.
    """

    drill: str | None = Field(default=None, min_length=1, max_length=20)
    since: int | None = Field(default=None, ge=0, le=2**53)
    until: int | None = Field(default=None, ge=0, le=2**53)

    @model_validator(mode="after")
    def in_order(self) -> "SpanAsked":
        """Refuse a span that ends before it begins."""
        if self.since is not None and self.until is not None and self.until < self.since:
            raise PydanticCustomError("until_before_since", "until lies before since")
        return self

    def span(self, now: int, usual_ms: int) -> tuple[int, int]:
        """Return the span; `since` is by default `usual_ms` before its end, and the span is never too long."""
        until = now + 1 if self.until is None else self.until
        since = until - usual_ms if self.since is None else self.since
        return max(since, until - LONGEST_MS), until
