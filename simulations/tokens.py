"""The secrets of the simulation, read from standard input or the environment."""

import os
import sys

from pydantic import BaseModel, ConfigDict

VARIABLE = "CC_SIM_TOKENS"


class Tokens(BaseModel):
    """One secret for each door; a door without one stays unused.

    `commanders` are people who may command, by person: a drill may be at another hour than now. `direction` reads
    what a drill's directing staff sees, and writes nothing. `clock_offset_ms` shifts the wall clock as the server's
    is shifted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    readings: str | None = None
    positions: str | None = None
    commander: str | None = None
    carrier: str | None = None
    commanders: dict[str, str] = {}
    direction: str | None = None
    people: dict[str, str] = {}
    clock_offset_ms: int = 0


def read_tokens() -> Tokens:
    """Return the tokens from the environment if set, else from JSON on standard input. Raises ValidationError."""
    told = os.environ.get(VARIABLE)
    if told is None:
        told = sys.stdin.read() if not sys.stdin.isatty() else "{}"
    return Tokens.model_validate_json(told or "{}")
