"""Who must sign or approve before a move: chains of groups, all or one of each group, one rank
after the other."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from command_center.domain.matters.duties.planned import accepting, plan_of
from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.measured import measurements
from command_center.domain.matters.playing.play import Play
from command_center.domain.template_language.conditions import Condition
from command_center.domain.template_language.moves import Group


@dataclass(frozen=True, slots=True)
class Rank:
    """One rank of a chain before a move, and who of it has signed. `approves`: it is an approval,
    which nobody gives to what they opened."""

    group: Group
    approves: bool
    signed: frozenset[str]

    @property
    def complete(self) -> bool:
        """Returns whether the required members of the group (all, or one) have signed."""
        if self.group.all is not None:
            return self.signed.issuperset(self.group.all)
        return bool(self.signed)

    @property
    def waiting(self) -> list[str]:
        """Returns whose signatures are still missing."""
        return (
            [] if self.complete else [one for one in self.group.signers if one not in self.signed]
        )


def chains(play: Play, move: str) -> Iterator[list[Rank]]:
    """Yields every chain before a move: the approvals whose condition holds, that of a plan, then
    the signatures."""
    signed = {one["party"] for one in play.matter.signatures if one["move"] == move}
    for approval in play.template.approvals:
        if approval.before == move and (approval.when is None or _holds(play, approval.when)):
            yield [
                _rank(play, group, signed, approves=True) for group in _asked(play, approval.chain)
            ]
    yield from _accepts(play, move, signed)
    signatures = play.template.signatures
    if signatures is not None and signatures.before == move:
        yield [
            _rank(play, group, signed, approves=False) for group in _asked(play, signatures.chain)
        ]


def _accepts(play: Play, move: str, signed: set[str]) -> Iterator[list[Rank]]:
    """The chain by which a plan lets accept what it asked for."""
    plan = plan_of(play)
    if plan is not None and plan.accept is not None and accepting(play) == move:
        yield [
            _rank(play, group, signed, approves=True) for group in _asked(play, plan.accept.chain)
        ]


def _asked(play: Play, chain: list[Group]) -> Iterator[Group]:
    return (group for group in chain if group.when is None or _holds(play, group.when))


def _holds(play: Play, condition: Condition) -> bool:
    return holds(condition, play.matter.fields, play.now, play.site.zone)


def _rank(play: Play, group: Group, signed: set[str], *, approves: bool) -> Rank:
    return Rank(group, approves, frozenset(signed.intersection(group.signers)))


def waiting(play: Play, move: str) -> list[str]:
    """Returns whose signatures a move still lacks, in the ranks whose turn it is; empty when it may
    be made."""
    found: list[str] = []
    for chain in chains(play, move):
        rank = next((one for one in chain if not one.complete), None)
        if rank is not None:
            found += rank.waiting
    return found


def turn_of(play: Play, move: str, party: str) -> Rank | None:
    """Returns the rank in which a party signs for a move, if its turn has come; None if it signs
    nothing now."""
    for chain in chains(play, move):
        rank = next((one for one in chain if not one.complete), None)
        if rank is not None and party in rank.waiting:
            return rank
    return None


def content_of(play: Play) -> str:
    """Returns the SHA-256 (hex) of the signed content: the fields as they are, without
    measurements."""
    measured = {name for name, value in play.matter.fields.items() if measurements(value)}
    kept = {name: value for name, value in play.matter.fields.items() if name not in measured}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
