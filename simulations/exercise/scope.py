"""Filters the live board to one drill: its own rows under the plant's own topics."""

from collections.abc import Iterable

from command_center.domain.drills.exercise_tag import drill_of_name
from simulations.doors.live import TOPICS
from simulations.view import News

TOPICS_OF_A_DRILL = (*TOPICS, "drill")
"""Who asks for a topic gets it of reality and of the twin."""


def only(drill: str, news: Iterable[News]) -> list[News]:
    """Return the news that the drill's people may see: the twin's rows, without reality's."""
    told: list[News] = []
    for one in news:
        scenes = ((*drill_of_name(topic), rows) for topic, rows in one.rows.items())
        told.append(
            News(one.whole, {plain: rows for scene, plain, rows in scenes if scene == drill})
        )
    return told
