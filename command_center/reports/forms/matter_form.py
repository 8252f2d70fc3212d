"""The printed form of a matter (a permit, a ticket, a hazard), made only from its facts.

It has the parts of the permits of GB 30871-2022, appendix A: fields, risk analysis, measures with who confirmed each,
measurements, signatures with time and proof, people and tools in and out, the course, and the clauses with the values
they were checked against.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.matters.parties.parties import may_be
from command_center.domain.matters.playing.play import state_title, titled
from command_center.domain.matters.reading.readers import fields_of
from command_center.domain.matters.values.proofs import hash_of
from command_center.domain.matters.values.values import leaves
from command_center.domain.site.model import Site
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text
from command_center.reports.export.forms.sheet import (
    Album,
    Band,
    Box,
    Column,
    Grid,
    Moment,
    Part,
    Picture,
    Sheet,
    Told,
    Value,
)
from command_center.reports.forms.gathered import words
from command_center.words import has

BOXES = 3
"""Short fields beside each other."""
SHORT = 200
"""Letters of a text that stands beside others; a longer field has a line of its own."""
PICTURES = 48
"""Photographs of one list that are printed, at most (ours)."""
PROOFS = ("session", "badge", "password")


@dataclass(frozen=True, slots=True)
class Printed:
    """The inputs of a form: the matter's row, its facts in order, and look-ups of names. `number_of` gives another
    matter's number by its id, None if unknown. `picture_of` gives a photograph's bytes by its SHA-256.
    """

    site: Site
    number_of: Callable[[str], str | None]
    shelf: TemplateShelf
    template: Template
    row: Mapping[str, Any]
    facts: Sequence[Fact]
    picture_of: Callable[[str], bytes | None]

    @property
    def last(self) -> Mapping[str, list[str]]:
        """Return the people of each party by the newest fact, without those whom the party's `never` bars."""
        for fact in reversed(self.facts):
            parties = fact.data.get("after", {}).get("parties")
            if parties is not None:
                return may_be(self.template, parties, fields_of(self.facts))
        return {}

    def of(self, *kinds: str) -> Iterator[Fact]:
        """The facts of these kinds."""
        return (fact for fact in self.facts if fact.kind in kinds)

    def person(self, ident: Any) -> Value:
        """Somebody's name."""
        known = self.site.person_by_id.get(str(ident))
        return str(ident) if known is None else known.name

    def party_name(self, name: str) -> Value:
        """Return the template's name of a party; a plant function that signs without being a party
        has its own name.
        """
        known, function = (
            titled(self.template, name),
            f"templates.function.{name.replace('-', '_')}",
        )
        return Told(function) if known == name and has(function) else known

    def state_name(self, name: str) -> Value:
        """Return the template's name of a state."""
        return state_title(self.template, name)


def matter_sheet(p: Printed) -> Sheet:
    """The whole form of a matter, open or ended."""
    fields = fields_of(p.facts)
    parts: list[Part] = [_head(p)]
    parts += _bands(p, fields)
    for name, field in p.template.fields.items():
        value = fields.get(name)
        if isinstance(field, f.ListField) and value:
            parts.append(_lines(p, name, field, value))
            parts += _photographs(p, name, field, _of_lines(field, value))
        elif isinstance(field, f.ChecklistField):
            parts.append(_measures(p, name, field, value or {}))
            parts += _photographs(p, name, field, _of_answers(p, field, value or {}))
    parts.append(_people(p))
    if p.template.signatures is not None or p.template.approvals:
        parts.append(_signatures(p))
    if p.template.inside is not None:
        parts.append(_inside(p))
    parts.append(_course(p))
    if p.template.law is not None:
        parts += _law(p)
    last = p.facts[-1]
    title = p.template.title
    return Sheet(
        form="matter",
        mark=str(p.row["number"]),
        plant=p.site.name,
        subject=[
            words(p.site.places[p.row["place"]][0]) if p.row["place"] in p.site.places else None
        ],
        zone=p.site.time_zone,
        exercise=p.site.simulated,
        upto=last.seq,
        head=last.hash or "",
        sections=[parts],
        serial=str(p.row["number"]),
        title=title if isinstance(title, Text) else None,
    )


def _head(p: Printed) -> Band:
    valid: list[Value] = []
    for fact in p.of("matter.moved"):
        after = fact.data["after"]
        if after.get("began_at") is not None:
            until = after.get("valid_until")
            valid = [Moment(after["began_at"]), Moment(until) if until is not None else None]
    return Band([
        Box("", "matter_number", [str(p.row["number"])], 1),
        Box("", "matter_state", [p.state_name(p.row["state"])], 0.8),
        Box("", "matter_opened", [p.person(p.row["opener"]), Moment(p.row["opened_at"])], 1.2),
        Box("", "matter_valid", valid, 1.2, lines=2),
    ])  # fmt: skip


