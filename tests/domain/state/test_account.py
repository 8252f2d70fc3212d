"""Whether anybody could command, by the facts of the accounts alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from command_center.domain.actor import COMMAND_LINE, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.fold import apply
from command_center.domain.state import State
from command_center.domain.state.people.account import commanders
from tests.support.small_site import small_site

ADDED = {"account": "chen", "role": "commander", "person": "p1"}
Told = tuple[str, Mapping[str, Any]]


def after(*told: Told) -> int:
    state = State.start(small_site())
    for seq, (change, data) in enumerate(told, 1):
        fact = Fact(
            seq=seq, site="small", at=seq, at_basis=AtBasis.OBSERVED, recorded_at=seq,
            actor=COMMAND_LINE.id, actor_kind=COMMAND_LINE.kind, via=Via.SCREEN,
            kind=f"account.{change}", v=1, data=data,
        )  # fmt: skip
        apply(state, fact)
    return commanders(state.accounts, state.site.person_by_id)


@pytest.mark.parametrize(
    ("told", "n"),
    [
        ([], 0),
        ([("added", ADDED)], 1),
        ([("added", {**ADDED, "person": None})], 0),
        ([("added", {**ADDED, "person": "nobody-of-the-site"})], 0),
        ([("added", {**ADDED, "role": "viewer"})], 0),
        ([("added", ADDED), ("disabled", {"account": "chen"})], 0),
        (
            [("added", ADDED), ("disabled", {"account": "chen"}), ("enabled", {"account": "chen"})],
            1,
        ),
        ([("added", ADDED), ("role_changed", {"account": "chen", "role": "viewer"})], 0),
        ([("added", ADDED), ("password_changed", {"account": "chen"})], 1),
        ([("role_changed", {"account": "li", "role": "commander"})], 0),
        ([("token_made", {**ADDED, "account": "robot", "read_only": False})], 0),
    ],
)
def test_who_could_command(told: list[Told], n: int) -> None:
    assert after(*told) == n
