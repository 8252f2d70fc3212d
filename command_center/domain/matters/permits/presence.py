"""Decides whether a person is on the plant: by the gates where they record people, else by the
shift list."""

from command_center.domain.matters.playing.play import Play
from command_center.domain.people.expected_inside import NO_GATES, Expected, person_inside


def on_plant(play: Play, person: str) -> bool:
    """Returns whether the person is on the plant now."""
    gates = play.ctx.gates or NO_GATES
    return isinstance(person_inside(play.state, play.site, gates, person), Expected)