def _bands(p: Printed, fields: Mapping[str, Any]) -> Iterator[Band]:
    """The fields that are no lists, those that hold something, as the template has them."""
    row: list[Box] = []
    for name, field in p.template.fields.items():
        if isinstance(field, (f.ListField, f.ChecklistField)) or fields.get(name) is None:
            continue
        box = Box("", _title(name, field), _values(p, field, fields[name]))
        if isinstance(field, f.TextField) and field.longest > SHORT:
            if row:
                yield Band(row)
            yield Band([box])
            row = []
            continue
        row.append(box)
        if len(row) == BOXES:
            yield Band(row)
            row = []
    if row:
        yield Band(row)


def _title(name: str, field: f.FieldBase) -> Text:
    return field.title if isinstance(field.title, Text) else Text(zh=name, en=name)


def _values(p: Printed, field: f.FieldBase, value: Any) -> list[Value]:
    values = value if isinstance(value, list) and not isinstance(field, f.PhotoField) else [value]
    return [_value(p, field, one) for one in values]


def _value(p: Printed, field: f.FieldBase, value: Any) -> Value:
    """One value of a field in words."""
    if value is None:
        return None
    match field:
        case f.PersonField():
            return p.person(value)
        case f.PlaceField() | f.EquipmentField():
            return p.site.places[value][0] if value in p.site.places else str(value)
        case f.PostField():
            return p.site.post_by_id[value].name if value in p.site.post_by_id else str(value)
        case f.SubstanceField():
            known = p.site.substance_by_id.get(value)
            return str(value) if known is None else known.name
        case f.ChoiceField():
            return field.of.get(str(value)) or str(value)
        case f.YesNoField():
            return Told("matter.yes" if value else "matter.no")
        case f.TimeField():
            return Moment(value)
        case f.NumberField():
            return f"{value:g} {field.unit}" if field.unit not in (None, "pcs") else value
        case f.PhotoField() | f.VoiceField() | f.SignatureField():
            return Told("forms.kept_files", {"n": len(value) if isinstance(value, list) else 1})
        case f.TaxonomyField():
            return _entry(p, field.of, str(value))
        case f.MatterField():
            return p.number_of(str(value)) or str(value)
    return value if isinstance(value, (str, int, float)) else str(value)


def _entry(p: Printed, of: str, path: str) -> Value:
    reference = p.shelf.reference(of)
    below = {} if reference is None else reference.entries
    told: list[Value] = []
    for name in path.split("/"):
        item = below.get(name)
        told.append(name if item is None else item.title)
        below = {} if item is None else item.of
    return told


def _lines(p: Printed, name: str, field: f.ListField, lines: Sequence[Mapping[str, Any]]) -> Grid:
    """A list; measurements have who took them, when, and what of them is outside of its limits."""
    measured = field.limits is not None
    used = [column for column in field.of if any(line.get(column) is not None for line in lines)]
    columns = [Column("row", 0.3)]
    columns += [Column("date_time", 1.1), Column("matter_by", 0.8)] if measured else []
    columns += [Column(_title(column, field.of[column])) for column in used]
    columns += [Column("matter_over", 0.9)] if measured else []
    rows: list[list[Value]] = []
    for number, line in enumerate(lines, 1):
        row: list[Value] = [number]
        at = line.get("at")  # a line that was written before the list had limits has none
        taken = Moment(at) if isinstance(at, int) else None
        row += [taken, p.person(line.get("by"))] if measured else []
        for column in used:
            told = _values(p, field.of[column], line.get(column))
            row.append(told[0] if len(told) == 1 else told)
        if measured:
            found = line.get("over")
            found = found if isinstance(found, list) else []
            over = [_title(column, field.of[column]) for column in found if column in field.of]
            row.append(list(over) if over else Told("forms.within_limits"))
        rows.append(row)
    return Grid("", _title(name, field), columns, rows)


def _measures(p: Printed, name: str, field: f.ChecklistField, answers: Mapping[str, Any]) -> Grid:
    """Every line of the checklist; one that nobody answered is blank."""
    reference = p.shelf.reference(field.of)
    rows: list[list[Value]] = []
    for number, (key, item) in enumerate(leaves(reference.entries if reference else {}).items(), 1):
        line = answers.get(key, {})
        answer: list[Value] = [Told(f"matter.answer.{line['answer']}")] if "answer" in line else []
        answer += [line["reason"]] if line.get("reason") else []
        by = p.person(line["by"]) if line.get("by") else None
        at = Moment(line["at"]) if line.get("at") else None
        rows.append([number, item.title, answer, by, at])
    columns = [
        Column("row", 0.3), Column("matter_measure", 3.2), Column("matter_answer", 0.9), Column("matter_by", 0.7),
        Column("date_time", 1),
    ]  # fmt: skip
    return Grid("", _title(name, field), columns, rows)


