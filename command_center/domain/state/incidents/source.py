"""The source of an incident: what people report, and what the plant confirms."""

from dataclasses import dataclass
from typing import Literal

SourceState = Literal["leaking", "isolated"]


@dataclass(slots=True)
class Source:
    """The state of the source in two separate fields: `reported` by a person, `confirmed` by
    measurement of `tank`.

    `located_at` is when the tank was named, if it was not known from the beginning.
    """

    tank: str | None = None
    located_at: int | None = None
    reported: SourceState | None = None
    reported_at: int | None = None
    reported_by: str | None = None
    confirmed: SourceState | None = None
    confirmed_at: int | None = None

    @property
    def isolated(self) -> bool:
        """Returns whether the source is isolated: by the plant once it has measured a loss, else by
        a person's report.

        A later report that it leaks again overrides either.
        """
        return (self.confirmed or self.reported) == "isolated" and not self._leaks_again

    @property
    def told(self) -> bool:
        """Returns whether somebody named or reported this source, or the plant measured a loss."""
        said = self.reported is not None or self.confirmed is not None
        return said or self.located_at is not None

    @property
    def contradicted(self) -> bool:
        """Returns whether report and measurement contradict: reported isolated while the plant
        still loses content, or reported leaking after it stopped."""
        denied = self.reported == "isolated" and self.confirmed == "leaking"
        return denied or (self.confirmed == "isolated" and self._leaks_again)

    @property
    def _leaks_again(self) -> bool:
        said = self.reported_at or 0
        return self.reported == "leaking" and said > (self.confirmed_at or 0)
