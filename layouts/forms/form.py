"""What a form is: one command and its fields. `assets/hands/typed.js` makes the command's data of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from layouts.view import View

Options = list[dict[str, str]]


Reads = Literal["", "moment", "span"]
"""How the browser reads what was typed: as it is, as a time of day, or as minutes or mm:ss."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a command. With `options` it is a choice, else a line of text.

    `name` is the command's own, `label` a key of the catalogue. It is emptied after success
    unless `kept`; `first` is what stands in it at the beginning. `rows` above one make it a text
    area, `number` brings up the keys for figures on a phone. What cannot be read as `reads` says is
    sent as it was typed, and the command's model refuses it with the way to write it.
    """

    name: str
    label: str
    options: Callable[[View], Options] | None = None
    multi: bool = False
    first: str | None = None
    kept: bool = False
    rows: int = 1
    number: bool = False
    longest: int = 200
    reads: Reads = ""

    @property
    def empty(self) -> str | None:
        """Its value when nothing stands in it: Dash knows an empty line as "", not as nothing."""
        return None if self.options else ""


HAPPENED = Field("at", "command.when_field", number=True, longest=8, reads="moment")
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
        """All of them, as one reads them."""
        return tuple(field for line in self.lines for field in line)

    @property
    def drawer_id(self) -> str:
        """The id of what it lies in; the browser opens it by this."""
        return f"form-{self.name}"

    @property
    def button_id(self) -> str:
        """The id of the button that sends it."""
        return f"form-{self.name}-send"

    @property
    def about_id(self) -> str:
        """The id of the Store that tells the browser which form it sends."""
        return f"form-{self.name}-about"

    def field_id(self, field: Field) -> str:
        """The id of one field."""
        return f"form-{self.name}-{field.name}"

    def about(self, view: View) -> dict[str, Any]:
        """For the browser: the form's command, its fields, and what stands in each after success."""
        return {
            "form": self.name,
            "kind": self.kind,
            "fields": [
                {"name": field.name, "label": view.say(field.label), "reads": field.reads}
                for field in self.fields
            ],
            "incident": self.about_incident,
            "spoken": self.spoken,
            "emptied": {self.field_id(f): f.empty for f in self.fields if not f.kept},
        }


def worded(view: View, prefix: str, values: Iterable[str]) -> Options:
    """Values of the program as the options of a choice, in the words `PREFIX.VALUE`."""
    return [{"value": value, "label": view.say(f"{prefix}.{value}")} for value in values]


def places(view: View) -> Options:
    """Every place of the plant."""
    return [{"value": i, "label": view.text(name)} for i, (name, _) in view.site.places.items()]


def people(view: View) -> Options:
    """Everybody on the site's list."""
    return view.options(view.site.people)
