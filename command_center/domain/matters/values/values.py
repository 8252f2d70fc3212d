"""Checks field values against the template. Every value that comes in passes here."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any

from command_center.domain.bounds.plain_text import shown
from command_center.domain.matters.contractors.bans import companies_known, is_known_company
from command_center.domain.matters.parties.parties import acts_as
from command_center.domain.matters.playing.conditions import is_given
from command_center.domain.matters.playing.play import Play, titled
from command_center.domain.matters.rounds.points import code_of, place_of_code, spot_of
from command_center.domain.matters.values.instruments import calibration_problems
from command_center.domain.matters.values.other_matters import awaited, in_another_state
from command_center.domain.matters.values.own_people import of_other_companies
from command_center.domain.matters.values.proofs import hash_of, proof_problems
from command_center.domain.refusal import Phrase
from command_center.domain.site.changing.mistakes import near_to
from command_center.domain.site.equipment import equipment_names, is_equipment
from command_center.domain.state.matters import pictures_in
from command_center.domain.template_language import fields as f
from command_center.domain.text import Text

LONGEST_ID = 80
ANSWER = frozenset({"answer", "reason", "photo"})
"""What a person says to a line of a checklist; who and when is added by the rule."""
LATEST_MS = 4_102_444_800_000
YEARS = range(1900, 2100)
"""In which a day may lie: no deadline comes after `LATEST_MS` (ours)."""


def problems_of(play: Play, fields: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yields what is wrong with the values of these fields, one sentence for each field."""
    for name, value in fields.items():
        known = play.template.fields.get(name)
        if known is None:
            yield Phrase("phrase.field_unknown", {"field": name})
        elif value is not None:
            yield from _problem(play, name, known, value, _stood(play, name))
        elif isinstance(known, f.ChoiceField) and known.lowered_by and is_given(play.value(name)):
            # Emptied first, it would be chosen anew as lesser.
            yield from _lowered(
                play, known.title or name, known, next(iter(known.of)), play.value(name)
            )
    yield from _codes_elsewhere(play, fields)
    yield from of_other_companies(play, fields)


def _stood(play: Play, name: str) -> list[Any]:
    """Returns what a field held before, because an existing value stays valid."""
    # What a matter says that is being opened is the sender's own.
    return [] if play.matter.version == 0 else [play.value(name)]


