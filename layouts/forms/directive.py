"""A directive in free words, to a post or a person."""

import re
import unicodedata
from typing import Any

from command_center.domain.site.model import Category, Urgency
from layouts.forms.form import Field, Form, Options, people, places, worded
from layouts.view import View

CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
MINUTES = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


def _recipients(view: View) -> Options:
    return [*view.options(view.site.posts), *people(view)]


def _urgencies(view: View) -> Options:
    return worded(view, "urgency", (urgency.value for urgency in Urgency))


def _categories(view: View) -> Options:
    return worded(view, "category", (category.value for category in Category))


def seconds(span: Any) -> Any:
    """Minutes, or mm:ss, are seconds to the Desk; what is neither stays as it was typed.

    Full-width figures and colons are what a Chinese keyboard gives. Anything else must not reach the
    Desk as a number of its own: 1.0 would be one second there.
    """
    typed = unicodedata.normalize("NFKC", str(span)).strip()
    if clock := CLOCK.fullmatch(typed):
        return int(clock[1]) * 60 + int(clock[2])
    return round(float(typed) * 60) if MINUTES.fullmatch(typed) else str(span)


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
            Field(
                "due_s", "command.due_minutes", number=True, longest=6, read=seconds, slip="no_span"
            ),
        ),
    ),
    send="command.issue",
    strong="strong",
)
"""The plan's own steps are one click in their list; this is for everything else."""
