"""The week's alarms: gauge readings in those minutes, judged by the plant's own alarm rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from command_center.cli.lived_week.room import MINUTE_MS, SECOND_MS, Room, Story
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Tag

Curve = Callable[[float], float | None]
"""What a gauge shows so many seconds after the beginning; None: it sends nothing."""


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode of some minutes in which gauges change. `tanks` are also judged as tanks, by their flows. The gauges
    send every `every_s` seconds, or less often if the site says so.
    """

    at: int
    minutes: float
    curves: Mapping[str, Curve]
    tanks: tuple[str, ...] = ()
    drill: str | None = None
    every_s: int = 1

    @property
    def until(self) -> int:
        """The end of the episode, UTC epoch ms."""
        return self.at + round(self.minutes * MINUTE_MS)


def rises(base: float, top: float, begins_s: float, ends_s: float, edge_s: float = 20) -> Curve:
    """Return a curve from `base` to `top` and back, with straight edges of `edge_s` seconds."""

    def shown(t_s: float) -> float:
        share = min((t_s - begins_s) / edge_s, (ends_s - t_s) / edge_s, 1.0)
        return base + (top - base) * max(0.0, share)

    return shown


def waves(
    base: float, low: float, high: float, begins_s: float, ends_s: float, every_s: int
) -> Curve:
    """Return a curve that alternates between `low` and `high` every `every_s` seconds: a restless surface."""

    def shown(t_s: float) -> float:
        if not begins_s <= t_s < ends_s:
            return base
        return high if (t_s - begins_s) % every_s < every_s / 2 else low

    return shown


def silent(base: float, begins_s: float, ends_s: float) -> Curve:
    """Return a curve with no readings between two seconds."""
    return lambda t_s: None if begins_s <= t_s < ends_s else base


def lived(room: Room, episode: Episode) -> Story:
    """Send the readings of an episode and submit the alarms that the rules propose."""
    site = room.site
    tags = [site.tag_by_id[name] for name in episode.curves]
    parts = {"tags": tags, "tanks": [site.tank_by_id[name] for name in episode.tanks]}
    watch = AlarmWatch(site.model_copy(update=parts))
    for at in range(episode.at, episode.until, episode.every_s * SECOND_MS):
        for reading in _shown(episode, tags, at):
            watch.observe(reading)
            tag = reading.tag if episode.drill is None else in_drill(episode.drill, reading.tag)
            room.readings.append(reading._replace(tag=tag))
        scene = room.state if episode.drill is None else room.state.twins.get(episode.drill)
        if scene is None:
            return
        if list(watch.due(at, scene.alarms)):
            yield at
            for kind, data in list(watch.due(at, scene.alarms)):
                room.does(DUTY_ACTOR, kind, episode.drill, **data)


def _shown(episode: Episode, tags: Sequence[Tag], at: int) -> Iterator[Reading]:
    seconds = (at - episode.at) / SECOND_MS
    for tag in tags:
        if seconds % max(1, tag.period_s):
            continue
        value = episode.curves[tag.id](seconds)
        if value is not None:
            yield Reading(tag.id, at, round(value, 4), Quality.GOOD, tag.source)


class Answering(NamedTuple):
    """How quickly an operator acknowledges alarms: the delay before the first, and the time for each."""

    looks_s: tuple[int, int]
    each_s: tuple[int, int]


ANSWERS = Answering(looks_s=(14, 75), each_s=(6, 20))


class Operator:
    """The operator at the board, who acknowledges the plant's alarms one after the other.

    `left_to` names the alarms that a story acknowledges itself.
    """

    def __init__(self, room: Room, left_to: frozenset[str] = frozenset()) -> None:
        self._room, self._left_to = room, left_to
        self._free_at = 0
        room.desk.listen(lambda facts, _state: self._hear(facts))

    def _hear(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            real = fact.kind == "alarm.raised" and fact.drill is None
            if real and fact.data["alarm"] not in self._left_to:
                self._room.begin(self._answers(fact))

    def _answers(self, raised: Fact) -> Story:
        chance = self._room.chance("operator", str(raised.seq))
        looks = raised.at + int(chance.integers(*ANSWERS.looks_s)) * SECOND_MS
        took = int(chance.integers(*ANSWERS.each_s)) * SECOND_MS
        self._free_at = max(looks, self._free_at + took)
        yield self._free_at
        alarm = self._room.state.alarms[raised.data["alarm"]]
        if alarm.raised_seq != raised.seq or alarm.acknowledged:
            return  # it came again meanwhile, and is answered as that
        person = self._room.as_person(self._room.holder("board-1"))
        self._room.does(person, "alarm.ack", alarm=alarm.id)
