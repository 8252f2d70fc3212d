"""Checks the state of other matters that a field names: when it is written, and when a move needs
the field."""

from collections.abc import Iterator
from typing import Any

from command_center.domain.matters.playing.conditions import is_given
from command_center.domain.matters.playing.play import Play, state_title
from command_center.domain.refusal import Phrase
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.guards import Isolated
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.text import Text


def in_another_state(
    play: Play, title: Text | str, field: f.MatterField, value: Any, stood: list[Any]
) -> Iterator[Phrase]:
    """Yields a problem for each named matter that is not in one of the states that the field
    requires."""
    before = [one for each in stood for one in (each if isinstance(each, list) else [each])]
    for ident in value if isinstance(value, list) else [value]:
        other = play.state.matters.open.get(ident) or play.state.matters.ended.get(ident)
        if other is None or field.state is None or other.state in field.state or ident in before:
            continue
        pinned = play.shelf.pinned(other.revision) or play.shelf.newest(other.template)

        def called(state: str, pinned: Pinned | None = pinned) -> Text | str:
            return state if pinned is None else state_title(pinned.template, state)

        said = {
            "field": title, "number": other.number, "state": called(other.state),
            "states": [called(one) for one in field.state],
        }  # fmt: skip
        yield Phrase("phrase.matter_in_state", said)


def awaited(play: Play, of_list: str | None) -> bool:
    """Returns whether a list may name permits that are not in the required state yet, because a
    guard of a later move checks them."""
    guards = [guard for move in play.template.moves.values() for guard in move.guards]
    return any(isinstance(one.form, Isolated) and one.form.list == of_list for one in guards)


def in_wrong_state(play: Play, names: list[str]) -> list[Phrase]:
    """Returns the problems with other matters named in these fields that are no longer in the
    required state."""
    found: list[Phrase] = []
    for name in names:
        field, value = play.template.fields.get(name), play.value(name)
        if isinstance(field, f.MatterField) and is_given(value):
            found += in_another_state(play, field.title or name, field, value, [])
        elif isinstance(field, f.ListField) and not awaited(play, name):
            for column, cell in field.of.items():
                for line in play.lines(name) if isinstance(cell, f.MatterField) else ():
                    if isinstance(cell, f.MatterField) and is_given(line.get(column)):
                        title = cell.title or column
                        found += in_another_state(play, title, cell, line[column], [])
    return found
