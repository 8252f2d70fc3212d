"""When a break-glass account is in use, and when it has to be sealed again."""

from command_center.domain.state.people.account import Seal
from command_center.domain.verdicts.turns import Turn, turns_of


def seal_turns(seal: Seal) -> list[Turn]:
    """In use until its hours are over; then it opens nothing, and stays on the board until it is sealed again.
    Empty while it is sealed."""
    if seal.opened_at is None or seal.until is None:
        return []
    return turns_of([(seal.opened_at, "urgent", "open"), (seal.until, "warn", "used")])
