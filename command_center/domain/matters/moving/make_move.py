"""Makes a move: who may make it, which fields and signatures it needs, its guards, and its
consequences."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from command_center.domain.actor import Role
from command_center.domain.fact import Draft
from command_center.domain.matters import guards as guards  # noqa: PLC0414 - declares the guards
from command_center.domain.matters.commands import HANDS, MoveMatter
from command_center.domain.matters.consequences import arrival, in_state, live_states
from command_center.domain.matters.contractors.accounts import entries_of_move, fallen, scored
from command_center.domain.matters.deadlines import span_ms
from command_center.domain.matters.duties.planned import (
    INSPECTOR,
    MET,
    accepting,
    counts_for,
    drawn_for_second_inspection,
    fulfilling_move,
    inspectors,
    place_of_second_inspection,
    plan_of,
)
from command_center.domain.matters.facts import After, Moved
from command_center.domain.matters.filling.fill_in import (
    confirmed_lines,
    place_change_refusal,
    write_refusal,
)
from command_center.domain.matters.filling.served import earliest_end
from command_center.domain.matters.guards.in_equals_out import in_equals_out
from command_center.domain.matters.guards.no_danger import no_danger
from command_center.domain.matters.guards.rule import refused_by
from command_center.domain.matters.guards.validity import validity
from command_center.domain.matters.opening.not_opened import (
    AGAIN,
    Followed,
    facts_of,
    refused,
    refused_of,
    withdrawn,
)
from command_center.domain.matters.opening.open_matter import asked_now, begun, opened
from command_center.domain.matters.opening.reinspecting import to_draw
from command_center.domain.matters.opening.rollouts import (
    late_content_refusal,
    second_rollout_refusal,
    switched,
)
from command_center.domain.matters.opening.wrong_answers import of_fields
from command_center.domain.matters.parties.addressees import approved_as, told
from command_center.domain.matters.parties.paging import with_pages
from command_center.domain.matters.parties.parties import acts_as, keepers, people_of
from command_center.domain.matters.parties.signatures import waiting
from command_center.domain.matters.permits.dangers import DANGER
from command_center.domain.matters.playing.clauses import clause_of_fields
from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.play import (
    Play,
    cause_of,
    found,
    from_device,
    moved_on,
    state_title,
    titled,
)
from command_center.domain.matters.rounds.points import drawn_open
from command_center.domain.matters.values.other_matters import in_wrong_state
from command_center.domain.matters.values.proofs import noted
from command_center.domain.matters.values.values import lacking, problems_of
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.state.matters import Points, Told, gone_at
from command_center.domain.template_language.fields import ListField, PhotoField, VoiceField
from command_center.domain.template_language.guards import Nothing
from command_center.domain.template_language.moves import Move
from command_center.domain.template_language.parties import DUTY, REASON
from command_center.domain.template_language.template import Outcome
from command_center.domain.template_language.timing import Valid

ALWAYS = ("validity", "no_danger")
"""The guards of every move into live work."""


@decides("matter.move", MoveMatter, [*HANDS, Role.DUTY], scene=Scene.REALITY)
def move(state: State, command: MoveMatter, ctx: Context) -> Decision:
    """Makes a move of the template from the matter's present state. The right party must give it,
    the fields that it needs must be filled, its approvals and signatures complete, and every
    guard must pass."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    refusal = moved_on(play, command)
    if refusal is not None:
        return refusal
    made = play.template.moves.get(command.move)
    if made is None:
        return Refusal("unknown_move", {"move": command.move})
    if play.matter.state not in made.from_:
        state_now = state_title(play.template, play.matter.state)
        return Refusal(
            "move_not_now", {"move": titled(play.template, command.move), "state": state_now}
        )
    party = _party(play, command.move, made)
    if party is None:
        return Refusal("not_your_move", {"move": titled(play.template, command.move)}, status=403)
    own = None if party == DUTY else approved_as(play, command.move, party, play.who)
    if own is not None:
        said = {"party": titled(play.template, own)}
        return Refusal("signed_as_another", said, status=403)
    if command.device is not None and only_online(play, made):
        return Refusal("not_offline", {"move": titled(play.template, command.move)})
    problems = list(problems_of(play, command.fields))
    if problems:
        return Refusal("matter_fields", {"problems": problems})
    late = write_refusal(play, command.fields) or late_content_refusal(play, command.fields)
    if (late := late or place_change_refusal(play, command.fields)) is not None:
        return late
    fields = _as_written(play, command)
    written = in_state(play, play.matter.state, fields, play.matter.entered_state_at)
    reason = command.model_dump()["reason"]
    met = party == DUTY and fulfilling_move(play) == command.move
    refusal = _elsewhere(written, command, made, party) or hindered(
        written, command.move, made, reason, met=met
    )
    if refusal is not None:
        return refusal
    return moved(play, command, party, reason, MET if met else None)