def _codes_elsewhere(play: Play, fields: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yields a problem for each scanned code that does not belong to the matter's place, such as
    the code of the next cabinet."""
    for name, field in play.template.fields.items():
        if (
            not isinstance(field, f.CodeField)
            or field.of is None
            or not {name, field.of} & set(fields)
        ):
            continue
        now = {**play.matter.fields, **fields}
        code, place = code_of(now.get(name)), now.get(field.of)
        if code is None or code == place:
            continue
        lies = place_of_code(play.site, play.shelf, code)
        title, here = field.title or name, _called(play, place)
        if lies is None:
            yield Phrase("phrase.code_unknown", {"field": title, "place": here, "code": code})
        elif lies != place:
            there = _called(play, lies)
            yield Phrase("phrase.code_elsewhere", {"field": title, "place": here, "lies": there})


def _called(play: Play, place: object) -> Text | str:
    known = play.site.places.get(str(place))
    return "–" if known is None else known[0]


def _problem(
    play: Play, name: str, field: f.FormField, value: Any, stood: list[Any], of_list: str | None = None
) -> Iterator[Phrase]:  # fmt: skip
    """Yields what is wrong with a value. `stood` is the earlier value; `of_list` is the list whose
    column it is."""
    title: Text | str = field.title or name
    if isinstance(field, f.ListField):
        yield from _lines(play, name, field, value)
        return
    if not _fits(play, field, value):
        yield _unfit(title, field, value)
    elif isinstance(field, f.EquipmentField) and value not in stood:
        if field.of_plant and not is_equipment(play.site, value):
            near = near_to(str(value), equipment_names(play.site))
            said = {"field": title, "value": shown(value), "near": near or "–"}
            yield Phrase("phrase.no_such_equipment", said)
        elif field.calibrated:
            yield from calibration_problems(play, title, value)
    elif isinstance(field, f.CompanyField) and field.of == "plant" and value not in stood:
        yield from _unknown_company(play, title, str(value))
    elif isinstance(field, f.ChoiceField) and field.lowered_by and stood:
        yield from _lowered(play, title, field, value, stood[0])
    elif isinstance(field, f.MatterField) and not awaited(play, of_list):
        yield from in_another_state(play, title, field, value, stood)
    elif isinstance(field, f.ChecklistField):
        yield from _pictures_of_lines(play, name, field, value)
    elif isinstance(field, f.NumberField) and not _between(field, value):
        bounds = {"field": title, "least": _bound(field.at_least), "most": _bound(field.at_most)}
        yield Phrase("phrase.field_outside", bounds)
    elif isinstance(field, f.PhotoField) and field.camera_only and _of_album(play, value):
        yield Phrase("phrase.field_album", {"field": title})
    elif (
        isinstance(field, f.PhotoField)
        and field.camera_only
        and _of_another_day(play, value, stood)
    ):
        yield Phrase("phrase.field_of_another_day", {"field": title})
    elif isinstance(field, (f.PhotoField, f.VoiceField, f.SignatureField)):
        yield from proof_problems(play, name, field, value)


def _unknown_company(play: Play, title: Text | str, name: str) -> Iterator[Phrase]:
    """Yields a problem for a company of which the plant has no person on its list and admitted
    nobody."""
    if not is_known_company(play.state, play.site, name):
        near = near_to(name, companies_known(play.state, play.site))
        yield Phrase(
            "phrase.no_such_company", {"field": title, "value": shown(name), "near": near or "–"}
        )


def _lowered(
    play: Play, title: Text | str, field: f.ChoiceField, value: Any, before: Any
) -> Iterator[Phrase]:
    """Yields a problem where somebody without the right replaces a graver choice by a lesser one."""
    order = list(field.of)
    lesser = before in order and value in order and order.index(value) < order.index(before)
    if lesser and acts_as(play, play.who, field.lowered_by or ()) is None:
        by = [titled(play.template, one) for one in field.lowered_by or ()]
        chosen = field.of.get(str(before)) or str(before)
        yield Phrase("phrase.choice_lowered", {"field": title, "chosen": chosen, "by": by})


def _pictures_of_lines(
    play: Play, name: str, field: f.ChecklistField, value: Mapping[str, Mapping[str, Any]]
) -> Iterator[Phrase]:
    """Yields a problem for each line marked done without its required photograph, and for pictures
    that are no evidence."""
    reference = play.shelf.reference(field.of)
    lines = {} if reference is None else leaves(reference.entries)
    before = {} if play.matter.version == 0 else play.answers(name)
    proof = f.PhotoField(type="photo", title=field.title)
    for line, answer in value.items():
        stood, done = before.get(line, {}), answer.get("answer") == "yes"
        stands = stood.get("answer") == "yes" and stood.get("photo")
        if answer.get("photo"):
            yield from proof_problems(play, name, proof, answer["photo"])
            # A picture proves one line, and what is done by another picture than what was not.
            others = [one for some in (before, value) for key, one in some.items() if key != line]
            if field.each.photo and done and not stands:
                others.append(stood)
            if not {*pictures_in(others)}.isdisjoint(map(hash_of, answer["photo"])):
                yield Phrase("phrase.field_used", {"field": field.title or name})
        elif field.each.photo and done and not stands:
            title = lines[line].title if line in lines else line
            said = {"field": field.title or name, "line": title}
            yield Phrase("phrase.line_without_photo", said)


def _bound(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _between(field: f.NumberField, value: float) -> bool:
    low, high = field.at_least, field.at_most
    return (low is None or value >= low) and (high is None or value <= high)


def _of_album(play: Play, photos: list[Any]) -> bool:
    """Returns whether one of the photographs was not taken by a camera: as the server recorded it,
    else as the sender states."""
    for one in photos:
        known = None if play.ctx.evidence is None else play.ctx.evidence(hash_of(one))
        if known is not None and not known.of_camera:
            return True
        if isinstance(one, dict) and one.get("camera") is False:
            return True
    return False


def _of_another_day(play: Play, photos: list[Any], stood: list[Any]) -> bool:
    """Returns whether one of the new photographs was taken too long ago. A picture that was there
    before is not judged again."""
    before = pictures_in(stood)
    asked = play.ctx.evidence
    for one in photos if asked is not None else ():
        sha256 = hash_of(one)
        known = asked(sha256) if asked is not None and sha256 not in before else None
        if known is not None and known.of_another_day(play.now):
            return True
    return False


def _lines(play: Play, name: str, field: f.ListField, value: Any) -> Iterator[Phrase]:
    title: Text | str = field.title or name
    if not isinstance(value, list) or not all(isinstance(line, dict) for line in value):
        yield Phrase("phrase.field_wrong", {"field": title, "expected": Phrase("matter.type.list")})
        return
    if len(value) > field.most:
        yield Phrase("phrase.field_too_many", {"field": title, "most": field.most})
    before = [] if play.matter.version == 0 else play.lines(name)
    for rank, line in enumerate(value):
        same = line if line in before else before[rank] if rank < len(before) else {}
        yield from line_problems(play, field, line, name, same)


def line_problems(
    play: Play, field: f.ListField, line: Mapping[str, Any], name: str = "", stood: Mapping[str, Any] | None = None
) -> Iterator[Phrase]:  # fmt: skip
    """Yields what is wrong with one line of a list; `stood` is the earlier line. A line of a round
    must name one of its points."""
    if field.points is not None and spot_of(play, field, line) is None:
        yield Phrase("phrase.no_such_point", {"field": field.title or name})
    for column, cell in line.items():
        known = field.of.get(column)
        if known is None:
            yield Phrase("phrase.field_unknown", {"field": column})
        elif cell is not None:
            before = [] if stood is None or column not in stood else [stood[column]]
            yield from _problem(play, column, known, cell, before, name)


def _unfit(title: Text | str, field: f.FormField, value: Any) -> Phrase:
    """What a field takes instead of a value that does not fit."""
    if isinstance(field, f.TextField) and isinstance(value, str):
        most = {"most": field.longest, "count": len(value)}
        return Phrase("phrase.field_too_many_characters", {"field": title} | most)
    if isinstance(field, f.ChoiceField):
        choices = [
            name if called is None else Phrase("phrase.choice", {"name": name, "title": called})
            for name, called in field.of.items()
        ]
        told = {"field": title, "choices": choices}
        if field.many:
            return Phrase("phrase.field_choices", told)
        return Phrase("phrase.field_choice", told)
    expected = Phrase(f"matter.type.{field.type}")
    return Phrase("phrase.field_wrong", {"field": title, "expected": expected})


def _fits(play: Play, field: f.FieldBase, value: Any) -> bool:
    site = play.site
    match field:
        case f.TextField():
            return isinstance(value, str) and len(value) <= field.longest
        case f.NumberField():
            return _number(value)
        case f.ChoiceField():
            return _chosen(value, set(field.of), many=field.many)
        case f.YesNoField():
            return isinstance(value, bool)
        case f.DayField():
            return isinstance(value, str) and _is_day(value)
        case f.TimeField():
            return _number(value) and 0 < value < LATEST_MS
        case f.PhotoField():
            return (
                isinstance(value, list) and len(value) <= field.most and all(map(_picture, value))
            )
        case f.VoiceField() | f.PositionField() | f.CodeField() | f.SignatureField():
            return isinstance(value, (str, dict)) and len(str(value)) <= 2_000
        case f.PlaceField():
            return isinstance(value, str) and value in site.places
        case f.PersonField():
            return isinstance(value, str) and value in site.person_by_id
        case f.PostField():
            return isinstance(value, str) and value in site.post_by_id
        case f.TagField():
            return isinstance(value, str) and value in site.tag_by_id
        case f.SubstanceField():
            return isinstance(value, str) and value in site.substance_by_id
        case f.CompanyField() | f.EquipmentField():
            return isinstance(value, str) and 0 < len(value) <= LONGEST_ID
        case f.TaxonomyField():
            return _entry(play, field, value)
        case f.ChecklistField():
            return _checklist(play, field, value)
        case f.MatterField():
            values = value if isinstance(value, list) else [value]
            return all(isinstance(one, str) and _matter(play, field, one) for one in values)
    return False


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _chosen(value: Any, known: set[str], *, many: bool) -> bool:
    if many:
        return isinstance(value, list) and all(isinstance(v, str) and v in known for v in value)
    return isinstance(value, str) and value in known


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def _pictures(value: Any) -> bool:
    """Returns whether these are the photographs of one line of a checklist, or none."""
    most = f.PhotoField(type="photo").most
    return value is None or (
        isinstance(value, list) and len(value) <= most and all(map(_picture, value))
    )


def _picture(value: Any) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= LONGEST_ID
    return isinstance(value, dict) and isinstance(value.get("sha256"), str)


def _entry(play: Play, field: f.TaxonomyField, value: Any) -> bool:
    """A path of names, `equipment/tank/clamp`; of several a list."""
    values = value if field.many and isinstance(value, list) else [value]
    reference = play.shelf.reference(field.of)
    for one in values:
        if not isinstance(one, str) or not 0 < len(one) <= 200:
            return False
        names = one.split("/")
        if field.depth is not None and len(names) != field.depth:
            return False
        below = None if reference is None else reference.entries
        for name in names:
            if below is None:
                break
            if name not in below:
                return False
            below = below[name].of
    return reference is not None


def _checklist(play: Play, field: f.ChecklistField, value: Any) -> bool:
    """Returns whether the value has the form `{line: {answer: yes | no | na, reason: ...}}`, with
    lines of the reference."""
    reference = play.shelf.reference(field.of)
    if not isinstance(value, dict) or reference is None:
        return False
    lines = leaves(reference.entries)
    return all(
        name in lines
        and isinstance(line, dict)
        and line.get("answer") in ("yes", "no", "na")
        and set(line) <= ANSWER
        and _pictures(line.get("photo"))
        for name, line in value.items()
    )


def leaves(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the lines of a checklist by their path: the entries without entries below them."""
    found: dict[str, Any] = {}
    for name, item in entries.items():
        if item.of:
            found |= {f"{name}/{below}": one for below, one in leaves(item.of).items()}
        else:
            found[name] = item
    return found


def _matter(play: Play, field: f.MatterField, ident: str) -> bool:
    other = play.state.matters.open.get(ident) or play.state.matters.ended.get(ident)
    return other is not None and other.template in field.of


def lacking(play: Play, fields: Mapping[str, Any], names: list[str]) -> list[Text | str]:
    """Returns which of these fields are not filled in as their template requires."""
    return [
        (known.title or name) if known is not None else name
        for name in names
        if not enough(known := play.template.fields.get(name), fields.get(name))
    ]


def enough(field: f.FieldBase | None, value: Any) -> bool:
    """Returns whether a field holds as much as its template requires; the same photograph twice
    counts once."""
    if not is_given(value):
        return False
    if isinstance(field, f.YesNoField) and field.must_be is not None:
        return bool(value == field.must_be)
    if isinstance(field, f.PhotoField):
        return isinstance(value, list) and len({*map(hash_of, value)}) >= max(1, field.least)
    if isinstance(field, f.ListField):
        if not isinstance(value, list) or not all(isinstance(line, dict) for line in value):
            return False  # written while the field was something else, in an earlier revision
        needed = [name for name, column in field.of.items() if column.required]
        if not all(line_has(field, name, line.get(name)) for line in value for name in needed):
            return False
        if isinstance(field.least, f.LeastPer):
            column = field.of.get(field.least.per)
            spots = set(column.of) if isinstance(column, f.ChoiceField) else set()
            return spots <= {line.get(field.least.per) for line in value}
        return len(value) >= max(1, field.least)
    return True


def line_has(field: f.ListField, column: str, value: Any) -> bool:
    """Returns whether a line holds enough in a column. In a round a wrong answer counts as an
    answer, because it opens a hazard."""
    if field.points is not None and isinstance(field.of[column], f.YesNoField):
        return is_given(value)
    return enough(field.of[column], value)
