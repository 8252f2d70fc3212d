"""Writes fields of a matter, names the people of its parties, and corrects wrong values."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from command_center.domain.fact import Draft
from command_center.domain.matters.commands import HANDS, CorrectMatter, FillMatter
from command_center.domain.matters.consequences import in_state, written
from command_center.domain.matters.contractors.closing_accounts import rewritten
from command_center.domain.matters.facts import Corrected, Filled
from command_center.domain.matters.filling.given_powers import power_field_refusal
from command_center.domain.matters.opening.not_opened import facts_of, refused_of
from command_center.domain.matters.opening.open_matter import asked_now
from command_center.domain.matters.opening.rollouts import not_in_force, pilot_change_refusal
from command_center.domain.matters.opening.wrong_answers import of_fields
from command_center.domain.matters.parties.parties import (
    acts_as,
    concerned,
    open_parties,
    parties_as_stored,
)
from command_center.domain.matters.playing.clauses import clause_of_fields
from command_center.domain.matters.playing.conditions import is_given
from command_center.domain.matters.playing.play import (
    Play,
    cause_of,
    found,
    from_device,
    moved_on,
    titled,
)
from command_center.domain.matters.rounds.points import lists_of_points
from command_center.domain.matters.values.proofs import hash_of, noted
from command_center.domain.matters.values.values import enough, lacking, problems_of
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.template_language import fields as f

SOMETHING = True
"""Stands for whatever somebody might write."""
BROUGHT_ANEW = (
    f.PhotoField, f.VoiceField, f.SignatureField, f.PositionField, f.CodeField, f.ChecklistField,
)  # fmt: skip
"""What nobody corrects: it proves something, and is taken or confirmed anew."""


@decides("matter.fill", FillMatter, HANDS, scene=Scene.REALITY)
def fill(state: State, command: FillMatter, ctx: Context) -> Decision:
    """Writes fields and names people. A change of signed content needs new signatures. After the
    signatures only empty fields can be filled in."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    refusal = _may(play) or moved_on(play, command) or _fits(play, command.fields, command.parties)
    if refusal is not None:
        return refusal
    fields = noted(play, {**command.fields, **confirmed_lines(play, command.fields)})
    fields = {name: value for name, value in fields.items() if value != play.value(name)}
    parties = {**play.matter.parties, **parties_as_stored(command.parties)}
    if not fields and parties == play.matter.parties:
        return []
    play = replace(play, matter=replace(play.matter, parties=parties))
    offline = from_device(play, command, fields)
    data = Filled(matter=play.matter.id, fields=fields, after=written(play, fields))
    if offline is not None:
        data["offline"] = offline
    follows = of_fields(play, fields)
    if lacking := refused_of(follows):
        data["not_opened"] = lacking
    own = Draft("matter.filled", data, caused_by=cause_of(play, command))
    return [own, *facts_of(follows)]


def _may(play: Play) -> Refusal | None:
    """The refusal of somebody who is no party of the matter."""
    if play.who is None:
        return Refusal("no_person", status=403)
    if any(play.who in people for people in concerned(play).values()):
        return None
    return Refusal("not_a_party", {"number": play.matter.number}, status=403)


def _fits(
    play: Play, fields: Mapping[str, Any], parties: Mapping[str, list[str]]
) -> Refusal | None:
    problems = list(problems_of(play, fields))
    if problems:
        return Refusal("matter_fields", {"problems": problems})
    refusal = (
        write_refusal(play, fields) or _emptied(play, fields) or place_change_refusal(play, fields)
    )
    if refusal is not None:
        return refusal
    named = dict(open_parties(play))
    for party, people in parties.items():
        if party not in named:
            return Refusal("party_not_named", {"party": party})
        if past_signatures(play) and play.matter.parties.get(party):
            return Refusal("signed_already", {"number": play.matter.number})
        unknown = next((one for one in people if one not in play.site.person_by_id), None)
        if unknown is not None:
            return Refusal("unknown_person", {"person": unknown})
    return None


