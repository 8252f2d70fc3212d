"""The displayed value of a matter's field: pictures, tables, and words. No id or template key is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from command_center.analysis.named import Named
from command_center.domain.figure import figure
from command_center.domain.template_language import fields as f
from command_center.reports.speaker import NONE, Speaker
from layouts.components.past_parts import Cell, link, matter_at, sign, table

COUNTED = "pcs"
"""The unit of pieces: a number says it alone."""
WRITTEN = {"m3": "m³", "m3/h": "m³/h"}


@dataclass(frozen=True, slots=True)
class ValueWords:
    """Formats values in one language. `others` gives the numbers of other matters that the reader may see."""

    named: Named
    told: Speaker
    others: Mapping[str, str]

    def other(self, matter: str) -> str:
        """The name of another matter."""
        return self.others.get(matter) or self.told.say("mine.other_matter")

    def said(self, value: Any, field: f.FieldBase | None) -> str:
        """Return a value in the words of its field, a number with its unit."""
        told = self.told
        if isinstance(value, list):
            return told.listed(self.said(one, field) for one in value)
        if isinstance(field, f.ChoiceField) and isinstance(value, str):
            return told.text(field.of.get(value) or value)
        if isinstance(field, f.TaxonomyField) and isinstance(value, str):
            return self.named.entry(field.of, value, told.lang)
        if isinstance(field, f.MatterField) and isinstance(value, str):
            return self.other(value)
        if isinstance(field, f.TimeField) and isinstance(value, int):
            return told.minute(value)
        if isinstance(value, bool):
            return told.say("matter.yes" if value else "matter.no")
        if isinstance(value, int | float):
            unit = field.unit if isinstance(field, f.NumberField) else None
            written = "" if unit in (None, COUNTED) else f" {WRITTEN.get(unit, unit)}"
            return f"{figure(value)}{written}"
        if isinstance(value, dict):
            if set(value) == {"zh", "en"}:
                return told.text(value)
            columns = field.of if isinstance(field, f.ListField) else {}
            return told.listed(self.said(one, columns.get(name)) for name, one in value.items())
        return NONE if value is None else told.named(str(value))


def value_cell(value: Any, field: f.FieldBase | None, words: ValueWords) -> Cell:
    """Return a filled field: photographs as pictures, lists and checklists as tables, all else in words."""
    told = words.told
    if isinstance(field, f.PhotoField):
        return html.Span([_photograph(one, told) for one in value], className="photographs")
    if isinstance(field, f.VoiceField):
        return html.Span([_spoken(one) for one in (value if isinstance(value, list) else [value])])
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return _lines(value, field.of if isinstance(field, f.ListField) else {}, words)
    if isinstance(value, dict) and value and all(isinstance(one, dict) for one in value.values()):
        of = field.of if isinstance(field, f.ChecklistField) else None
        lines = [{"": words.named.entry(of, key, told.lang), **one} for key, one in value.items()]
        return _lines(lines, {}, words)
    if isinstance(field, f.MatterField):
        several = value if isinstance(value, list) else [value]
        return [part for one in several for part in (link(words.other(one), matter_at(one)), " ")]
    return words.said(value, field)


def _photograph(one: Any, told: Speaker) -> Component:
    digest = one.get("sha256") if isinstance(one, dict) else one
    address = f"/api/v1/evidence/{digest}"
    flags = one.get("flags", ()) if isinstance(one, dict) else ()
    picture = html.Img(src=address, alt=told.say("matter.picture"))
    warned = [html.Span([sign("warn"), f" {told.coded('evidence.flag', each)}"]) for each in flags]
    return html.Span([html.A(picture, href=address, target="_blank", rel="noopener"), *warned])


def _spoken(one: Any) -> Component:
    digest = one.get("sha256") if isinstance(one, dict) else one
    return html.Audio(src=f"/api/v1/evidence/{digest}", controls=True, preload="none")


def _lines(
    lines: Sequence[Mapping[str, Any]], columns: Mapping[str, f.FieldBase], words: ValueWords
) -> Component:
    """A list of lines, its columns in the order of the form; times of measurements are words, what is over its
    limits is red."""
    filled = list(dict.fromkeys(name for line in lines for name in line if name != "over"))
    names = [name for name in columns if name in filled]
    names += [name for name in filled if name not in names]
    rows = [[_line_cell(line, name, columns.get(name), words) for name in names] for line in lines]
    heads = [_column(name, columns.get(name), words.told) for name in names]
    return table(heads, rows, "lines-of-field")


def _column(name: str, field: f.FieldBase | None, told: Speaker) -> str:
    if field is not None and field.title is not None:
        return told.text(field.title)
    known = {
        "at": "matters.at", "by": "matters.by_whom", "answer": "matters.answer", "reason": "matter.reason",
        "photo": "matters.photo",
    }  # fmt: skip
    return told.say(known[name]) if name in known else name


def _line_cell(
    line: Mapping[str, Any], name: str, field: f.FieldBase | None, words: ValueWords
) -> Cell:
    value, told = line.get(name), words.told
    if name == "at" and isinstance(value, int):
        return html.Span(told.minute(value), className="when")
    if isinstance(field, f.MatterField) and isinstance(value, str):
        return link(words.other(value), matter_at(value))
    if value and (isinstance(field, f.PhotoField) or (field is None and name == "photo")):
        return html.Span([_photograph(one, told) for one in value], className="photographs")
    said = words.said(value, field)
    if name == "answer":
        said = told.coded("matters.answer", value if isinstance(value, str) else None)
    if name in (line.get("over") or ()):
        return html.B([sign("urgent"), f" {said}"], className="urgent")
    return said
