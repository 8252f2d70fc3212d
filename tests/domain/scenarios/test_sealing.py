"""A seal hides everything until the end, and then proves that nothing was changed."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center import scenario_file
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import resolve
from command_center.domain.scenarios.sealing import Reveal, commitment, sealed, verified
from tests.support.small_works import PARTS, small_works

SMALL = Path(__file__).parents[2] / "scenario_file" / "small.yaml"
NONCE = bytes(range(16))
DAY = date(2026, 11, 25)


def plan() -> DrillPlan:
    tank = PARTS["tanks"][0] | {"classes": ["flammable"]}
    made = resolve(scenario_file.load(SMALL), small_works(tanks=[tank]))
    assert isinstance(made, DrillPlan)
    return made


CONTENT = sealed(plan(), 1_795_000_000_000, ["a-2", "a-1"])


def test_a_true_reveal_gives_back_what_was_sealed() -> None:
    public = commitment(CONTENT, NONCE)
    found = verified(public, Reveal(content=CONTENT, nonce=NONCE.hex()))
    assert found is not None
    assert found.plan == plan()
    assert found.starts_at == 1_795_000_000_000
    assert found.open_actions == ["a-1", "a-2"]


def test_any_other_seed_start_plan_or_nonce_is_found_out() -> None:
    public = commitment(CONTENT, NONCE)
    told = json.loads(CONTENT)
    for change in ({"starts_at": 1_795_000_000_001}, {"plan": told["plan"] | {"seed": 99}},
                   {"open_actions": []}):  # fmt: skip
        forged = json.dumps(told | change, ensure_ascii=False, sort_keys=True,
                            separators=(",", ":"))  # fmt: skip
        assert verified(public, Reveal(content=forged, nonce=NONCE.hex())) is None
    assert verified(public, Reveal(content=CONTENT, nonce="00" * 16)) is None


def test_the_hash_is_plain_sha256_over_content_and_nonce() -> None:
    import hashlib

    made = hashlib.sha256(CONTENT.encode() + NONCE).hexdigest()
    assert commitment(CONTENT, NONCE) == made


def test_a_short_nonce_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(CONTENT, b"short")


def test_what_was_sealed_as_no_plan_is_no_plan() -> None:
    public = commitment("{}", NONCE)
    assert verified(public, Reveal(content="{}", nonce=NONCE.hex())) is None


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_another_nonce_is_another_commitment(first: bytes, second: bytes) -> None:
    assert (commitment(CONTENT, first) == commitment(CONTENT, second)) == (first == second)
