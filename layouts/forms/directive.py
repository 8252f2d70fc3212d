"""A directive in free words, to a post or a person."""

import re
import unicodedata
from typing import Any

from command_center.domain.site.model import Category, Urgency
from layouts.forms.form import Field, Form, Options, people, places, worded
from layouts.view import View

MINUTES = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


def _recipients(view: View) -> Options:
    return [*view.options(view.site.posts), *people(view)]


def _urgencies(view: View) -> Options:
    return worded(view, "urgency", (urgency.value for urgency in Urgency))


def _categories(view: View) -> Options:
    return worded(view, "category", (category.value for category in Category))


def seconds(minutes: Any) -> Any:
    """Minutes typed are seconds to the Desk; what is no number it will refuse by name.

    Full-width figures are what a Chinese keyboard gives. Anything else must not reach the Desk as
    a number of its own: 1.0 would be one second there.
    """
    typed = unicodedata.normalize("NFKC", str(minutes)).strip()
    if not MINUTES.fullmatch(typed):
        return f"“{typed[:20]}”"
    return round(float(typed) * 60)


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
