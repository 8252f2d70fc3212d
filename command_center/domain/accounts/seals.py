"""Tells when a break-glass account is in use and when it has to be sealed again."""

from command_center.domain.state.people.account import Seal
from command_center.domain.verdicts.turns import Turn, turns_of


def seal_turns(seal: Seal) -> list[Turn]:
    """Returns the turns of a break-glass account: it is `open` (in use) until its time is over,
    then `used` until it is sealed again. The list is empty while the account is sealed."""
    if seal.opened_at is None or seal.until is None:
        return []
    return turns_of([(seal.opened_at, "urgent", "open"), (seal.until, "warn", "used")])
