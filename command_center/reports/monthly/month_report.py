"""The content of the monthly report, read once from the plant's past; both files are made only from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from command_center.analysis.heat import Heat
from command_center.analysis.lead import Foretold
from command_center.analysis.named import Named
from command_center.analysis.owing import Burden, Line, board
from command_center.analysis.past import CameBack, MonthOf, Past
from command_center.analysis.scores import Score
from command_center.domain.matters.reading.story import Story
from command_center.domain.site.model import Site
from command_center.store.stories import Listed

MOST_LINES = 60
"""Lines of what is owed, the gravest: the page has all of them."""


@dataclass(frozen=True, slots=True)
class MonthReport:
    """One month of one plant. `now` is when the report was made, `seq` and `hash` belong to the newest fact then.
    `stories` are the histories of the matters it names, by id.
    """

    site: Site
    month: str
    now: int
    seq: int
    hash: str
    trend: tuple[MonthOf, ...]
    by_kind: Heat
    by_hour: Heat
    came_back: tuple[CameBack, ...]
    foretold: tuple[Foretold, ...]
    share: float
    scores: tuple[Score, ...]
    people: tuple[Burden, ...]
    owed: tuple[Line, ...]
    owed_in_all: int
    stories: Mapping[str, Story]
    named: Named

    @property
    def times(self) -> Sequence[int]:
        """Return the times that it shows, UTC epoch ms."""
        return [self.now, *(one.event.at for one in self.foretold)]

    @property
    def this(self) -> MonthOf:
        """The figures of the month itself."""
        return self.trend[-1]

    @property
    def before(self) -> MonthOf:
        """The figures of the month before."""
        return self.trend[-2]


def month_report(past: Past, month: str, seq: int, digest: str) -> MonthReport:
    """Read everything that the report of a month holds."""
    now, site = past.now(), past.site()
    people, lines = board(past.state(), site, past.templates(), now)
    came_back = tuple(past.came_back(month))
    named = [matter for one in came_back for matter in one.matters]
    stories, _ = past.stories.listed(Listed(matters=named))
    return MonthReport(
        site=site, month=month, now=now, seq=seq, hash=digest, trend=tuple(past.trend(month)),
        by_kind=past.heat(month, "kind"), by_hour=past.heat(month, "hour"), came_back=came_back,
        foretold=tuple(past.foretold(month)), share=past.share_of_month(),
        scores=tuple(past.scores(month)), people=tuple(people), owed=tuple(lines[:MOST_LINES]),
        owed_in_all=len(lines), stories={one.matter: one for one in stories},
        named=Named(past.templates()),
    )  # fmt: skip
