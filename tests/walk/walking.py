"""Who walks: by which doors, what is kept of it, and who and what the plant has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.test import Client

from command_center.domain.actor import Role
from command_center.domain.site.model import Tag, Tank
from tests.drills_tried.whole import Whole
from tests.walk.doors import Doors, Lack, Lacking

WORDS = {"zh": "走一遍", "en": "Walked"}
MINUTE, DAY = 60, 86_400


class Walking:
    """One walk. `began` are the stages in order; a stage that is in `lacks` ended early, with the reason."""

    def __init__(self, center: Whole) -> None:
        self.center, self.doors = center, Doors(center)
        self.began: list[str] = []
        self.lacks: dict[str, Lack] = {}
        self.notes: dict[str, list[Lack]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is in it works, or the product says what lacks. Then the center is ready and every role has a board."""
        self.began.append(name)
        try:
            yield
        except Lacking as why:
            self.lacks[name] = why.lack
        self.center.turn(1)
        told = Client(self.center.server.wsgi).get("/readyz", base_url="http://localhost")
        assert told.status_code == 200, f"after {name}: {told.text}"

    def tries(self, about: str, deed: Callable[..., Any], *told: Any, **data: Any) -> bool:
        """A deed of a stage that may be refused without the stage ending; what was said is noted."""
        try:
            deed(*told, **data)
        except Lacking as why:
            self.notes.setdefault(about, []).append(why.lack)
            return False
        return True

    @property
    def commander(self) -> str | None:
        """Who holds a commanding post now, on the site before on call."""
        roster, posts = self.center.state.roster, self.center.state.site.posts
        held = [post.id for post in posts if post.commands]
        here = (roster.holder_on_site(post) for post in held)
        return next(filter(None, here), None) or next(
            filter(None, map(roster.holders.get, held)), None
        )

    @property
    def tank(self) -> Tank:
        """The first tank whose gauge has a limit; else the first."""
        site = self.center.state.site
        limited = (one for one in site.tanks if self._gauge(one).limits is not None)
        return next(limited, site.tanks[0])

    def _gauge(self, tank: Tank) -> Tag:
        return self.center.state.site.tag_by_id[tank.level]

    def commands(self, kind: str, inside: str | None = None, **data: Any) -> list[dict[str, Any]]:
        """The commander's word."""
        return self.doors.command(Role.COMMANDER, kind, by=self.commander, inside=inside, **data)

    def _held(self) -> str | None:
        """A post that somebody on the site holds, the last of them; None: an order goes to nobody yet."""
        roster = self.center.state.roster
        held = [post.id for post in self.center.state.site.posts if roster.holder_on_site(post.id)]
        return held[-1] if held else None

    def people(self) -> list[str]:
        """The plant's people, holders of posts first."""
        site, roster = self.center.state.site, self.center.state.roster
        held = filter(None, (roster.holders.get(post.id) for post in site.posts))
        return list(dict.fromkeys([*held, *(one.id for one in site.people)]))

    def reads(self, value: float, times: int = 6) -> None:
        """The gauge shows a value so many times in its own period, as a gateway posts it."""
        tag = self._gauge(self.tank)
        delay = 0.0 if tag.limits is None else max(tag.limits.on_delay_s, tag.limits.off_delay_s)
        for _ in range(times):
            self.center.turn(max(tag.period_s, delay / 4, 1.0))
            body = {
                "source": tag.source,
                "readings": [{"tag": tag.id, "ts": self.center.now, "value": value}],
            }
            told = self.doors.post("readings", body, Role.GATEWAY)
            assert told["rejected"] == [], told
        self.center.turn(1)
