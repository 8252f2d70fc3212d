"""How grave problems and findings are."""

from typing import Any, get_args

import pytest

from command_center.domain.reviews.findings import Severity
from command_center.domain.reviews.gravity import PROBLEM_SIGNS, SEVERITY_SIGNS, finding_sign
from command_center.domain.state.review import Finding
from command_center.domain.verdicts.turns import Sign
from command_center.words import catalogue


def finding(**more: Any) -> Finding:
    known = {"nature": "problem"} | more
    return Finding(
        id="FND-1", review="INC-1", text="Locked", facts=[3], at=1, by="ann", seq=4, **known
    )


@pytest.mark.parametrize(
    ("more", "sign"),
    [
        ({}, "warn"),
        ({"severity": "major"}, "urgent"),
        ({"severity": "moderate"}, "warn"),
        ({"severity": "minor"}, "note"),
        ({"nature": "strength"}, "good"),
    ],
)
def test_a_finding_is_as_grave_as_a_person_rated_it(more: dict[str, str], sign: Sign) -> None:
    assert finding_sign(finding(**more)) == sign


def test_every_severity_and_every_kind_of_problem_has_a_sign() -> None:
    assert set(SEVERITY_SIGNS) == set(get_args(Severity))
    words = [key for key in catalogue("en") if key.startswith("problem_kind.")]
    assert set(PROBLEM_SIGNS) == {key.partition(".")[2] for key in words}
