"""What a form is: one command, its fields, and how what was typed becomes the command's data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from layouts.view import View


def as_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields are the command's data."""
    return dict(data)


@dataclass(frozen=True, slots=True)
class Form:
    """`fields` are emptied after success unless named in `kept`; ids start with `name`. The
    `typed` ones are lines of text, whose emptiness Dash knows as "" and not as nothing."""

    name: str
    kind: str
    fields: tuple[str, ...]
    draw: Callable[["Form", View], html.Div]
    kept: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    about_incident: bool = True
    shape: Callable[[Mapping[str, Any]], dict[str, Any]] = as_typed

    @property
    def cleared(self) -> tuple[str, ...]:
        """The fields emptied after success."""
        return tuple(name for name in self.fields if name not in self.kept)

    def emptied(self) -> list[str | None]:
        """The values of `cleared` after success."""
        return ["" if name in self.typed else None for name in self.cleared]

    @property
    def button_id(self) -> str:
        """The id of the button that sends it."""
        return f"form-{self.name}-send"

    @property
    def answer_id(self) -> str:
        """The id of the place under it for the answer."""
        return f"form-{self.name}-answer"

    def field_id(self, field: str) -> str:
        """The id of one field."""
        return f"form-{self.name}-{field}"

    def send(self, label: str, strong: str = "") -> html.Div:
        """The button, and the place for the answer."""
        return html.Div(
            [
                html.Button(label, id=self.button_id, type="button", className=f"act {strong}"),
                html.Div(id=self.answer_id, className="form-answer"),
            ],
            className="form-send",
        )
