"""What a form is: one command and its fields. `assets/hands/command_form.js` draws it, in a drawer, and
`assets/hands/typed.js` makes the command's data of what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from layouts.forms.bounds import NO_BOUNDS, Bounds, told
from layouts.view import View

Options = list[dict[str, str]]


Reads = Literal["", "moment", "span"]
"""How the browser reads what was typed: as it is, as a time of day, or as minutes or mm:ss."""

LONGEST_TIME = 8
"""Characters of a time of day (HH:MM:SS) and of a span (mm:ss or minutes)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a command. With `options` it is a choice, else a line of text.

    `choice` names the parts of the plant that are offered: the browser makes the options, as the plant is
    described then (`assets/hands/choices.js`). `name` is the command's own, `label` a key of the catalogue.
    It is emptied after success
    unless `kept`; `first` is what stands in it at the beginning. `proposed`: the board proposes
    some of its options (`assets/hands/proposed.js`), and each option is a box to tick. `rows`
    above one make it a text area, `number` brings up the keys for figures on a phone. `bounds`
    are the model's. What cannot be read as `reads` says is sent as it was typed, and the
    command's model refuses it with the way to write it.
    """

    name: str
    label: str
    options: Callable[[View], Options] | None = None
    choice: str = ""
    multi: bool = False
    first: str | None = None
    kept: bool = False
    proposed: bool = False
    needed: bool = False
    rows: int = 1
    number: bool = False
    reads: Reads = ""
    bounds: Bounds = NO_BOUNDS

    @property
    def empty(self) -> str | None:
        """Its value when nothing stands in it."""
        return None if self.options else ""

    def plain(self) -> dict[str, Any]:
        """The field for the browser, without texts: how it is typed and read, and its bounds. Usual values are left
        out."""
        given: dict[str, Any] = {
            "reads": self.reads, "multi": self.multi, "needed": self.needed, "number": self.number,
            "rows": self.rows if self.rows > 1 else None, **self.bounds.plain(),
        }  # fmt: skip
        return {name: value for name, value in given.items() if told(value)}

    def about(self, view: View) -> dict[str, Any]:
        """For the browser, in the viewer's words."""
        drawn = self.plain() | {"name": self.name, "label": view.say(self.label)}
        if self.choice:
            drawn["choice"] = self.choice
        elif self.options is not None:
            drawn["options"] = self.options(view)
        if self.first is not None:
            drawn["first"] = self.first
        if self.proposed:
            drawn["proposed"] = True
        return drawn


HAPPENED = Field(
    "at", "command.when_field", number=True, reads="moment", bounds=Bounds(longest=LONGEST_TIME)
)
"""When it happened, if earlier than now: a time of day, which the browser makes a moment of the
plant's day (`assets/hands/when.js`); words of which it can make none are left as they are."""


@dataclass(frozen=True, slots=True)
class Form:
    """A command's form: `lines` of one or two fields each, `send` the key of its button's word.

    `title` is the key of the drawer it lies in. `spoken` are words of a person in the field,
    entered by whoever keeps the radio log.
    """

    name: str
    kind: str
    title: str
    lines: tuple[tuple[Field, ...], ...]
    send: str
    strong: str = ""
    about_incident: bool = True
    spoken: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields of the form, in their order."""
        return tuple(field for line in self.lines for field in line)

    @property
    def drawer_id(self) -> str:
        """The id of what it lies in; the browser opens it by this."""
        return f"form-{self.name}"

    def field_id(self, field: Field) -> str:
        """The HTML id of one field. The browser builds the same id."""
        return f"form-{self.name}-{field.name}"

    def about(self, view: View) -> dict[str, Any]:
        """For the browser: the form's command, its fields, and what stands in each after success."""
        return {
            "form": self.name,
            "kind": self.kind,
            "lines": [[field.about(view) for field in line] for line in self.lines],
            "send": view.say(self.send),
            "strong": self.strong,
            "incident": self.about_incident,
            "spoken": self.spoken,
            "emptied": {self.field_id(f): f.empty for f in self.fields if not f.kept},
        }
