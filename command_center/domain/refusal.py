"""A refusal: the visible *no* of the Desk, with what would lift it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.fact import Draft


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence: the catalogue's key and what fills it.

    A parameter may be a value, a `Text`, another `Phrase`, or a list of these.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out.

    `code` names a sentence of the catalogue (`refusal.<code>` and `refusal.<code>.mend`), filled
    with `params`. `facts` are recorded although the command is refused: an attempt beyond
    authority, a kit that could not be had. `status` is 409, or 403 when no change of the
    situation could lift it.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    facts: Sequence[Draft] = ()
    status: int = 409


Decision = Sequence[Draft] | Refusal
