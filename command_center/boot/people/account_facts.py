"""Records account changes in the journal as facts, once each, in the name of the person who made the change."""

from collections.abc import Callable

from command_center import log
from command_center.desk import Accepted, Desk, InvalidCommand
from command_center.store.accounts.account_changes import AccountChange, AccountChanges
from command_center.store.journal import CHANGES_OF_ACCOUNTS

_log = log.get(__name__)


def telling(desk: Desk, changes: AccountChanges) -> Callable[[], None]:
    """Return a function that records all pending account changes as facts.

    The function never raises. A change that could not be recorded stays pending, and the next call tries again.
    """

    def tell() -> None:
        try:
            tell_changes(desk, changes)
        except Exception:
            _log.exception("the journal could not be told of changed accounts")

    return tell


def tell_changes(desk: Desk, changes: AccountChanges) -> None:
    """Record all pending account changes as facts. Raises whatever keeps the journal from being written."""
    for change in changes.untold():
        if _recorded(desk, change):
            changes.told(change.id)


def _recorded(desk: Desk, change: AccountChange) -> bool:
    """The key makes it one fact, however many processes tell it and wherever one of them dies."""
    data = {**change.data, "changed_at": change.signature.at}
    # No client's key begins like this: it has its sender's name and a slash (`web/request/commanding.py`).
    key = f"{CHANGES_OF_ACCOUNTS}{change.id}"
    try:
        answer = desk.submit("account.record", data, change.signature.actor, key=key, by_door=True)
    except InvalidCommand as error:  # one note nobody can read must not hold back the others
        _log.error("a changed account cannot be told", change=change.id, error=str(error))
        return False
    return isinstance(answer, Accepted)
