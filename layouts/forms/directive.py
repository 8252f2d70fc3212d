"""A directive in free words, to a post or a person."""

from typing import Any

from command_center.domain.site.model import Category, Urgency
from layouts.forms.form import Field, Form, Options, people, places, worded
from layouts.view import View


def _recipients(view: View) -> Options:
    return [*view.options(view.site.posts), *people(view)]


def _urgencies(view: View) -> Options:
    return worded(view, "urgency", (urgency.value for urgency in Urgency))


def _categories(view: View) -> Options:
    return worded(view, "category", (category.value for category in Category))


def seconds(minutes: Any) -> Any:
    """Minutes typed are seconds to the Desk; what is no number it will refuse by name."""
    typed = str(minutes).strip()
    return int(typed) * 60 if typed.isascii() and typed.isdigit() else minutes


DIRECTIVE = Form(
    "directive",
    "directive.issue",
    "command.issue_free",
    (
        (Field("to", "command.to", _recipients),),
        (Field("text", "command.text", rows=2),),
        (
            Field("urgency", "command.urgency", _urgencies, first="urgent", kept=True),
            Field("category", "command.category", _categories, first="source", kept=True),
        ),
        (
            Field("place", "command.place", places),
            Field("due_s", "command.due_minutes", number=True, longest=4, read=seconds),
        ),
    ),
    send="command.issue",
    strong="strong",
)
"""The plan's own steps are one click in their list; this is for everything else."""
