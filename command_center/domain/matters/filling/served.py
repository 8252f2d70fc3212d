"""Work that serves other work: temporary power serves hot work or an entry, and must end with it."""

from dataclasses import replace

from command_center.domain.matters.consequences import live_states
from command_center.domain.matters.filling.fill_in import past_signatures
from command_center.domain.matters.playing.play import Play
from command_center.domain.state.matters import Matter


def served(play: Play, field: str) -> list[str]:
    """Returns the ids of the permits that a field names."""
    value = play.value(field)
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def first_over(play: Play, field: str) -> str | None:
    """Returns the number of the first of these permits that has ended or expired; None where none
    has."""
    for one in served(play, field):
        other = play.state.matters.open.get(one)
        if other is None:
            ended = play.state.matters.ended.get(one)
            return one if ended is None else ended.number
        over = other.valid_until is not None and play.now > other.valid_until
        if over or not _goes_on(play, other):
            return other.number
    return None


def first_unsigned(play: Play, field: str) -> str | None:
    """Returns the number of the first of these permits that is not fully signed yet; None where all
    are."""
    for one in served(play, field):
        other = play.state.matters.open.get(one)
        if other is not None and not _signed(play, other):
            return other.number
    return None


def earliest_end(play: Play, field: str) -> int | None:
    """Returns when the first of these permits expires (UTC epoch ms); None where none of them has
    begun."""
    known = (play.state.matters.open.get(one) for one in served(play, field))
    ends = (one.valid_until for one in known if one is not None)
    return min((one for one in ends if one is not None), default=None)


def _goes_on(play: Play, other: Matter) -> bool:
    """Returns whether work goes on under a permit, or a sequence of moves leads there from its
    state."""
    pinned = play.shelf.pinned(other.revision)
    if pinned is None:
        return False
    reached, waiting = {other.state}, [other.state]
    while waiting:
        for move in pinned.template.moves_from(waiting.pop()).values():
            if move.to not in reached:
                reached.add(move.to)
                waiting.append(move.to)
    return bool(reached & live_states(pinned.template))


def _signed(play: Play, other: Matter) -> bool:
    pinned = play.shelf.pinned(other.revision)
    return pinned is not None and past_signatures(replace(play, matter=other, pinned=pinned))
