"""Adds a measurement, such as a gas test, to a list with limits."""

from dataclasses import replace
from typing import Any

from command_center.domain.fact import Draft
from command_center.domain.matters.commands import HANDS, MeasureMatter
from command_center.domain.matters.consequences import arrival
from command_center.domain.matters.facts import Measured
from command_center.domain.matters.opening.not_opened import facts_of, refused_of
from command_center.domain.matters.opening.wrong_answers import of_line
from command_center.domain.matters.parties.parties import concerned, forbidden
from command_center.domain.matters.permits.certificates import certified, named_certificate
from command_center.domain.matters.permits.limits import breaches, stated
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play, cause_of, found, from_device, titled
from command_center.domain.matters.rounds.points import code_column, code_of, spot_of, wrong_columns
from command_center.domain.matters.values.own_people import of_other_companies_in_line
from command_center.domain.matters.values.proofs import noted_line
from command_center.domain.matters.values.values import line_has, line_problems
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.template_language.fields import ListField

TESTER = "tester"


@decides("matter.measure", MeasureMatter, HANDS, scene=Scene.REALITY)
def measure(state: State, command: MeasureMatter, ctx: Context) -> Decision:
    """Adds a measurement, taken at the command's own time. A value over its limit is kept and
    marked, and pauses an open permit. Where the template has a tester, only the tester measures."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    if play.who is None:
        return Refusal("no_person", status=403)
    field = play.template.fields.get(command.field)
    if not isinstance(field, ListField):
        return Refusal("no_measurements", {"field": titled(play.template, command.field)})
    refusal = _may(play)
    if refusal is not None:
        return refusal
    problems = list(line_problems(play, field, command.values, command.field))
    problems += of_other_companies_in_line(play, field, command.values, play.matter.fields)
    without = [
        name
        for name, column in field.of.items()
        if column.required and not line_has(field, name, command.values.get(name))
    ]
    locks = (field.of[name].locked for name in without)
    lock = next((one for one in locks if one is not None), None)
    if lock is not None and not problems:
        missing = [field.of[name].title or name for name in without]
        return Refusal("matter_incomplete", {"fields": missing, "clause": clause(play, lock)})
    problems += [
        Phrase("phrase.field_missing", {"field": field.of[name].title or name}) for name in without
    ]
    if problems:
        return Refusal("matter_fields", {"problems": problems})
    spot = spot_of(play, field, command.values)
    over = [*breaches(play, field, command.values), *wrong_columns(spot, field, command.values)]
    values = noted_line(play, field, command.values)
    before = play.lines(command.field)
    lines = [*before, {**values, "at": play.now, "over": over}]
    now = replace(
        play, matter=replace(play.matter, fields={**play.matter.fields, command.field: lines})
    )
    after = arrival(now)
    after.pop("seen", None)
    after.pop("unsigned", None)
    data = Measured(
        matter=play.matter.id, field=command.field, values=values, over=over,
        limits=stated(field, spot.limits if spot is not None else {}), after=after,
    )  # fmt: skip
    offline = from_device(play, command, {})
    if offline is not None:
        if spot is not None and _done_meanwhile(play, field, before, spot.code):
            offline["conflicts"] = [command.field]
        data["offline"] = offline
    follows = of_line(play, command.field, field, spot, values, over)
    if lacking := refused_of(follows):
        data["not_opened"] = lacking
    own = Draft("matter.measured", data, caused_by=cause_of(play, command))
    return [own, *facts_of(follows)]


def _done_meanwhile(play: Play, field: ListField, lines: list[dict[str, Any]], code: str) -> bool:
    """Returns whether somebody else has already done this point of the round."""
    column = code_column(field)
    return any(
        column is not None and code_of(line.get(column)) == code and line.get("by") != play.who
        for line in lines
    )


def _may(play: Play) -> Refusal | None:
    people = concerned(play)
    form = play.template.parties.get(TESTER)
    if form is None:
        known = any(play.who in names for names in people.values())
        return None if known else Refusal("not_a_party", {"number": play.matter.number}, status=403)
    if play.who not in people[TESTER] or play.who in forbidden(play, TESTER):
        return Refusal("not_that_party", {"party": form.title or TESTER}, status=403)
    for kind in form.certified or ():
        if not certified(play.state, play.site, play.shelf, play.who or "", kind, play.now):
            name = play.name_of(play.who or "")
            said = {"name": name, "certificate": named_certificate(play.shelf, kind), "clause": ""}
            return Refusal("not_certified", said)
    return None
