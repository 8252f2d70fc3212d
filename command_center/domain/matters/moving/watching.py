"""Finds the timed actions that are due for one matter: moves by rule, pauses, late moves, steps of
escalations."""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.domain.matters.contractors.accounts import PAUSE
from command_center.domain.matters.deadlines import REMIND, asked_by
from command_center.domain.matters.duties.planned import accepting, fulfilling_move
from command_center.domain.matters.filling.served import first_over
from command_center.domain.matters.guards.not_banned import (
    PERMIT,
    companies,
    subjects,
    with_company,
)
from command_center.domain.matters.guards.wind_below import last_speed
from command_center.domain.matters.moving.make_move import hindered, is_accepted, name_of_watch
from command_center.domain.matters.parties.addressees import turn_of_matter
from command_center.domain.matters.parties.parties import people_in, people_of
from command_center.domain.matters.permits.dangers import danger_at
from command_center.domain.matters.permits.presence import on_plant
from command_center.domain.matters.playing.measured import measurements
from command_center.domain.matters.playing.play import Play
from command_center.domain.state.matters import Due, gone_at
from command_center.domain.template_language.engine_names import WIND
from command_center.domain.template_language.parties import DUTY
from command_center.domain.template_language.timing import WatchFor

Proposal = tuple[str, dict[str, Any]]
LATE = "late"


def proposals(play: Play) -> Iterator[Proposal]:
    """Yields (command, data) of the timed actions due at `play.now`. The Desk decides each again."""
    yield from _watched(play)
    yield from _late(play)
    yield from _by_plan(play)
    yield from _by_rule(play)
    yield from _escalated(play)
    if now_held(play):
        yield "matter.hold", {"matter": play.matter.id}


def now_held(play: Play) -> bool:
    """Returns whether a matter without a holder at its last step has one now, because a shift began
    or a post was named. Facts of older journals do not record the lack of a holder."""
    return not play.matter.holders and bool(turn_of_matter(play).holders)


def _watched(play: Play) -> Iterator[Proposal]:
    for rule in play.template.watch:
        move = play.template.moves.get(rule.do)
        if move is None or play.matter.state not in move.from_ or not watched(play, rule.when):
            continue
        because = name_of_watch(rule.when)
        yield "matter.watch", {"matter": play.matter.id, "move": rule.do, "because": because}
        return


def watched(play: Play, when: WatchFor) -> bool:
    """Returns whether the condition of a watch rule holds now."""
    if when.gas is not None:
        return gas_over(play)
    if when.absent is not None:
        return any(_absent(play, one, when.for_ or 0) for one in people_of(play, when.absent))
    if when.danger is not None:
        return danger_at(play.state, play.site, play.matter.area) is not None
    if when.banned is not None:
        named = people_in(play, when.banned) or people_of(play, when.banned)
        watched_too = [*with_company(play, named), *companies(play)] if named else subjects(play)
        return any(_stops(play.state.matters.bans(one)) for one in watched_too)
    if when.valid is not None:
        return play.matter.valid_until is not None and play.now > play.matter.valid_until
    if when.served is not None:
        return first_over(play, when.served) is not None
    speed = last_speed(play)
    return when.wind is not None and speed is not None and speed >= when.wind


def _stops(bans: Mapping[str, str]) -> bool:
    """Whether the bans also stop permits that are open."""
    return PERMIT in bans or PAUSE in bans


def gas_over(play: Play) -> bool:
    """Returns whether the last measurement of any list except the wind has a value outside its
    limits."""
    lists = [measurements(value) for name, value in play.matter.fields.items() if name != WIND]
    return any(bool(one[-1]["over"]) for one in lists if one)


def _absent(play: Play, person: str, for_ms: int) -> bool:
    """Returns whether a person is off the plant, and has been for that long as far as gates or
    shifts show."""
    if on_plant(play, person):
        return False
    gates = play.ctx.gates
    passage = gates.latest.get(person) if gates is not None else None
    since = passage.ts if passage is not None else play.state.roster.since
    return since is None or play.now - since >= for_ms


def _late(play: Play) -> Iterator[Proposal]:
    for due in play.matter.due:
        move = play.template.moves.get(due.get("late", ""))
        if move is not None and play.now >= gone_at(due) and play.matter.state in move.from_:
            data = {"matter": play.matter.id, "move": due["late"], "because": f"{LATE}:{due['of']}"}
            yield "matter.watch", data
            return


def is_late(play: Play, because: str) -> bool:
    """Returns whether the time has come for the move that follows the deadline which a late move
    names."""
    of = because.removeprefix(f"{LATE}:")
    return any(due["of"] == of and play.now >= gone_at(due) for due in play.matter.due)


def _by_plan(play: Play) -> Iterator[Proposal]:
    """Yields the move that hands in a duty which other matters have fulfilled, or that closes one
    which its whole chain accepted."""
    name = fulfilling_move(play)
    accepted = accepting(play)
    if name is None and accepted is not None and is_accepted(play, accepted):
        move = play.template.moves[accepted]
        name = accepted if hindered(play, accepted, move, "–") is None else None
    if name is not None:
        yield "matter.move", {"matter": play.matter.id, "move": name}


def _by_rule(play: Play) -> Iterator[Proposal]:
    """Yields the moves that only timed rules make and that nothing prevents."""
    by_watch = {rule.do for rule in play.template.watch} | {
        due.late for due in play.template.due.values()
    }
    for name, move in play.template.moves_from(play.matter.state).items():
        if move.by == [DUTY] and name not in by_watch and hindered(play, name, move, None) is None:
            yield "matter.move", {"matter": play.matter.id, "move": name}
            return


def _escalated(play: Play) -> Iterator[Proposal]:
    for due, step in due_steps(play):
        yield "matter.escalate", {"matter": play.matter.id, "of": due["of"], "step": step}


def due_steps(play: Play) -> Iterator[tuple[Due, str]]:
    """Yields the steps of escalations that are due and have not fired, or that reached nobody and
    can reach somebody now."""
    for due in play.matter.due:
        for step in due["steps"]:
            key = f"{due['of']}/{step['step']}"
            if step["step"] == REMIND and play.now >= due["red"]:
                continue  # the time for a reminder is over
            if step["at"] > play.now:
                continue
            unheard = key in play.matter.unheard and bool(asked_by(play, step["step"]).told)
            if unheard or key not in play.matter.fired:
                yield due, step["step"]


def superseded(play: Play, due: Due, step: str) -> bool:
    """Returns whether a step that reached nobody is replaced by a later such step of its deadline
    that can reach somebody now: then only the later one pages."""
    at = next(one["at"] for one in due["steps"] if one["step"] == step)
    unheard = play.matter.unheard
    return f"{due['of']}/{step}" in unheard and any(
        at < one["at"] <= play.now
        and f"{due['of']}/{one['step']}" in unheard
        and bool(asked_by(play, one["step"]).told)
        for one in due["steps"]
    )
