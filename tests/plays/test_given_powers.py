"""What the center goes by is not written anew by who profits from it, such as the last day of a certificate."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.matters.permits.certificates import certified
from command_center.words import say
from tests.plays.plant import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path)


CHANGES: list[dict[str, Any]] = [
    {"valid_until": "2099-12-31"},
    {"person": "fay"},
    {"kind": ["guardian", "work-leader"]},
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["ann", "hua"])
def test_who_holds_or_entered_a_certificate_changes_nothing_of_it_once_it_is_valid(
    works: Works, who: str, change: dict[str, Any]
) -> None:
    made = works.certifies("hua", "guardian", until="2026-12-31")
    before = dict(works.of(made).fields)
    refused = works.refuses(who, "matter.fill", matter=made, fields=change).refusal
    assert refused.code == "power_given"
    for lang in ("en", "zh-CN"):
        assert say(lang, "refusal.power_given", **refused.params)
    name, value = next(iter(change.items()))
    data = {"matter": made, "field": name, "value": value, "reason": "because it is so"}
    assert works.refuses(who, "matter.correct", **data).refusal.code == "power_given"
    assert works.of(made).fields == before
    assert not certified(works.state, works.site, works.shelf, "fay", "guardian", works.now)


def test_before_it_is_verified_and_beside_what_counts_it_is_written(works: Works) -> None:
    made = works.opens(
        "ann", "certificate", person="hua", kind=["guardian"], valid_until="2026-12-31"
    )
    works.fills("ann", made, valid_until="2027-06-30")
    valid = works.certifies("hua", "guardian")
    works.fills("ann", valid, number="No. 7")
    assert works.of(valid).fields["number"] == "No. 7"
