"""A directive in free words, to a post or a person."""

from command_center.domain.site.model import Category, Urgency
from layouts.forms.form import Field, Form, Options, people, places, worded
from layouts.view import View


def _recipients(view: View) -> Options:
    return [*view.options(view.site.posts), *people(view)]


def _urgencies(view: View) -> Options:
    return worded(view, "urgency", (urgency.value for urgency in Urgency))


def _categories(view: View) -> Options:
    return worded(view, "category", (category.value for category in Category))


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
            Field("due_s", "command.due_minutes", number=True, longest=6, reads="span"),
        ),
    ),
    send="command.issue",
    strong="strong",
)
"""The plan's own steps are one click in their list; this is for everything else."""
