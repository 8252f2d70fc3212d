"""The commands of virtual people at the public door, and its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COMMANDER = "commander"
"""The voice of the virtual commander; every other voice is a person's id."""
CARRIER = "carrier"
"""The voice of who carries the messages: nobody's word."""
PLANT = "plant"
"""The voice of the virtual plant, by the token its readings come with: what a model of it has computed."""


LOST = "lost"
"""The code of an answer to words that no door let in: no token, or one that was withdrawn."""


@dataclass(frozen=True, slots=True)
class Say:
    """A command to be posted with the token of `voice`. `key` makes repeating it safe."""

    voice: str
    kind: str
    data: Mapping[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The door's answer: accepted, or refused with a code."""

    accepted: bool
    code: str = ""
    params: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Spoken:
    """A command on its way; `answer` is None until the door has answered."""

    say: Say
    answer: Answer | None = None

    def answered(self) -> bool:
        """Whether the door has answered."""
        return self.answer is not None

    @property
    def lost(self) -> bool:
        """Whether the command was not delivered and never will be."""
        return self.answer is not None and self.answer.code == LOST

    def refused_for(self, family: str) -> bool:
        """Whether it was refused with a code that begins with `family`."""
        answer = self.answer
        return answer is not None and not answer.accepted and answer.code.startswith(family)

    @property
    def accepted(self) -> bool:
        """Whether it was carried out."""
        return self.answer is not None and self.answer.accepted
