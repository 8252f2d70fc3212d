"""A plant with matters: its room, its templates, and what is said often."""

from pathlib import Path
from typing import Any
from uuid import UUID

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fold import replay
from command_center.domain.matters.moving.watching import proposals
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from tests.support.factories import ControlRoom, person
from tests.support.small_works import PARTS, small_works
from tests.support.template_shelf import Shelf

POSTS = [
    {**post, "ics": "safety_officer"} if post["id"] == "second" else post for post in PARTS["posts"]
]
"""Ben, the second, is the plant's safety officer."""

CATEGORIES = """
reference: hazard-3-levels
entries:
  equipment:
    title: {zh: 设备, en: Equipment}
    of:
      pipe:
        title: {zh: 管道, en: Pipe}
        of: {clamp: {title: {zh: 卡具, en: Clamp}}}
"""
HAZARD = """
template: hazard
title: {zh: 隐患, en: Hazard}
fields:
  place: {type: place, required: true}
  category: {type: taxonomy, of: hazard-3-levels, required: true}
  level: {type: choice, of: [general, major], required: true}
  found: {type: text, required: true}
  impairs: {type: equipment}
  fixed: {type: photo, least: 1, camera_only: true}
  seen_fixed: {type: photo}
parties:
  finder: opener
  owner: {post_of: place}
  checker: {post: safety-officer, never: [owner, finder]}
states: [found, dispatched, signed, evidence, archived]
moves:
  dispatch: {from: found, to: dispatched, by: duty}
  sign: {from: dispatched, to: signed, by: owner}
  prove: {from: signed, to: evidence, by: owner, needs: [fixed]}
  reject: {from: evidence, to: signed, by: checker, needs: [reason]}
  recheck: {from: evidence, to: archived, by: checker, needs: [seen_fixed]}
approvals:
  - {before: dispatch, when: {field: level, equals: major}, chain: [area-head, safety-officer, manager]}
due:
  sign: {within: 4 h}
  prove: {within: 7 d, yellow: 0.8, red: 1, escalate: [superior, manager]}
repeat: {same: [place, category], within: 400 d, count: 3, or: once after archived, tell: manager}
score: {owner: {on_time: 1, late: -2, rejected: -1}}
into: duty-score
impairs: impairs
"""
SCORE = """
account: duty-score
of: person
closes: {every: month}
"""


class Works(ControlRoom):
    """A control room whose Desk knows these texts."""

    def __init__(self, where: Path, *texts: str, **parts: Any) -> None:
        super().__init__(where / "works.sqlite", small_works(**{"posts": POSTS, **parts}))
        self.shelf = Shelf(*texts)
        self.desk.templates = self.shelf
        self._ids = 0

    def opens(self, who: str, template: str, parties: Any = None, **fields: Any) -> str:
        """Somebody opens a matter; returns its id."""
        self._ids += 1
        ident = str(UUID(int=self._ids))
        self.does(
            who,
            "matter.open",
            matter=ident,
            template=template,
            fields=fields,
            parties=parties or {},
        )
        return ident

    def moves(self, who: str | Actor, matter: str, move: str, **more: Any) -> None:
        """Somebody makes a move that is accepted."""
        self.does(who, "matter.move", matter=matter, move=move, **more)

    def denied(self, who: str | Actor, matter: str, move: str, **more: Any) -> str:
        """The code of the refusal of a move."""
        return self.refuses(who, "matter.move", matter=matter, move=move, **more).refusal.code

    def signs(self, who: str, matter: str, move: str, party: str, **more: Any) -> None:
        """Somebody signs."""
        self.does(who, "matter.sign", matter=matter, move=move, party=party, **more)

    def of(self, matter: str) -> Matter:
        """An open matter."""
        return self.state.matters.open[matter]

    def play(self, matter: str) -> Play:
        """A matter as a decision of the duty sees it."""
        ctx = Context(self.now, DUTY_ACTOR, self.site, templates=self.shelf)
        found = looked_up(self.state, matter, ctx, self.now)
        assert isinstance(found, Play)
        return found

    def beat(self) -> list[str]:
        """One look of the clockwork at every open matter, until it has nothing to do; the commands that it gave."""
        given = []
        for matter in list(self.state.matters.open):
            while matter in self.state.matters.open:
                asked = next(iter(proposals(self.play(matter))), None)
                if asked is None:
                    break
                assert self.does(DUTY_ACTOR, asked[0], **asked[1]), f"{asked} changes nothing"
                given.append(asked[0])
        return given

    def replayed(self) -> State:
        """The state that the journal makes, without any template."""
        return replay(State.start(self.site), self.journal.read(0, 100_000))


def admin(name: str, role: Role = Role.ADMINISTRATOR) -> Actor:
    """Somebody with another role."""
    return person(name, role)