def _as_written(play: Play, command: MoveMatter) -> dict[str, Any]:
    """Returns the fields that a move writes, with the person who confirms each line of its
    checklists."""
    return {**command.fields, **confirmed_lines(play, command.fields)}


def _party(play: Play, name: str, made: Move) -> str | None:
    """Returns the party as which the actor makes the move; None where the actor may not make it."""
    if play.ctx.actor.role is Role.DUTY:
        return DUTY if DUTY in made.by or is_accepted(play, name) else None
    return acts_as(play, play.who, made.by)


def is_accepted(play: Play, move: str) -> bool:
    """Returns whether the plan's whole approval chain has accepted the work, so that a timed move
    closes it."""
    return accepting(play) == move and not waiting(play, move)


def _elsewhere(play: Play, command: MoveMatter, made: Move, party: str) -> Refusal | None:
    """Refuses a move that must be made on the spot, where the mover does not state that place, or
    the place was never named."""
    if party == DUTY or (made.at is None and not _again_here(play)):
        return None
    at = place_of(play, made)
    if at is None:
        return Refusal("move_without_place", {"field": titled(play.template, made.at or "")})
    if command.place == at:
        return None
    known = play.site.places.get(at)
    called = {"place": at if known is None else known[0]}
    if _again_here(play):
        return Refusal("again_at_place", called)
    return Refusal("move_at_place", called)


def _again_here(play: Play) -> bool:
    """Returns whether a second inspection is being made, at the place drawn for it."""
    return play.matter.spot is not None and play.matter.state == play.template.first


def place_of(play: Play, made: Move) -> str | None:
    """Returns the place at which a move must be made; None where it may be made anywhere, or no
    place was named."""
    if _again_here(play):
        return play.matter.spot
    at = play.value(made.at) if made.at is not None else None
    return at if isinstance(at, str) else None


def only_online(play: Play, made: Move) -> bool:
    """Returns whether a move can only be made online, because its conditions must hold at that
    moment."""
    return bool(made.guards or made.after or _live(play, made))


def _live(play: Play, made: Move) -> bool:
    return made.to in live_states(play.template)


def hindered(
    play: Play, name: str, made: Move, reason: Any, *, met: bool = False
) -> Refusal | None:
    """Returns why a move cannot be made now; None if it can. The validity and the count of people
    inside are checked whatever the template says. A duty that other matters have `met` needs no
    fields of its own."""
    if made.when is not None and not holds(made.when, play.matter.fields, play.now, play.site.zone):
        return Refusal("move_condition", {"move": titled(play.template, name)})
    fields = play.template.fields
    needs = [one for one in made.needs if one in fields and asked_now(play, fields[one])]
    needs = [] if met else needs
    missing = lacking(play, play.matter.fields, needs) or drawn_open(play, needs)
    if missing:
        without = [one for one in needs if lacking(play, play.matter.fields, [one])]
        said = {"fields": missing, "clause": clause_of_fields(play, without)}
        return Refusal("matter_incomplete", said)
    if moved_away := in_wrong_state(play, needs):
        return Refusal("matter_fields", {"problems": moved_away})
    if REASON in made.needs and not reason and play.ctx.actor.role is not Role.DUTY:
        return Refusal("reason_needed")
    unsigned = waiting(play, name)
    if unsigned:
        return Refusal("not_signed", {"parties": [titled(play.template, one) for one in unsigned]})
    if _live(play, made):
        refusal = validity(play, Nothing()) or no_danger(play, Nothing())
        if refusal is not None:
            return refusal
    if made.to in play.template.ends:
        refusal = in_equals_out(play, Nothing())
        if refusal is not None:
            return refusal
    return second_rollout_refusal(play, made) or refused_by(play, made.guards)


