"""A refusal: the visible *no* of the Desk, with what would resolve it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.fact import Draft

_TEXT, _PHRASE = "$text", "$phrase"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence: the key in the words catalogue and its parameters.

    A parameter may be a value, a `Text`, another `Phrase`, or a list of these.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out.

    `code` names a sentence of the words catalogue (`refusal.<code>` and `refusal.<code>.mend`),
    filled with `params`. `facts` are recorded although the command is refused: an attempt beyond
    authority, a kit that could not be had. `status` is 409, or 403 when no change of the situation
    could resolve it.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    facts: Sequence[Draft] = ()
    status: int = 409


Decision = Sequence[Draft] | Refusal


def as_plain(refusal: Refusal) -> dict[str, Any]:
    """Returns a refusal as JSON, without its `facts`. A parameter is a value, `Text`, `Phrase` or a
    list of these."""
    params = {name: _plain(value) for name, value in refusal.params.items()}
    return {"code": refusal.code, "status": refusal.status, "params": params}


def from_plain(told: Mapping[str, Any]) -> Refusal:
    """Returns the refusal from which `as_plain` made this JSON."""
    params = {name: _full(value) for name, value in told["params"].items()}
    return Refusal(code=told["code"], params=params, status=told["status"])


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Phrase):
        return {_PHRASE: [value.key, {name: _plain(one) for name, one in value.params.items()}]}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    from command_center.domain.text import Text  # a model: the command line's help needs none

    return {_TEXT: value.as_row()} if isinstance(value, Text) else value


def _full(value: Any) -> Any:
    if isinstance(value, Mapping):
        if _TEXT in value:
            from command_center.domain.text import Text

            return Text(**value[_TEXT])
        key, params = value[_PHRASE]
        return Phrase(key, {name: _full(one) for name, one in params.items()})
    if isinstance(value, list):
        return [_full(one) for one in value]
    return value
