"""The data of a form: one command and its fields. `assets/hands/command_form.js` draws it in a drawer, and
`assets/hands/typed.js` turns the input into the command's data.
"""

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

    `choice` names the parts of the plant on offer: the browser makes the options from the current description
    (`assets/hands/choices.js`). `name` is the command's own, `label` a key of the catalogue. It is cleared after
    success unless `kept`; `first` is its initial value. `proposed`: the board proposes some of its options
    (`assets/hands/proposed.js`), and each option is a check box. `rows` above one make it a text area, `number`
    brings up the number keys on a phone. `bounds` are the model's. Input that cannot be read as `reads` says is sent
    as typed, and the command's model refuses it with an explanation.
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
        """Return its value when it is empty."""
        return None if self.options else ""

    def plain(self) -> dict[str, Any]:
        """Return the field for the browser, without texts: how it is typed and read, and its limits. Default values
        are left out.
        """
        given: dict[str, Any] = {
            "reads": self.reads, "multi": self.multi, "needed": self.needed, "number": self.number,
            "rows": self.rows if self.rows > 1 else None, **self.bounds.plain(),
        }  # fmt: skip
        return {name: value for name, value in given.items() if told(value)}

    def about(self, view: View) -> dict[str, Any]:
        """Return the field for the browser, in the viewer's language."""
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
    """A command's form: `lines` of one or two fields each; `send` is the key of its button's text.

    `title` is the key of its drawer. `spoken` means words of a person in the field, entered by the radio log keeper.
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
        """The id of its container, by which the browser opens it."""
        return f"form-{self.name}"

    def field_id(self, field: Field) -> str:
        """The HTML id of one field. The browser builds the same id."""
        return f"form-{self.name}-{field.name}"

    def about(self, view: View) -> dict[str, Any]:
        """Return for the browser: the form's command, its fields, and their values after success."""
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
