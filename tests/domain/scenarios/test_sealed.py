"""A seal hides the whole plan until the end, and then proves that nothing was changed."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from command_center import scenario_file
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.scenarios.plan import DrillPlan, canonical_json
from command_center.domain.scenarios.resolving import resolve
from command_center.domain.scenarios.sealed import sealed_text, unsealed
from tests.support.small_works import PARTS, small_works

SMALL = Path(__file__).parents[2] / "scenario_file" / "small.yaml"
NONCE = bytes(range(16)).hex()


def plan() -> DrillPlan:
    tank = PARTS["tanks"][0] | {"classes": ["flammable"]}
    made = resolve(scenario_file.load(SMALL), small_works(tanks=[tank]))
    assert isinstance(made, DrillPlan)
    return made


TEXT = sealed_text(plan(), 1_795_000_000_000, ["a-2", "a-1"])
PUBLIC = commitment_of(TEXT, NONCE)


def test_a_true_reveal_gives_back_what_was_sealed() -> None:
    found = unsealed(PUBLIC, TEXT, NONCE)
    assert found is not None
    assert found.plan == plan()
    assert found.starts_at == 1_795_000_000_000
    assert found.open_actions == ["a-1", "a-2"]


def test_any_other_seed_start_action_or_nonce_is_found_out() -> None:
    told = json.loads(TEXT)
    assert canonical_json(told) == TEXT
    for field, other in (
        ("starts_at", 1_795_000_000_001),
        ("plan", told["plan"] | {"seed": 99}),
        ("open_actions", []),
    ):
        assert unsealed(PUBLIC, canonical_json(told | {field: other}), NONCE) is None
    assert unsealed(PUBLIC, TEXT, "00" * 16) is None


def test_what_was_sealed_as_no_plan_is_no_plan() -> None:
    assert unsealed(commitment_of("{}", NONCE), "{}", NONCE) is None


@given(st.text("0123456789abcdef", min_size=32, max_size=32))
def test_another_nonce_opens_nothing(nonce: str) -> None:
    assert (unsealed(PUBLIC, TEXT, nonce) is None) == (nonce != NONCE)
