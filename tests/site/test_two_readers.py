"""libyaml and ruamel.yaml plant the same tree; what only one of them may judge goes to ruamel.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from command_center.site_file import tree
from command_center.site_file.tree import DEEPEST, TooDeep, composed, parsed
from tests.support.running_center import REPOSITORY

WRITTEN = sorted(
    [
        *(REPOSITORY / "sites").rglob("*.yaml"),
        *(REPOSITORY / "simulations").rglob("*.yaml"),
        Path(__file__).with_name("small.yaml"),
    ]
)
ODD = {
    "null in every way": "a: null\nb: ~\nc:\nd: Null\ne: 'null'\nf: no\n",
    "numbers and times as they are written": "a: 0119\nb: 08:00\nc: 1_000\nd: 2026-11-26\n",
    "anchors": "a: &x {b: 1}\nc: *x\n",
    "a key twice": "a: 1\na: 2\n",
    "a tag of its own": "a: !own 1\n",
    "wide signs": "名: 氯苯\n\U0001f600: x\n",
    "folded": "a: >\n  one\n  two\nb: |\n  three\n",
}


def slowly(monkeypatch: pytest.MonkeyPatch, text: str) -> Any:
    with monkeypatch.context() as only:
        only.setattr(tree, "composed", lambda *_: None)
        return parsed(text, "file")


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_a_good_file_is_the_same_tree(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = file.read_text(encoding="utf-8")
    assert composed(text, DEEPEST) is not None
    assert parsed(text, "file") == slowly(monkeypatch, text)


@pytest.mark.parametrize("loader", [tree._LOADER, yaml.SafeLoader])
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_one_too_with_libyaml_and_without(
    text: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "_LOADER", loader)
    assert composed(text, DEEPEST) is not None
    quick, slow = parsed(text, "file"), slowly(monkeypatch, text)
    assert quick[0] is not None
    assert slow[0] is not None
    assert (tree.plain(quick[0]), quick[1]) == (tree.plain(slow[0]), slow[1])


@pytest.mark.parametrize(
    "text",
    ["a:\tb\n", "a: [1\n", ""],
    ids=["tab", "open", "nothing"],
)
def test_what_only_the_stricter_may_judge_is_left_to_it(text: str) -> None:
    assert composed(text, DEEPEST) is None
    assert parsed(text, "file")[1], "and it says what is wrong"


@pytest.mark.parametrize(
    "text",
    ["[" * 5_000, "- " * 5_000 + "a", "{a: " * (DEEPEST + 1)],
    ids=["list", "steps", "map"],
)
def test_what_is_too_deep_is_a_mistake_at_once(text: str) -> None:
    with pytest.raises(TooDeep):
        composed(text, DEEPEST)
    assert parsed(text, "file")[1], "and it says what is wrong"
