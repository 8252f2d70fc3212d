"""The state of a matter as one sign, the same in a list and on its own page."""

from collections.abc import Mapping

from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.reading.story import Story
from command_center.domain.state.matters import Colour, Matter
from command_center.domain.verdicts.turns import Sign

PAUSED = "paused"
"""The state of work that was stopped and may go on (of the library's templates and their copies)."""
GRAVE: tuple[Colour, ...] = ("red", "yellow", "blue")
SIGNS: Mapping[Colour | None, Sign] = {
    "red": "urgent", "yellow": "warn", "blue": "note", None: "plain",
}  # fmt: skip


def colour_of(story: Story, now: int) -> Colour | None:
    """Returns the worst colour of a matter's running deadlines; None without any."""
    colours = {
        "red" if now >= due.red else "yellow" if now >= due.yellow else "blue" for due in story.due
    }
    return next((one for one in GRAVE if one in colours), None)


def sign_of(story: Story, now: int) -> Sign:
    """Returns the sign of a matter: an ended one is good; a paused one is at least a warning, like
    one that will soon be late."""
    if story.ended_at is not None:
        return "good"
    return sign_of_open(colour_of(story, now), paused=story.state == PAUSED)


def sign_now(matter: Matter, now: int) -> Sign:
    """Returns the sign of an open matter."""
    return sign_of_open(worst(matter, now), paused=matter.state == PAUSED)


def sign_of_open(colour: Colour | None, *, paused: bool) -> Sign:
    """Returns the sign of an open matter by the worst colour of its deadlines."""
    return "warn" if paused and colour != "red" else SIGNS[colour]
