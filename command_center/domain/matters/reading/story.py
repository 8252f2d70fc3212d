"""The history of a matter in short, from which past figures are computed; it is folded from the
matter's facts.

It reads no template, because each fact carries its consequences. Times are UTC epoch ms.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.matters.facts import ended_at, found_at

SIGNS = "sign"
"""The move by which somebody signs for a matter (of the library's templates and their copies)."""
REJECTS = frozenset({"reject", "send_back"})
"""The moves by which what was done is sent back."""
TEXTS = ("found", "what", "work", "content", "task", "subject", "question")
"""The fields that say in words what a matter is about, the first that is filled in counts."""
LONGEST = 200
CHOSEN = re.compile(r"[a-z0-9_-]*")
"""How ids of choices are written; words of people are not."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: the move that meets it, its time, and from when it is yellow and red."""

    of: str
    at: int
    yellow: int
    red: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A deadline that was over before it was met."""

    of: str
    at: int


@dataclass(frozen=True, slots=True)
class Story:
    """The history of one matter. `what` is its own text, `level` its chosen level, `signed_at` when
    somebody first signed for it, `missed` the deadlines that were over before they were met,
    `due` those that run after its last fact. `old_number` is its number in the older system from
    which it was imported."""

    matter: str
    template: str
    number: str
    title: Mapping[str, str]
    what: str
    state: str
    area: str | None
    place: str | None
    category: str | None
    level: str | None
    opener: str
    opened_at: int
    opened_seq: int
    last_seq: int
    signed_at: int | None = None
    ended_at: int | None = None
    rejections: int = 0
    due: tuple[Deadline, ...] = ()
    missed: tuple[Missed, ...] = ()
    holders: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    old_number: str | None = None

    @property
    def came_ended(self) -> bool:
        """Returns whether it was imported as ended, so that nothing of it happened here."""
        return (
            self.old_number is not None
            and self.opened_seq == self.last_seq
            and self.ended_at is not None
        )

    def missed_by(self, now: int) -> tuple[Missed, ...]:
        """Returns the deadlines missed by `now`, including those that still run and are over."""
        over = tuple(Missed(due.of, due.at) for due in self.due if due.at < now)
        return self.missed + (over if self.ended_at is None else ())


@dataclass(frozen=True, slots=True)
class Scored:
    """One entry of an account: the fact that entered it, for whom, why and how much, in which
    period."""

    seq: int
    at: int
    matter: str
    account: str
    subject: str
    why: str
    n: float
    period: str


def begun(fact: Fact) -> Story:
    """Returns the history that a `matter.opened` begins."""
    told = fact.data
    fields = told["fields"]
    level = fields.get("level")
    story = Story(
        matter=told["matter"], template=told["template"], number=told["number"], title=told["title"],
        what=what_of(fields), state=told["after"]["state"], area=told["area"], place=told["place"],
        category=told["category"], level=level if isinstance(level, str) else None,
        opener=_opener(fact), opened_at=found_at(fact), opened_seq=fact.seq, last_seq=fact.seq,
        readers=tuple(told["readers"]), old_number=told.get("imported", {}).get("old_number"),
    )  # fmt: skip
    return _after(story, fact)


def _opener(fact: Fact) -> str:
    """Who found what was imported; who opened anything else."""
    imported = "imported" in fact.data
    return str(fact.data["opener"]) if imported else fact.speaker or fact.actor


def what_of(fields: Mapping[str, Any]) -> str:
    """Returns what a matter is about in its own words; the id of a choice does not count as words."""
    given = (fields.get(name) for name in TEXTS)
    words = (one for one in given if isinstance(one, str) and not CHOSEN.fullmatch(one))
    return next(words, "")[:LONGEST]


def followed(story: Story, fact: Fact) -> Story:
    """Returns the history with its next fact. A fact that it already contains changes nothing."""
    if fact.seq <= story.last_seq:
        return story
    over = tuple(Missed(due.of, due.at) for due in story.due if due.at < fact.at)
    story = replace(story, last_seq=fact.seq, missed=_joined(story.missed, over))
    if fact.kind == "matter.moved":
        move = fact.data["move"]
        if move == SIGNS and story.signed_at is None:
            story = replace(story, signed_at=fact.at)
        if move in REJECTS:
            story = replace(story, rejections=story.rejections + 1)
    if fact.kind == "matter.repinned":
        story = replace(story, title=fact.data["title"], readers=tuple(fact.data["readers"]))
    level = fact.data.get("fields", {}).get("level") if "fields" in fact.data else None
    if fact.kind == "matter.corrected" and fact.data["field"] == "level":
        level = fact.data["value"]
    if isinstance(level, str):
        story = replace(story, level=level)
    return _after(story, fact)


def scored(fact: Fact) -> list[Scored]:
    """Returns the points that a fact of a matter added to accounts."""
    entered = fact.data.get("after", {}).get("points", ())
    return [
        Scored(
            fact.seq, fact.at, fact.data["matter"], one["account"], one["subject"], one["why"], one["n"],
            one["period"],
        )
        for one in entered
    ]  # fmt: skip


def _joined(known: tuple[Missed, ...], more: tuple[Missed, ...]) -> tuple[Missed, ...]:
    """Joins missed deadlines, each once, though it may run on over several facts."""
    return known + tuple(one for one in more if one not in known)


def _after(story: Story, fact: Fact) -> Story:
    after = fact.data.get("after", {})
    changed: dict[str, Any] = {}
    if "state" in after:
        changed["state"] = after["state"]
    if "due" in after:
        changed["due"] = tuple(
            Deadline(due["of"], due["at"], due["yellow"], due["red"]) for due in after["due"]
        )
    if "holders" in after:
        changed["holders"] = tuple(after["holders"])
    if "parties" in after:
        people = {one for names in after["parties"].values() for one in names}
        changed["people"] = tuple(sorted(people))
    if "where" in after:
        changed |= after["where"]
    if after.get("ended"):
        changed |= {"ended_at": ended_at(fact), "due": ()}
    return replace(story, **changed)
