"""What a new revision says otherwise."""

from typing import Any

import pytest

from command_center.domain.template_language.differences import MOST, Difference, differences

BEFORE: dict[str, Any] = {
    "states": {"found": None, "signed": None, "archived": None},
    "moves": {"sign": {"from": ["found"], "to": "signed", "by": ["owner"]}},
    "readers": ["parties"],
}


def changed(**keys: Any) -> dict[str, Any]:
    return BEFORE | keys


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (BEFORE, []),
        (
            changed(moves={"sign": BEFORE["moves"]["sign"] | {"by": ["owner", "checker"]}}),
            [Difference("moves.sign.by", ["owner"], ["owner", "checker"])],
        ),
        (
            changed(moves=BEFORE["moves"] | {"prove": {"to": "archived"}}),
            [Difference("moves.prove", None, {"to": "archived"})],
        ),
        (changed(moves={}), [Difference("moves.sign", BEFORE["moves"]["sign"], None)]),
        (
            changed(states={"signed": None, "found": None, "archived": None}),
            [Difference("states", ["found", "signed", "archived"], ["signed", "found", "archived"])],
        ),
        (
            {key: value for key, value in BEFORE.items() if key != "readers"},
            [Difference("readers", ["parties"], None)],
        ),
    ],
)  # fmt: skip
def test_each_key_that_differs_is_told_with_both_values(
    after: dict[str, Any], told: list[Difference]
) -> None:
    assert differences(BEFORE, after) == told


def test_of_another_text_only_the_first_differences_are_told() -> None:
    many = {f"k{n}": n for n in range(MOST + 50)}
    assert len(differences({}, many)) == MOST
