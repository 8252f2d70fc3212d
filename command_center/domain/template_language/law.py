"""The law behind a template: its document, its clauses with their words, with what somebody compared them, and
the named limits of a standard, which a list may name instead of writing them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.fields import Within
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


GB30871_CONFINED = "gb30871-6.4"
NAMED: Mapping[str, Mapping[str, list[Within]]] = MappingProxyType({
    GB30871_CONFINED: {
        "o2": [Within(at_least=19.5, at_most=21)],
        "lel": [Within(at_most=10)],
        "toxic": [],
    },
})  # fmt: skip
"""GB 30871-2022, confined spaces: oxygen 19.5 % to 21 %. The bound of 10 %LEL is that of GB 46768-2025, 5.9.1 b): GB
30871 states 0.5 % and 0.2 % by volume, which depends on the substance, and a meter shows %LEL. A toxic substance must
not be there at all where no limit of its own is written."""
