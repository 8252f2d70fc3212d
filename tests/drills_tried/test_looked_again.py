"""What fails while a process looks at its database and disk holds up nothing else, and is tried again."""

import shutil
from typing import Any

import pytest

from command_center.domain.actor import COMMAND_LINE, Role
from command_center.store.accounts.account_changes import AccountChanges, Signature
from command_center.store.accounts.accounts import Accounts
from tests.drills_tried.whole import Folder
from tests.support.factories import START
from tests.support.small_site import small_site


def fails(*_: Any) -> Any:
    raise OSError(5, "Input/output error")


def test_accounts_changed_beside_a_server_are_told_once_what_failed_works_again(
    center: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks only when an account has changed, which may not happen again for weeks."""
    whole = center.starts(small_site())
    by = Signature(COMMAND_LINE, START)
    Accounts(whole.stores.journal).add_user("eva", "hash", Role.VIEWER, START, by=by)
    with monkeypatch.context() as broken:
        broken.setattr(AccountChanges, "untold", fails)
        with pytest.raises(OSError, match="Input/output"):
            whole.server.recheck()
    assert whole.facts("account.added") == []
    whole.server.recheck()
    assert [fact.data["account"] for fact in whole.facts("account.added")] == ["eva"]


def test_a_disk_that_cannot_be_measured_holds_up_no_look(
    center: Folder, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    whole = center.starts(small_site())
    monkeypatch.setattr(shutil, "disk_usage", fails)
    whole.server.look()
    assert [(one.part, one.name) for one in whole.server.desk.faults.standing()] == [
        ("consumer", "disk")
    ]
    failed_alone.clear()