def moved(
    play: Play, command: MoveMatter, party: str, reason: Any, because: str | None = None
) -> Sequence[Draft]:
    """Returns the facts of a permitted move: its own, and those of matters that it opens or counts
    for."""
    name, made = command.move, play.template.moves[command.move]
    fields = noted(play, _as_written(play, command))
    there = in_state(play, made.to, fields, play.now)
    after = arrival(there)
    valid = play.template.valid
    if (enables := switched(there)) is not None:
        after["enables"] = enables
    if valid is not None and name == valid.from_ and play.matter.began_at is None:
        length = span_ms(there, valid.at_most)
        after["began_at"] = play.now
        after["valid_until"] = None if length is None else _until(there, valid, play.now + length)
    tells = [*(made.tell or ()), *_watch_tells(play, because)]
    if because == DANGER:  # whatever the template says: who keeps the list, and who must come out
        after["told"] = told(there, [*tells, *keepers(there)], play.matter.inside)
    elif tells:
        after["told"] = told(there, tells)
    if because is not None:
        after["because"] = because
    points = list(_points(there, play, name, party, after))
    if points:
        after["points"] = points
        after["told"] = _with(after.get("told", []), fallen(there, points))
    if not after.get("told"):
        after.pop("told", None)
    if after.get("ended") and (reinspects := to_draw(there)) is not None:
        after["reinspects"] = reinspects
    if counts := counts_for(there, after):
        after["counts"] = counts
    with_pages(there, after)
    data = Moved(
        matter=play.matter.id, move=name, party=party, fields=fields,
        guards=[*ALWAYS[: 2 * _live(play, made)], *(one.name for one in made.guards)], after=after,
    )  # fmt: skip
    if reason:
        data["reason"] = reason
    if because is not None:
        data["because"] = because
    if because == MET:
        data["met"] = list(play.matter.met)
    offline = from_device(play, command, fields)
    if offline is not None:
        data["offline"] = offline
    follows = [*_opens(there, name, made), *of_fields(play, fields), *_again(there, name)]
    if lacks := refused_of(follows):
        data["not_opened"] = lacks
    own = Draft("matter.moved", data, caused_by=cause_of(play, command))
    return [own, *facts_of(follows)]


def _until(play: Play, valid: Valid, own: int) -> int:
    """Returns when a permit expires (UTC epoch ms): by its own time, and by that of the work that
    it serves."""
    theirs = earliest_end(play, valid.with_) if valid.with_ is not None else None
    return own if theirs is None else min(own, theirs)


def _with(told: list[Told], more: list[Told]) -> list[Told]:
    """Joins two lists of people to notify, each person once."""
    return list({one["person"]: one for one in (*more, *told)}.values())


def _watch_tells(play: Play, because: str | None) -> list[str]:
    rules = [
        one
        for one in play.template.watch
        if because is not None and name_of_watch(one.when) == because
    ]
    return [name for one in rules for name in one.tell or ()]


def name_of_watch(when: Any) -> str:
    """Returns the name of a watch rule by what it watches: gas, absent, danger, banned, valid, wind
    or served."""
    kinds = ("gas", "absent", "danger", "banned", "valid", "wind", "served")
    return next(kind for kind in kinds if getattr(when, kind) is not None)


