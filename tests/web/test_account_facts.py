"""Every change of an account is a fact, in the name of whoever made it, for administrators' eyes."""

from typing import Any

import pytest

from command_center.boot.people.account_facts import telling
from command_center.domain.actor import COMMAND_LINE, HUMAN_ROLES, ActorKind, Role
from command_center.domain.fact import Fact
from command_center.store.accounts.account_changes import AccountChanges, Signature, note
from command_center.store.accounts.accounts import NameTaken
from tests.web.center import Center

JOURNAL = "/api/v1/journal"


def account_facts(center: Center) -> list[Fact]:
    facts = center.journal.read(0, 1000)
    return [fact for fact in facts if fact.kind.startswith("account.")]


def tell(center: Center) -> None:
    telling(center.desk, AccountChanges(center.engine))()


def command_line(center: Center) -> Signature:
    return Signature(COMMAND_LINE, center.clock.now())


def test_what_an_administrator_changes_is_a_fact_at_once_in_their_name(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    center.user("root", Role.ADMINISTRATOR, person="p1")
    center.token(Role.VIEWER, name="wall")
    root = center.browser("root")
    for change in ({"role": "viewer"}, {"disabled": True}, {"disabled": False}):
        root.request("PATCH", "/api/v1/accounts/chen", json=change)
    root.request("DELETE", "/api/v1/tokens/wall")
    told = account_facts(center)
    assert [(fact.kind, dict(fact.data)) for fact in told] == [
        (
            "account.role_changed",
            {"account": "chen", "role": "viewer", "role_before": "commander"},
        ),
        ("account.disabled", {"account": "chen"}),
        ("account.enabled", {"account": "chen"}),
        ("account.token_withdrawn", {"account": "wall"}),
    ]
    assert {(fact.actor, fact.actor_kind) for fact in told} == {("p1", ActorKind.HUMAN)}


def test_what_changes_nothing_is_no_fact(center: Center) -> None:
    center.user("chen", Role.VIEWER)
    center.token(Role.VIEWER, name="wall")
    root = center.machine(Role.ADMINISTRATOR)
    root.request("DELETE", "/api/v1/tokens/wall")
    for change in ({"role": "viewer"}, {"disabled": False}):
        root.request("PATCH", "/api/v1/accounts/chen", json=change)
    root.request("DELETE", "/api/v1/tokens/wall")
    assert [fact.kind for fact in account_facts(center)] == ["account.token_withdrawn"]


def test_a_refused_change_leaves_no_note(center: Center) -> None:
    center.user("chen", Role.VIEWER)
    by = command_line(center)
    with pytest.raises(NameTaken):
        center.accounts.add_user("chen", "hash", Role.VIEWER, by.at, by=by)
    with pytest.raises(NameTaken):
        center.accounts.add_token("command-line", Role.VIEWER, by.at, by=by)
    assert AccountChanges(center.engine).untold() == []


def test_the_command_line_s_changes_are_told_later_with_the_time_they_were_made(
    center: Center,
) -> None:
    by = command_line(center)
    li = center.accounts.add_user("li", "a secret hash", Role.VIEWER, by.at, "p1", by=by)
    center.accounts.set_password(li.id, "another secret hash", by=by)
    secret = center.accounts.add_token("wall", Role.VIEWER, by.at, read_only=True, by=by)
    center.clock.advance(30 * 86_400)
    tell(center)
    added, changed, made = account_facts(center)
    assert added.data == {"account": "li", "role": "viewer", "person": "p1"}
    assert (changed.kind, dict(changed.data)) == ("account.password_changed", {"account": "li"})
    assert made.data == {"account": "wall", "role": "viewer", "person": None, "read_only": True}
    assert {(f.actor, f.at, f.recorded_at) for f in (added, changed, made)} == {
        ("command-line", by.at, center.clock.now())
    }
    everything = str(account_facts(center))
    assert "secret hash" not in everything
    assert secret not in everything


def test_each_change_is_one_fact_however_often_and_by_whomever_it_is_told(center: Center) -> None:
    by = command_line(center)
    center.accounts.add_user("li", "hash", Role.VIEWER, by.at, by=by)
    changes = AccountChanges(center.engine)

    class Dying(AccountChanges):
        """A process that dies between the fact and the note's end."""

        def told(self, change: int) -> None:
            raise OSError("gone")

    telling(center.desk, Dying(center.engine))()
    assert [note.data["account"] for note in changes.untold()] == ["li"]
    tell(center)
    tell(center)
    assert len(account_facts(center)) == 1
    assert changes.untold() == []


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_only_administrators_read_of_accounts(center: Center, role: Role) -> None:
    by = command_line(center)
    center.accounts.add_user("a-new-one", "hash", Role.VIEWER, by.at, by=by)
    tell(center)
    answer: Any = center.machine(role).get(JOURNAL)
    assert ("a-new-one" in answer.text) == (role is Role.ADMINISTRATOR)
    found: Any = center.machine(role).get(f"{JOURNAL}/search?kind=account.added")
    assert ("a-new-one" in found.text) == (role is Role.ADMINISTRATOR)
    assert answer.get_json()["next"] == 1, "a reader gets on over what it may not see"


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_nobody_tells_of_a_change_without_making_it(center: Center, role: Role) -> None:
    told: dict[str, Any] = {
        "change": "disabled",
        "account": "chen",
        "changed_at": center.clock.now(),
    }
    answer = center.machine(role).command("account.record", **told)
    assert answer.status_code == 403
    assert account_facts(center) == []


def test_a_note_that_cannot_be_told_holds_back_no_other(center: Center) -> None:
    by = command_line(center)
    with center.engine.begin() as connection:
        note(connection, by, "added", account="x" * 300, role="viewer", person=None)
    center.accounts.add_user("li", "hash", Role.VIEWER, by.at, by=by)
    tell(center)
    assert [fact.data["account"] for fact in account_facts(center)] == ["li"]
    assert [one.data["account"] for one in AccountChanges(center.engine).untold()] == ["x" * 300]
