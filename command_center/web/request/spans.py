"""A span of time as a query asks for it."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.web.request.body import Asked

DAY_MS = 86_400_000
LONGEST_MS = 31 * DAY_MS
"""Longest span that is told at once: a month is more than a screen can show."""


class SpanAsked(Asked):
    """since <= time < until, both UTC epoch ms; a missing `until` is now. `drill` asks for what
    happened in that drill, by its own clock, and not in reality."""

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
        """The span itself; without `since` the `usual_ms` before its end, and never too long."""
        until = now + 1 if self.until is None else self.until
        since = until - usual_ms if self.since is None else self.since
        return max(since, until - LONGEST_MS), until
