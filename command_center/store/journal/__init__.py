"""The journal: appends, numbers and chains facts; verifies, exports and searches them."""

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
