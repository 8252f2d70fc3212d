"""Checks whose people may be chosen: a person field may require the company that another field
names."""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.domain.bounds.plain_text import shown
from command_center.domain.matters.contractors.bans import same_company
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Phrase
from command_center.domain.template_language import fields as f
from command_center.domain.text import Text


def of_other_companies(play: Play, fields: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yields a problem for each person, written now or before, who is not of the company that the
    form names once `fields` are written. While no company is named anybody may be chosen; they
    are compared when it is written."""
    now = {**play.matter.fields, **fields}
    for name, field in play.template.fields.items():
        if isinstance(field, f.PersonField) and field.company is not None:
            if {name, field.company} & set(fields):
                yield from _other(play, field.title or name, now.get(name), now.get(field.company))
        elif isinstance(field, f.ListField):
            beside = {company for _, _, company in _columns(field) if company not in field.of}
            if name in fields or beside & set(fields):
                for line in _lines(now.get(name)):
                    if beside & set(fields) or not _stood(play, name, line):
                        yield from of_other_companies_in_line(play, field, line, now)


def of_other_companies_in_line(
    play: Play, field: f.ListField, line: Mapping[str, Any], fields: Mapping[str, Any]
) -> Iterator[Phrase]:
    """Yields the same as `of_other_companies` for one line of a list; `fields` are the fields
    beside the list."""
    for column, cell, company in _columns(field):
        said = line if company in field.of else fields
        yield from _other(play, cell.title or column, line.get(column), said.get(company))


def _lines(value: Any) -> list[dict[str, Any]]:
    """The lines of a list field; empty for any other value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _stood(play: Play, name: str, line: Mapping[str, Any]) -> bool:
    """Returns whether a line existed before: it stays, even where its person has changed company."""
    return play.matter.version > 0 and line in play.lines(name)


def _columns(field: f.ListField) -> Iterator[tuple[str, f.PersonField, str]]:
    """Yields (column, its form, the field or column that names the company) for the people of a
    list."""
    for column, cell in field.of.items():
        if isinstance(cell, f.PersonField) and cell.company is not None:
            yield column, cell, cell.company


def _other(play: Play, title: Text | str, person: Any, company: Any) -> Iterator[Phrase]:
    known = play.site.person_by_id.get(person) if isinstance(person, str) else None
    if known is None or not isinstance(company, str) or not company:
        return
    if known.company is None:
        said = {"field": title, "name": known.name, "company": shown(company)}
        yield Phrase("phrase.person_of_the_plant", said)
    elif not same_company(known.company, company):
        said = {"field": title, "name": known.name, "company": shown(company), "own": known.company}
        yield Phrase("phrase.person_of_another_company", said)