def _points(there: Play, before: Play, name: str, party: str, after: After) -> list[Points]:
    """Returns the points that the move enters: by the accounts, by its deadline, and for being sent
    back."""
    found_points = list(entries_of_move(there, name))
    due = next((one for one in before.matter.due if one["of"] == name), None)
    people = {party: [before.who] if before.who is not None else []}
    if before.matter.met and party == DUTY:
        people = {DUTY: [before.matter.opener]}
    if due is not None:
        outcome: Outcome = "on_time" if before.now <= due["at"] else "late"
        found_points += scored(there, outcome, people)
    if before.who is None and after.get("ended") and due is None and _missed(before, name):
        found_points += scored(there, "missed", after["parties"])
    if _back(before, after["state"]):
        everybody = after["parties"]
        found_points += scored(there, "rejected", everybody)
        found_points += scored(there, "sent_back", everybody)
    return found_points


def _missed(play: Play, name: str) -> bool:
    """Whether a move is what follows a deadline that is over."""
    return any(one.get("late") == name and play.now >= gone_at(one) for one in play.matter.due)


def _again(play: Play, name: str) -> list[Followed]:
    """Returns the second inspection of an accepted duty, if it is in the share that its plan draws."""
    before = play.state.matters.open.get(play.matter.id)
    if before is None or not drawn_for_second_inspection(replace(play, matter=before)):
        return []
    if accepting(replace(play, matter=before)) != name:
        return []
    plan = plan_of(play)
    people = list(inspectors({play.matter.opener}, people_of(play, INSPECTOR)))
    pinned = play.shelf.newest(plan.opens) if plan is not None else None
    if pinned is None:
        return [withdrawn(play, play.matter.template if plan is None else plan.opens)]
    if not people:
        return [refused(play, pinned.template.template, Refusal("nobody_inspects"), AGAIN)]
    ident = sha256(f"{play.matter.id}/again".encode()).hexdigest()[:32]
    other = begun(play.state, _judged(play), pinned, ident, people[0], play.now)
    fields = {
        one: play.value(one)
        for one, field in pinned.template.fields.items()
        if play.value(one) is not None
        and not isinstance(field, PhotoField | VoiceField | ListField)
    }
    spot = place_of_second_inspection(replace(play, matter=before))
    at = plan.accept.at if plan is not None and plan.accept is not None else None
    if spot is not None and at is not None:
        fields[at] = spot
    named = {"plan": "", "period": "", "subject": play.matter.id}
    decision = opened(other, fields, {}, plan=named, again=play.matter.id, spot=spot)
    if isinstance(decision, Refusal):
        return [refused(play, pinned.template.template, decision, AGAIN)]
    return list(decision)


def _back(play: Play, to: str) -> bool:
    """Returns whether a move leads back to an earlier state."""
    order = list(play.template.states)
    if to not in order or play.matter.state not in order:
        return False  # a text with mistakes, which nobody can publish
    return order.index(to) < order.index(play.matter.state) and to not in live_states(play.template)


def _judged(play: Play) -> Context:
    """Returns a context without evidence, for a matter that takes over fields of this one, whose
    pictures were judged already."""
    return replace(play.ctx, evidence=None)


def _opens(play: Play, name: str, made: Move) -> list[Followed]:
    """Returns the matters of other templates that the move opens, each under an id derived from
    this matter's."""
    wanted: list[tuple[str, Mapping[str, str]]] = (
        [(made.opens, {})] if made.opens is not None else []
    )
    for one in play.template.opens:
        if one.on == name and (
            one.when is None or holds(one.when, play.matter.fields, play.now, play.site.zone)
        ):
            wanted.append((one.template, one.fill))
    found: list[Followed] = []
    for rank, (template, fill) in enumerate(wanted):
        pinned = play.shelf.newest(template)
        if pinned is None:
            found.append(withdrawn(play, template))
            continue
        named = f"{play.matter.id}/{name}/{play.matter.version}/{rank}"
        ident = sha256(named.encode()).hexdigest()[:32]
        other = begun(
            play.state, _judged(play), pinned, ident, play.who or play.matter.opener, play.now
        )
        fields = {to: play.value(of) for to, of in fill.items()}
        decision = opened(
            other, fields, {}, plan={"plan": "", "period": "", "subject": play.matter.id}
        )
        if isinstance(decision, Refusal):
            found.append(refused(play, template, decision))
        else:
            found += decision
    return found
