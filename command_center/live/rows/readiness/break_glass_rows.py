"""Rows `break_glass:ACCOUNT` of topic `readiness`: a sealed emergency account was used."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from command_center.domain.accounts.seals import seal_turns
from command_center.domain.fact import Fact
from command_center.domain.readers import BREAK_GLASS_READERS
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen


class BreakGlassRow(TypedDict):
    """A break-glass account that was opened: by which role, since when and until when (UTC epoch ms); how many signed
    in with it, and from which network the last did. `turns`: open, then used until it is sealed again.
    """

    account: str
    role: str | None
    opened_at: int
    until: int
    uses: int
    network: str | None
    turns: list[Turn]


BREAK_GLASS = RowKind("readiness", "break_glass:", BreakGlassRow, readers=BREAK_GLASS_READERS)


@BREAK_GLASS.moved_by("account.*")
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the break-glass account that the fact names."""
    return (fact.data["account"],) if fact.data["account"] in seen.state.break_glass else ()


@BREAK_GLASS.listed
def every_one(seen: Seen) -> Iterable[str]:
    """The keys of all break-glass accounts."""
    return seen.state.break_glass


@BREAK_GLASS.made
def break_glass_row(seen: Seen, account: str) -> BreakGlassRow | None:
    """The row of an opened break-glass account; None while it is sealed or after it was closed."""
    seal, known = seen.state.break_glass.get(account), seen.state.accounts.get(account)
    if seal is None or seal.opened_at is None or seal.until is None:
        return None
    if known is not None and not known.open:
        return None
    return {
        "account": account,
        "role": known.role if known is not None else None,
        "opened_at": seal.opened_at,
        "until": seal.until,
        "uses": seal.uses,
        "network": seal.network,
        "turns": seal_turns(seal),
    }