def write_refusal(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """Refuses fields that the actor may not write, or no longer: measurements are measured, a
    checklist is confirmed by its own party, and what was signed for or begun with stays."""
    measured = _measurements(play)
    for name in fields:
        if name in measured:
            return Refusal("measured_only", {"field": play.template.fields[name].title or name})
        refusal = _may_confirm(play, name, fields[name])
        if refusal is not None:
            return refusal
    fixed = (
        pilot_change_refusal(play, fields)
        or power_field_refusal(play, fields)
        or rewritten(play, fields)
    )
    return fixed or _settled(play, fields)


def _emptied(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """Refuses to take away what the template requires, where nothing would ask for it again: the field still applies,
    and no move from the present state needs it."""
    after = replace(play, matter=replace(play.matter, fields={**play.matter.fields, **fields}))
    moves = [move for move in play.template.moves.values() if play.matter.state in move.from_]
    moves_ask = {need for move in moves for need in move.needs}
    kept = [
        name
        for name, value in fields.items()
        if (field := play.template.fields[name]).required
        and name not in moves_ask
        and asked_now(after, field)
        and enough(field, play.value(name))
        and not enough(field, value)
    ]
    if not kept:
        return None
    missing = lacking(play, {}, kept)
    return Refusal("matter_incomplete", {"fields": missing, "clause": clause_of_fields(play, kept)})


def place_change_refusal(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """The refusal of another place in an area where the template is not in force: it could not be opened there."""
    there = in_state(play, play.matter.state, fields, play.matter.entered_state_at)
    return None if there.matter.area == play.matter.area else not_in_force(there)


def fillable(play: Play) -> list[str]:
    """Returns the fields that the actor may write now. The points of a round are written on the
    round itself."""
    if _may(play) is not None:
        return []
    rounds = lists_of_points(play.template)
    return [
        name
        for name in play.template.fields
        if name not in rounds and write_refusal(play, {name: SOMETHING}) is None
    ]


def namable(play: Play) -> list[str]:
    """Returns the parties whose people the actor may name now."""
    if _may(play) is not None:
        return []
    settled = past_signatures(play)
    named = [name for name, _ in open_parties(play)]
    return [name for name in named if not (settled and play.matter.parties.get(name))]


def _may_confirm(play: Play, name: str, answers: Any) -> Refusal | None:
    """Refuses answers to lines of a checklist that another party confirms."""
    field = play.template.fields.get(name)
    if not isinstance(field, f.ChecklistField) or field.each.confirmed_by is None or not answers:
        return None
    by = field.each.confirmed_by
    if acts_as(play, play.who, [by]) is not None:
        return None
    return Refusal("not_that_party", {"party": titled(play.template, by)}, status=403)


def _settled(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """Refuses a change of what was signed for, once the matter has moved past its signatures. What
    a move from here needs may still be written; its lists keep the lines that were signed for."""
    changed = [name for name in fields if is_given(play.value(name))]
    if not changed or not past_signatures(play):
        return None
    needed = {
        n for move in play.template.moves_from(play.matter.state).values() for n in move.needs
    }
    gone_on_with = all(_same_lines(play, name, fields[name]) for name in changed)
    if needed.issuperset(changed) and gone_on_with:
        return None
    return Refusal("signed_already", {"number": play.matter.number})


def _same_lines(play: Play, name: str, value: Any) -> bool:
    """Returns whether a list still has the lines that were signed for, with the same content in the
    required columns."""
    field, before = play.template.fields[name], play.lines(name)
    if not isinstance(field, f.ListField) or not isinstance(value, list):
        return True
    fixed = [column for column, one in field.of.items() if one.required]

    def signed(lines: list[Any]) -> list[list[Any]]:
        return [[line.get(column) for column in fixed] for line in lines]

    return signed(value) == signed(before)


def past_signatures(play: Play) -> bool:
    """Returns whether the matter has reached a state after the move for which its signatures were
    collected."""
    signatures = play.template.signatures
    if signatures is None:
        return False
    before = {signatures.before} & play.template.moves.keys()  # an older release let it name none
    reached: set[str] = set()
    waiting = [play.template.moves[name].to for name in before]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [move.to for move in play.template.moves_from(state).values()]
    return play.matter.state in reached


def _measurements(play: Play) -> set[str]:
    """Returns the lists to which only measurements add: those with limits."""
    return {
        name
        for name, field in play.template.fields.items()
        if isinstance(field, f.ListField) and field.limits is not None
    }


def confirmed_lines(play: Play, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns checklists with the person who confirmed each line. An unchanged line keeps its
    person."""
    found_lists: dict[str, Any] = {}
    for name, value in fields.items():
        if not isinstance(play.template.fields.get(name), f.ChecklistField) or value is None:
            continue
        before = play.answers(name)
        found_lists[name] = {
            **before,
            **{line: _line(play, before.get(line), answer) for line, answer in value.items()},
        }
    return found_lists


def _line(
    play: Play, before: Mapping[str, Any] | None, answer: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns an answer with its person and time. The photographs of a line stay until others
    replace them."""
    stood = before or {}
    pictures = [hash_of(one) for one in stood.get("photo") or ()]
    said = {name: value for name, value in answer.items() if name != "photo"}
    brought = answer.get("photo") or []
    other = bool(brought) and [hash_of(one) for one in brought] != pictures
    if (
        before is not None
        and before.get("by") is not None
        and not other
        and all(before.get(n) == value for n, value in said.items())
    ):
        return dict(before)
    photo = brought if other else stood.get("photo")
    return {**said, **({"photo": photo} if photo else {}), "by": play.who, "at": play.now}


@decides("matter.correct", CorrectMatter, HANDS, scene=Scene.REALITY)
def correct(state: State, command: CorrectMatter, ctx: Context) -> Decision:
    """Corrects a field, with the reason. What was signed for is not corrected: the matter is
    refused and opened again. Evidence (a photograph, a voice note, a signature, a position, a
    code), a measurement and the lines of a checklist are entered again instead."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    name, value = command.field, command.value
    refusal = _may(play) or moved_on(play, command)
    if refusal is not None:
        return refusal
    problems = list(problems_of(play, {name: value}))
    if problems:
        return Refusal("matter_fields", {"problems": problems})
    refusal = correction_refusal(play, name, value) or place_change_refusal(play, {name: value})
    if refusal is not None:
        return refusal
    if value == play.value(name):
        return []
    value = noted(play, {name: value})[name]
    data = Corrected(
        matter=play.matter.id, field=name, was=play.value(name), value=value,
        reason=command.model_dump()["reason"], after=written(play, {name: value}),
    )  # fmt: skip
    offline = from_device(play, command, {name: value})
    if offline is not None:
        data["offline"] = offline
    return [Draft("matter.corrected", data, caused_by=cause_of(play, command))]


def correction_refusal(play: Play, name: str, value: Any) -> Refusal | None:
    """Refuses the correction of a field that is evidence, was measured, belongs to a closed period,
    or was begun with or signed for."""
    field = play.template.fields[name]
    title = field.title or name
    if name in _measurements(play):
        return Refusal("measured_only", {"field": title})
    proofs = isinstance(field, BROUGHT_ANEW) or _proves_in_lines(play, name, value)
    if proofs or name in lists_of_points(play.template):
        return Refusal("brought_anew", {"field": title})
    if value is None and field.required:
        return Refusal("matter_incomplete", {"fields": [title], "clause": ""})
    written = {name: value}
    refusal = (
        pilot_change_refusal(play, written)
        or power_field_refusal(play, written)
        or rewritten(play, [name])
    )
    if refusal is None and past_signatures(play):
        refusal = Refusal("signed_already", {"number": play.matter.number})
    return refusal


def _proves_in_lines(play: Play, name: str, value: Any) -> bool:
    """Returns whether a line of a list holds evidence, as it stands or as it would be: a correction
    would lose it."""
    field = play.template.fields[name]
    if not isinstance(field, f.ListField):
        return False
    columns = [column for column, one in field.of.items() if isinstance(one, BROUGHT_ANEW)]
    lines = [*play.lines(name), *(value if isinstance(value, list) else ())]
    return any(is_given(line.get(column)) for line in lines for column in columns)


def correctable(play: Play) -> list[str]:
    """Returns the fields that the actor may correct now: those that have a value."""
    if _may(play) is not None:
        return []
    return [
        name
        for name in play.template.fields
        if is_given(play.value(name)) and correction_refusal(play, name, SOMETHING) is None
    ]
