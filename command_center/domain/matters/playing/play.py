"""A matter as one decision sees it: together with its template, the plant and the time."""

from dataclasses import dataclass
from typing import Any

from command_center.domain.matters.commands import AboutMatter
from command_center.domain.matters.facts import FromDevice
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.fields import ChoiceField
from command_center.domain.template_language.shelf import Pinned, TemplateShelf
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text


@dataclass(frozen=True, slots=True)
class Play:
    """One matter in one decision. `matter` is its state before the decision; a play never changes
    it. `now` is UTC epoch ms."""

    state: State
    ctx: Context
    pinned: Pinned
    matter: Matter
    now: int

    @property
    def template(self) -> Template:
        """Returns the template revision to which the matter is pinned."""
        return self.pinned.template

    @property
    def site(self) -> Site:
        """Returns the plant."""
        return self.ctx.site

    @property
    def shelf(self) -> TemplateShelf:
        """Returns the templates; a play always has them."""
        assert self.ctx.templates is not None
        return self.ctx.templates

    @property
    def who(self) -> str | None:
        """Returns the person who acts; None if the actor is no person."""
        return self.ctx.actor.person

    def name_of(self, person: str) -> Text | str:
        """Returns a person's name; the id where the plant does not know them."""
        found = self.site.person_by_id.get(person)
        return person if found is None else found.name

    def value(self, field: str) -> Any:
        """Returns what a field holds; None where nobody filled it in."""
        return self.matter.fields.get(field)

    def lines(self, field: str) -> list[dict[str, Any]]:
        """Returns the lines of a list; empty where an earlier revision had another kind of field
        under this name."""
        value = self.value(field)
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def answers(self, field: str) -> dict[str, dict[str, Any]]:
        """Returns the answers of a checklist by line; empty where an earlier revision had another
        kind of field under this name."""
        value = self.value(field)
        said = value if isinstance(value, dict) else {}
        return {line: answer for line, answer in said.items() if isinstance(answer, dict)}

    @property
    def area(self) -> str | None:
        """Returns the area of the matter's place."""
        return area_of_place(self.site, self.matter.place or "")


def kind_of(template: Template) -> str:
    """Returns the kind of matter: the library template of which the site has a copy, or the
    template itself."""
    return template.based_on or template.template


def found(state: State, command: AboutMatter, ctx: Context) -> Play | Refusal:
    """Returns the open matter that a command is about, or the refusal."""
    return looked_up(state, command.matter, ctx, ctx.when(command))


def looked_up(state: State, matter: str, ctx: Context, now: int) -> Play | Refusal:
    """Returns the open matter with this id, or the refusal."""
    matter = state.matters.known_as(matter)
    known = state.matters.open.get(matter)
    if known is None:
        ended = state.matters.ended.get(matter)
        if ended is not None:
            return Refusal("matter_ended", {"matter": matter})
        return Refusal("unknown_matter", {"matter": matter})
    pinned = None if ctx.templates is None else ctx.templates.pinned(known.revision)
    if pinned is None:
        return Refusal("template_lost", {"template": known.template})
    return Play(state, ctx, pinned, known, now)


def moved_on(play: Play, command: AboutMatter) -> Refusal | None:
    """Refuses a step that was made on a version of the matter that has changed since."""
    if command.base is None or command.device is not None or command.base == play.matter.version:
        return None
    return Refusal("matter_moved_on", {"number": play.matter.number})


def from_device(play: Play, command: AboutMatter, fields: dict[str, Any]) -> FromDevice | None:
    """Returns what the fact says of a step that was made offline; None for any other step."""
    if command.device is None:
        return None
    base = command.base
    conflicts = [
        name for name in fields if base is not None and play.matter.written.get(name, 0) > base
    ]
    return FromDevice(
        device=command.device, seq=command.device_seq or 0, base=base, conflicts=conflicts
    )


def said_choice(play: Play, field: str, value: Any) -> Text | str:
    """Returns the title of a field's choice; a dash where nothing is chosen."""
    known = play.template.fields.get(field)
    title = known.of.get(str(value)) if isinstance(known, ChoiceField) else None
    return title or str(value or "–")


def cause_of(play: Play, command: AboutMatter) -> int:
    """Returns the number of the fact that a step follows: the last of its matter. An offline step
    made before that one follows the opening, because nobody knows what else the person had seen."""
    if command.device is not None and play.now < play.matter.last_at:
        return play.matter.opened_seq
    return play.matter.last_seq


def titled(template: Template, name: str) -> Text | str:
    """Returns the title of a field, a party, a state or a move in its template; its name where it
    has no title."""
    for named in (template.fields, template.parties, template.moves):
        found_one = named.get(name)
        if found_one is not None and found_one.title is not None:
            return found_one.title
    return state_title(template, name)


def state_title(template: Template, state: str) -> Text | str:
    """Returns the title of a state, also where a field, a party or a move has the same name."""
    return template.states.get(state) or state
