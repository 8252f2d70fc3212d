"""Opens a matter for a wrong answer in a round or a checklist, where the template says of which
template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from command_center.domain.matters.opening.not_opened import Followed, refused, withdrawn
from command_center.domain.matters.opening.open_matter import begun, opened
from command_center.domain.matters.playing.measured import measured
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.rounds.points import Spot
from command_center.domain.matters.values.values import leaves
from command_center.domain.refusal import Refusal
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text

NO = "no"
SEPARATOR = {"zh": "：", "en": ": "}


def of_line(
    play: Play, name: str, field: f.ListField, spot: Spot | None, line: Mapping[str, Any], wrong: Sequence[str]
) -> list[Followed]:  # fmt: skip
    """Returns the matter that one line of a list opens; empty where the line is right or the
    template opens nothing."""
    if not wrong or field.wrong_opens is None:
        return []
    where = spot.title if spot is not None else (field.title or name)
    said = [_said(play, field.of.get(column), column, line.get(column)) for column in wrong]
    said += [
        str(line[n]) for n, one in field.of.items() if isinstance(one, f.TextField) and line.get(n)
    ]
    pictures = [one for n, column in field.of.items() if isinstance(column, f.PhotoField)
                for one in line.get(n) or ()]  # fmt: skip
    seed = f"{play.matter.id}/{name}/{spot.code if spot is not None else ''}/{play.matter.version}"
    place = spot.place if spot is not None and spot.place is not None else play.matter.place
    category = spot.category if spot is not None else None
    return _open(
        play, field.wrong_opens, seed, _words(play, where, said), place, category, pictures
    )


def of_fields(play: Play, fields: Mapping[str, Any]) -> list[Followed]:
    """Returns the matters that the checklists among these fields open: one for each line that was
    not wrong before."""
    return [draft for name, value in fields.items() for draft in _of_field(play, name, value)]


def _of_field(play: Play, name: str, value: Any) -> Iterator[Followed]:
    field = play.template.fields.get(name)
    if not isinstance(field, f.ChecklistField) or field.each.wrong_opens is None or not value:
        return
    reference = play.shelf.reference(field.of)
    lines = {} if reference is None else leaves(reference.entries)
    before = play.answers(name)
    for line, answer in value.items():
        if answer.get("answer") != NO or before.get(line, {}).get("answer") == NO:
            continue
        item = lines[line]
        reason = [str(answer["reason"])] if answer.get("reason") else []
        seed = f"{play.matter.id}/{name}/{line}/{play.matter.version}"
        said = _words(play, field.title or name, [_in_words(play, item.title), *reason])
        yield from _open(
            play, field.each.wrong_opens, seed, said, play.matter.place, item.category, []
        )


def _said(play: Play, column: f.FieldBase | None, name: str, value: Any) -> str:
    title = _in_words(play, (column.title if column is not None else None) or name)
    return f"{title} {measured(column, value)}"


def _words(play: Play, where: Text | str, said: Sequence[str]) -> str:
    separator = SEPARATOR["zh" if _zh(play) else "en"]
    return f"{_in_words(play, where)}{separator}{' · '.join(said)}"


def _zh(play: Play) -> bool:
    return play.site.language.startswith("zh")


def _in_words(play: Play, title: Text | str) -> str:
    if isinstance(title, str):
        return title
    return title.zh if _zh(play) else title.en


def _open(
    play: Play, template: str, seed: str, said: str, place: str | None, category: str | None, pictures: list[Any]
) -> list[Followed]:  # fmt: skip
    """Opens a matter of the template under an id derived from the line. Unknown fields are filled
    in later. Its pictures are those of the round, which were judged there."""
    pinned = play.shelf.newest(template)
    if pinned is None:
        return [withdrawn(play, template)]
    ident = sha256(seed.encode()).hexdigest()[:32]
    other = begun(
        play.state,
        replace(play.ctx, evidence=None),
        pinned,
        ident,
        play.who or play.matter.opener,
        play.now,
    )
    fields = _filled(pinned.template, said, place, category, pictures)
    plan = {"plan": "", "period": "", "subject": f"{play.matter.id}/{ident[:8]}"}
    decision = opened(other, fields, {}, plan=plan)
    if isinstance(decision, Refusal) and category is not None:
        decision = opened(
            other, _filled(pinned.template, said, place, None, pictures), {}, plan=plan
        )
    if isinstance(decision, Refusal):
        return [refused(play, template, decision)]
    return list(decision)


def _filled(
    template: Template, said: str, place: str | None, category: str | None, pictures: list[Any]
) -> dict[str, Any]:
    """The first field of each kind that no move asks for."""
    later = {need for move in template.moves.values() for need in move.needs}
    found: dict[str, Any] = {}
    given: list[tuple[type[f.FieldBase], Any]] = [
        (f.PlaceField, place), (f.TextField, said), (f.TaxonomyField, category), (f.PhotoField, pictures or None),
    ]  # fmt: skip
    for name, field in template.fields.items():
        if name in later:
            continue
        if isinstance(field, f.ChoiceField) and field.required:
            found[name] = next(iter(field.of))
        for kind, value in list(given):
            if isinstance(field, kind) and value is not None:
                found[name] = value[: field.longest] if isinstance(field, f.TextField) else value
                given.remove((kind, value))
    return found
