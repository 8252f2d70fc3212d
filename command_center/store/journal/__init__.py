"""The journal: appended to, numbered and chained; proved, exported and searched."""

from command_center.store.journal.journal import (
    CHANGES_OF_ACCOUNTS,
    EMPTY,
    FORGOTTEN_AT_ONCE,
    Given,
    Head,
    HeadMoved,
    Journal,
    KeyReused,
    KeyTaken,
    KeyUse,
    TermLost,
    Turn,
)
from command_center.store.journal.steps import steps

__all__ = [
    "CHANGES_OF_ACCOUNTS",
    "EMPTY",
    "FORGOTTEN_AT_ONCE",
    "Given",
    "Head",
    "HeadMoved",
    "Journal",
    "KeyReused",
    "KeyTaken",
    "KeyUse",
    "TermLost",
    "Turn",
    "steps",
]