def _of_lines(field: f.ListField, lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The photographs of a list: the number of the line, and the SHA-256."""
    names = [name for name, column in field.of.items() if isinstance(column, f.PhotoField)]
    for number, line in enumerate(lines, 1):
        for name in names:
            yield from ((number, hash_of(one)) for one in line.get(name) or ())


def _of_answers(
    p: Printed, field: f.ChecklistField, answers: Mapping[str, Any]
) -> Iterator[tuple[int, str]]:
    """The same of a checklist."""
    reference = p.shelf.reference(field.of)
    for number, key in enumerate(leaves(reference.entries if reference else {}), 1):
        yield from ((number, hash_of(one)) for one in answers.get(key, {}).get("photo") or ())


def _photographs(
    p: Printed, name: str, field: f.FieldBase, found: Iterator[tuple[int, str]]
) -> Iterator[Album]:
    """The photographs of a list, each with the number of its line; nothing where there are none."""
    taken = list(found)
    if taken:
        shown = [
            Picture(Told("forms.line_n", {"n": number}), sha256, p.picture_of(sha256))
            for number, sha256 in taken[:PICTURES]
        ]
        yield Album(_title(name, field), shown, len(taken) - len(shown))


def _people(p: Printed) -> Grid:
    people = p.last
    rows: list[list[Value]] = [
        [p.party_name(party), [p.person(one) for one in people.get(party, ())]]
        for party in p.template.parties
    ]
    return Grid("", "matter_people", [Column("matter_party"), Column("name", 2)], rows)


def _signatures(p: Printed) -> Grid:
    """Who signed, as whom, when, where, by what proof, and the hash of what was signed."""
    rows: list[list[Value]] = []
    for fact in p.of("matter.signed"):
        data = fact.data
        place = p.site.places.get(data["place"] or "")
        proof = data["proof"] if data["proof"] in PROOFS else PROOFS[0]
        rows.append([
            p.party_name(data["party"]), p.person(data["person"]), Moment(fact.at),
            place[0] if place else None, Told(f"forms.proof.{proof}"), data["content"][:12],
        ])  # fmt: skip
    columns = [
        Column("matter_party", 1.2), Column("name", 0.9), Column("date_time", 1.1), Column("matter_place", 0.9),
        Column("matter_proof", 0.9), Column("matter_content", 0.9),
    ]  # fmt: skip
    return Grid("", "matter_signatures", columns, rows)


def _inside(p: Printed) -> Grid:
    rows: list[list[Value]] = [
        [
            p.person(fact.data["person"]), Told("forms.went_in" if fact.kind == "matter.entered" else "forms.came_out"),
            Moment(fact.at), fact.data["tools"],
        ]
        for fact in p.of("matter.entered", "matter.left")
    ]  # fmt: skip
    columns = [
        Column("name"),
        Column("matter_way", 0.6),
        Column("date_time"),
        Column("matter_tools", 0.6),
    ]
    return Grid("", "matter_inside", columns, rows)


def _course(p: Printed) -> Grid:
    rows: list[list[Value]] = []
    for fact in p.of("matter.moved"):
        data = fact.data
        reason = data.get("reason") or data.get("because")
        rows.append([
            Moment(fact.at), titled(p.template, data["move"]), p.state_name(data["after"]["state"]),
            Told("forms.by_rule") if data["party"] == "duty" else p.person(fact.speaker or fact.actor),
            words(reason) if isinstance(reason, Mapping) else reason,
        ])  # fmt: skip
    columns = [
        Column("date_time", 1.1), Column("matter_move", 1.2), Column("matter_state", 0.8), Column("matter_by", 0.8),
        Column("remarks", 1.4),
    ]  # fmt: skip
    return Grid("", "matter_course", columns, rows)


def _law(p: Printed) -> list[Part]:
    """The clauses in their words, and what each was compared with."""
    law = p.template.law
    assert law is not None
    rows: list[list[Value]] = []
    for number, one in law.clauses.items():
        if one.checked:
            compared: Value = Told("forms.checked")
        else:
            compared = Told("forms.compared" if one.compared else "templates.not_checked")
        rows.append([one.of or law.of, number, one.quote, compared])
    columns = [
        Column("matter_law", 1),
        Column("matter_clause", 0.4),
        Column("matter_words", 3.4),
        Column("matter_compared", 0.9),
    ]
    note: Value = law.source or Told("forms.checked" if law.checked else "templates.not_checked")
    return [
        Grid("", "matter_clauses", columns, rows, of=law.title),
        Band([Box("", "matter_compared", [note])]),
    ]
