"""Records changes of accounts and tokens as facts: who gave somebody access, and who withdrew it.

The accounts themselves are reference data (`store/accounts/accounts.py`) and are changed there. The
journal records each change in the name of the person who made it. Only administrators see these
facts (`live/audience.py`). No fact contains a secret or a hash.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.notifications.paged import PagedTo, leaders
from command_center.domain.readers import ADMINISTRATORS, BREAK_GLASS_READERS
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.people.account import Known, Seal

AccountChange = Literal[
    "added", "role_changed", "disabled", "enabled", "password_changed", "token_made",
    "token_withdrawn", "person_changed", "factor_set", "factor_reset", "recovery_used", "break_glass_sealed",
    "break_glass_opened", "reset_issued",
]  # fmt: skip


class RecordChange(Command):
    """An account or a token was changed at `changed_at` (UTC epoch ms). Only the code that changes
    accounts gives this command."""

    change: AccountChange
    account: str = Field(max_length=200)
    changed_at: EpochMs
    role: Role | None = None
    role_before: Role | None = None
    person: str | None = None
    read_only: bool = False
    until: EpochMs | None = None
    network: str | None = Field(default=None, max_length=64)


class AccountAdded(TypedDict):
    """A person can sign in from now on, in this role."""

    account: str
    role: str | None
    person: str | None


class RoleChanged(TypedDict):
    """The role of an account was changed. Sessions that were open with the old role were closed."""

    account: str
    role: str | None
    role_before: str | None


class TokenMade(TypedDict):
    """A token for a machine or a wall screen was made. It can sign in with this role from now on."""

    account: str
    role: str | None
    person: str | None
    read_only: bool


class PersonChanged(TypedDict):
    """An account now acts as another person of the site, or as no person."""

    account: str
    person: str | None


class BreakGlassOpened(TypedDict):
    """A break-glass account (sealed, for emergencies) was used from this network. It can use the
    board until `until` (UTC epoch ms)."""

    account: str
    until: int | None
    network: str | None
    paged: list[PagedTo] | None


class AccountNamed(TypedDict):
    """An account was closed, opened again, sealed, or given a new password, or a one-time code to set one with; its
    second factor was set, taken away, or replaced once by a recovery code; or a token was withdrawn."""

    account: str


@decides("account.record", RecordChange, [Role.DUTY], scene=Scene.REALITY, by_door=HUMAN_ROLES)
def record(state: State, command: RecordChange, ctx: Context) -> Decision:
    """Records that an account or a token was changed. A command from outside is always refused:
    only the code that changes accounts may give it."""
    role = command.role.value if command.role else None
    before = command.role_before.value if command.role_before else None
    data: Mapping[str, Any]
    if command.change == "added":
        data = AccountAdded(account=command.account, role=role, person=command.person)
    elif command.change == "role_changed":
        data = RoleChanged(account=command.account, role=role, role_before=before)
    elif command.change == "token_made":
        data = TokenMade(
            account=command.account,
            role=role,
            person=command.person,
            read_only=command.read_only,
        )
    elif command.change == "person_changed":
        data = PersonChanged(account=command.account, person=command.person)
    elif command.change == "break_glass_opened":
        data = _opening(state, command, ctx)
    else:
        data = AccountNamed(account=command.account)
    return [Draft(f"account.{command.change}", data, at=min(command.changed_at, ctx.now))]


def _opening(state: State, command: RecordChange, ctx: Context) -> BreakGlassOpened:
    """Returns the data of a use of a break-glass account. The first use pages whoever leads;
    further uses while the account is open page nobody."""
    seal, known = state.break_glass.get(command.account), state.accounts.get(command.account)
    first = seal is None or seal.opened_at is None
    own = known.person if known is not None else None
    return BreakGlassOpened(
        account=command.account,
        until=command.until,
        network=command.network,
        paged=leaders(state, ctx.site, but=own) if first else None,
    )


def _added(state: State, fact: Fact) -> None:
    """Applies the fact: the account counts among those who could take command, if its role allows
    it. The store keeps the account itself."""
    state.accounts[fact.data["account"]] = Known(fact.data["role"], fact.data["person"])


def _role_changed(state: State, fact: Fact) -> None:
    """Applies the fact: whether the account counts among those who could take command follows from
    its new role."""
    _changed(state, fact, role=fact.data["role"])


def _disabled(state: State, fact: Fact) -> None:
    """The account no longer counts among those who could take command."""
    _changed(state, fact, open=False)


def _enabled(state: State, fact: Fact) -> None:
    """The account counts again among those who could take command, if its role may."""
    _changed(state, fact, open=True)


def _changed(state: State, fact: Fact, **values: Any) -> None:
    """An account from before its facts were kept stays unknown."""
    if known := state.accounts.get(fact.data["account"]):
        state.accounts[fact.data["account"]] = replace(known, **values)


def _person_changed(state: State, fact: Fact) -> None:
    """Applies the fact: whether the account counts among those who could take command follows from
    its new person."""
    _changed(state, fact, person=fact.data["person"])


def _sealed(state: State, fact: Fact) -> None:
    """Applies the fact: the break-glass account is sealed again, and its row is no longer shown."""
    state.break_glass[fact.data["account"]] = Seal(sealed_at=fact.at)


def _opened(state: State, fact: Fact) -> None:
    """Applies the fact: the account is shown to commanders and administrators as in use, and later
    as waiting to be sealed again."""
    name, until = fact.data["account"], fact.data["until"]
    before = state.break_glass.get(name)
    first = fact.at if before is None or before.opened_at is None else before.opened_at
    uses = 1 + (before.uses if before is not None else 0)
    state.break_glass[name] = Seal(
        before.sealed_at if before else None, first, until, uses, fact.data["network"]
    )


def _told(state: State, fact: Fact) -> None:
    """Changes nothing: the board holds neither passwords nor tokens."""


for _kind, _payload, _apply in (
    ("added", AccountAdded, _added),
    ("role_changed", RoleChanged, _role_changed),
    ("disabled", AccountNamed, _disabled),
    ("enabled", AccountNamed, _enabled),
    ("password_changed", AccountNamed, _told),
    ("reset_issued", AccountNamed, _told),
    ("token_made", TokenMade, _told),
    ("token_withdrawn", AccountNamed, _told),
    ("person_changed", PersonChanged, _person_changed),
    ("factor_set", AccountNamed, _told),
    ("factor_reset", AccountNamed, _told),
    ("recovery_used", AccountNamed, _told),
):
    applies(f"account.{_kind}", _payload, readers=ADMINISTRATORS)(_apply)

applies("account.break_glass_sealed", AccountNamed, readers=BREAK_GLASS_READERS)(_sealed)
applies("account.break_glass_opened", BreakGlassOpened, readers=BREAK_GLASS_READERS)(_opened)
