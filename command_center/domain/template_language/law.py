"""The law behind a template: its document, its clauses with their words, and with what somebody
compared them."""

from typing import Annotated

from pydantic import Field

from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.values import LockName, Name
from command_center.domain.text import Prose, Text


class Clause(Part):
    """The words of a clause. `checked`: somebody compared number and words with the official text.
    `compared`: somebody compared them with the copy that the law names under `source`, not with
    the official text.

    The Chinese is binding, the English a help. A clause that is not checked says so on the form.
    """

    of: Annotated[str, Field(min_length=2, max_length=60)] | None = None
    quote: Prose
    checked: bool = False
    compared: bool = False


class Law(Part):
    """The document that a template follows. `print`: the named printed form. `clauses`: quoted, by
    number. `source`: the copy of the document with which clauses were compared, where the
    official text was not at hand."""

    of: Annotated[str, Field(min_length=2, max_length=60)]
    title: Text | None = None
    print: Name | None = None
    checked: bool = False
    source: Prose | None = None
    clauses: Annotated[dict[LockName, Clause], Field(max_length=60)] = Field(default={})
